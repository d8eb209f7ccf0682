// What a film says of itself, as ffprobe reads it from every container, and nothing besides.
#include "tests/integration/reel.h"

#include <boost/json/parse.hpp>

#include <gmock/gmock.h>

#include <map>

namespace spool::test {
namespace {

using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::HasSubstr;

class FilmTags : public Reel {
 protected:
  /// Names in small letters, as Matroska writes them large.
  static std::map<std::string, std::string> tags_of(const std::string& path) {
    const Ended told = run({"ffprobe", "-v", "error", "-show_entries", "format_tags:program_tags", "-of", "json", path});
    EXPECT_EQ(told.code, 0) << told.err;
    const auto object = boost::json::parse(told.out).as_object();
    std::map<std::string, std::string> tags;
    const auto take = [&](const boost::json::object& section) {
      const auto* all = section.if_contains("tags");
      if (all == nullptr) return;
      for (const auto& [name, value] : all->as_object()) {
        std::string small(name);
        for (char& c : small) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        tags[small] = std::string(value.as_string());
      }
    };
    take(object.at("format").as_object());
    for (const auto& program : object.at("programs").as_array()) take(program.as_object());
    return tags;
  }
  [[nodiscard]] std::string film(const std::string& file, const std::string& metadata, const std::string& more = "") const {
    return folder_.write("film.yaml", "spool: 1\nvars: {team: Falcons}\ninputs: {game: game.mp4}\n"
                                      "steps: {clip: {cut: game, at: [{start: 65, end: 66}]}}\n"
                                      "format: {size: 320x180, fps: 25, metadata: " + metadata + more + "}\noutput: {clip: " + file + "}\n");
  }
};

TEST_F(FilmTags, given_words_of_the_document_every_container_says_them) {
  using Pairs = std::vector<std::pair<std::string, std::string>>;
  for (const char* name : {"film.mp4", "film.mov", "film.mkv", "film.webm"}) {
    const bool web = std::string(name) == "film.webm";
    done({"run", film(name, "{title: \"${team}: é = 'x'; [1]\", artist: Me, comment: \"a\\nb\"}", web ? "" : ", preset: ultrafast")});
    const auto tags = tags_of(folder_ / name);
    EXPECT_THAT(Pairs(tags.begin(), tags.end()),
                IsSupersetOf(Pairs{{"title", "Falcons: é = 'x'; [1]"},
                                   {"artist", "Me"},
                                   {"comment", "a\nb"},
                                   {"creation_time", "2013-08-13T13:22:58.000000Z"}}))
        << name;
    EXPECT_THAT(read_file(folder_ / name), Not(HasSubstr("HandBrake"))) << "the source's encoder";
  }
  done({"run", film("film.ts", "{title: Falcons}", ", preset: ultrafast")});
  EXPECT_EQ(tags_of(folder_ / "film.ts")["service_name"], "Falcons");
}

TEST_F(FilmTags, given_another_title_only_the_join_is_made_and_the_bytes_are_the_same_at_any_time) {
  done({"run", film("film.mp4", "{title: One}", ", preset: ultrafast")});
  const std::string first = read_file(folder_ / "film.mp4");
  const std::string lines = done({"run", film("film.mp4", "{title: Two}", ", preset: ultrafast"), "-y"});
  EXPECT_THAT(rendered(lines), ::testing::ElementsAre("clip-join"));
  EXPECT_THAT(messages(lines, "note"), ::testing::Contains("clip-join: the film's metadata changed"));
  done({"run", film("film.mp4", "{title: One}", ", preset: ultrafast"), "-y", "--no-cache"});
  EXPECT_EQ(read_file(folder_ / "film.mp4"), first);
}

}  // namespace
}  // namespace spool::test
