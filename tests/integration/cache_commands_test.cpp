// The cache by its commands and limits, in a dry run, in batches. Source: CONTRACT, "Plan", "Paths and
// outputs"; the issue's "The cache".
#include "tests/integration/reel.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>

namespace spool::test {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

namespace fs = std::filesystem;

class CacheCommands : public Reel {
 protected:
  boost::json::object asked(std::vector<std::string> arguments) const {
    arguments.emplace_back("--json");
    const Ended ended = spool(std::move(arguments));
    EXPECT_EQ(ended.code, 0) << ended.err;
    const auto lines = objects(ended.out);
    return lines.empty() ? boost::json::object() : lines.front();
  }
  void limit(const std::string& size) { here_.environment = {{"SPOOL_CACHE_LIMIT", size}}; }

  /// Every file and folder of the state with its size and times.
  std::vector<std::string> state() const {
    std::vector<std::string> seen;
    if (!fs::exists(folder_ / "state")) return seen;
    for (const auto& entry : fs::recursive_directory_iterator(folder_ / "state")) {
      const auto changed = fs::last_write_time(entry).time_since_epoch().count();
      seen.push_back(entry.path().string() + " " + std::to_string(changed) + " " +
                     std::to_string(entry.is_regular_file() ? entry.file_size() : 0));
    }
    std::ranges::sort(seen);
    return seen;
  }
};

TEST_F(CacheCommands, given_a_dry_run_it_tells_what_is_there_and_leaves_nothing) {
  const std::string film = document();
  const Ended first = spool({"run", film, "-n"});
  EXPECT_THAT(first.out, Not(HasSubstr("in the cache")));
  EXPECT_FALSE(fs::exists(folder_ / "state"));
  done({"run", film});
  const auto before = state();
  const Ended text = spool({"run", film, "-n"});
  EXPECT_THAT(text.out, AllOf(HasSubstr("25 frames  1.00 s  in the cache\n"),
                              HasSubstr("nothing is rendered: all of it is in the cache\n")));
  ReelOf changed;
  changed.third_title = "Late winner";
  const auto plan = asked({"run", document(changed), "-n"});
  std::vector<std::string> to_render;
  for (const auto& job : plan.at("jobs").as_array()) {
    if (!job.as_object().at("cached").as_bool()) to_render.push_back(text_of(job.as_object(), "id"));
  }
  EXPECT_THAT(to_render, ::testing::ElementsAre("titled-3", "titled-join"));
  EXPECT_EQ(state(), before);
}

TEST_F(CacheCommands, given_no_cache_everything_is_rendered_and_may_replace_its_own_film) {
  const std::string film = document();
  done({"run", film});
  EXPECT_THAT(rendered(done({"run", film, "--no-cache"})), SizeIs(5));
}

TEST_F(CacheCommands, given_status_trim_and_clear_they_say_what_is_there_and_what_was_freed) {
  done({"run", document()});
  const auto status = asked({"cache"});
  EXPECT_EQ(status.at("entries").to_number<int>(), 5);
  EXPECT_EQ(status.at("limit").to_number<std::uint64_t>(), 20'000'000'000U);
  const auto bytes = status.at("bytes").to_number<std::uint64_t>();
  const auto trimmed = asked({"cache", "trim", "--to", std::to_string(bytes - 1)});
  EXPECT_LT(trimmed.at("bytes").to_number<std::uint64_t>(), bytes);
  EXPECT_GT(trimmed.at("freed").to_number<std::uint64_t>(), 0U);
  EXPECT_EQ(asked({"cache", "clear"}).at("entries").to_number<int>(), 0);
  EXPECT_THAT(spool({"cache"}).out, HasSubstr("/state/cache: 0 results, 0 bytes of 20.0 GB\n"));
}

TEST_F(CacheCommands, given_a_small_limit_the_oldest_go_and_the_run_that_needs_them_ends_well) {
  limit("60k");
  const std::string film = document({.clips = 6});
  done({"run", film});
  const auto status = asked({"cache"});
  EXPECT_LE(status.at("bytes").to_number<std::uint64_t>(), 60'000U);
  EXPECT_EQ(status.at("limit").to_number<std::uint64_t>(), 60'000U);
  EXPECT_EQ(look_at(folder_ / "film.mp4").frames, 150);
  limit("0");
  EXPECT_THAT(rendered(done({"run", film, "--no-cache"})), SizeIs(8));
}

TEST_F(CacheCommands, given_a_state_folder_that_is_a_file_that_is_said) {
  folder_.write("state", "");
  const Ended ended = spool({"cache"});
  EXPECT_EQ(ended.code, 1);
  EXPECT_THAT(ended.err, HasSubstr("is no folder"));
}

TEST_F(CacheCommands, given_a_limit_that_is_no_size_every_command_that_needs_it_refuses) {
  limit("plenty");
  for (const auto& words :
       std::vector<std::vector<std::string>>{{"cache"}, {"run", document()}, {"resume"}}) {
    const Ended refused = spool(words);
    EXPECT_EQ(refused.code, 2) << words.front();
    EXPECT_THAT(refused.err, HasSubstr("$SPOOL_CACHE_LIMIT is a size such as 20G or 500M, not 'plenty'"))
        << words.front();
  }
}

class BatchCached : public CacheCommands {
 protected:
  BatchCached() {
    for (const char* name : {"one", "two", "three"})
      fs::copy_file(footage("example-movie.mp4"), folder_ / (std::string(name) + ".mp4"));
    folder_.write(
        "each.yaml",
        "spool: 1\ninputs: {video: one.mp4}\nsteps:\n  clip: {cut: video, at: [{start: 0.2, end: 1}]}\n"
        "  titled: {effect: clip, apply: [{title: {text: \"${video.stem}\"}}]}\n"
        "format: {size: 320x180, fps: 25, preset: ultrafast}\noutput: {titled: "
        "\"out/${video.stem}-film.mp4\"}\n");
  }
  std::vector<std::string> batch() const {
    return {"batch", folder_ / "each.yaml", folder_ / "one.mp4", folder_ / "two.mp4", folder_ / "three.mp4"};
  }
};

TEST_F(BatchCached, given_a_batch_twice_the_second_renders_nothing) {
  EXPECT_THAT(rendered(done(batch())), Not(IsEmpty()));
  const std::string second = done(batch());
  EXPECT_THAT(rendered(second), IsEmpty());
  EXPECT_THAT(at_hand(second), Not(IsEmpty()));
}

TEST_F(BatchCached, given_another_order_and_a_changed_title_each_item_is_held_against_itself) {
  done(batch());
  std::string text = read_file(folder_ / "each.yaml");
  text.replace(text.find("${video.stem}"), 13, "${video.stem}!");
  folder_.write("each.yaml", text);
  const std::string lines = done({"batch", folder_ / "each.yaml", folder_ / "three.mp4", folder_ / "one.mp4", "-y"});
  EXPECT_THAT(messages(lines, "note"), ::testing::Contains("titled: its title changed").Times(2));
  EXPECT_THAT(messages(lines, "note"), Each(Not(HasSubstr("came in"))));
}

TEST_F(BatchCached, given_a_batch_while_one_of_its_films_is_made_elsewhere_both_end_well) {
  Running alone(folder_, {"run", folder_ / "each.yaml", "-y"}, here_);
  alone.until("job.started");
  std::vector<std::string> words = batch();
  words.emplace_back("-y");
  done(words);
  EXPECT_EQ(alone.ended().code, 0) << alone.said();
  EXPECT_THAT(rendered(done(batch())), IsEmpty());
}

}  // namespace
}  // namespace spool::test
