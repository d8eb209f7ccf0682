// What a film says of itself: its source's words, the document's, and when it was taken.
#include "fixture.h"

#include <gtest/gtest.h>

#include <gmock/gmock.h>

namespace spool::pipelines::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

MediaPtr tagged(const MediaPtr& media, std::vector<Tag> tags) {
  Media copy = *media;
  copy.tags = std::move(tags);
  return std::make_shared<const Media>(std::move(copy));
}

std::map<std::string, MediaPtr> media(const std::string& taken = "2019-12-20T14:08:32.000000Z") {
  auto all = usual_media();
  all["game"] = tagged(all["game"], {{"title", "Match day"}, {"artist", "Camera one"}, {"creation_time", taken}});
  all["other"] = tagged(all["other"], {{"title", "Away"}, {"creation_time", "2001-01-01T00:00:00.000000Z"}});
  return all;
}

std::vector<std::string> said(const std::string& steps, const std::string& format = "{}", const std::string& file = "film.mp4",
                              const std::string& taken = "2019-12-20T14:08:32.000000Z") {
  const Planned planned = plan_text("spool: 1\nvars: {team: Falcons}\ninputs: {game: game.mp4, other: other.mp4, crest: crest.png}\nsteps: {" +
                                        steps + "}\nformat: " + format + "\noutput: {film: " + file + "}\n",
                                    {}, media(taken));
  if (!planned.plan) return {core::to_line(planned.plan.error().front())};
  std::vector<std::string> all;
  const JobSpec& spec = planned.plan->jobs[planned.plan->outputs.front().job].spec;
  const auto* join = std::get_if<JoinJob>(&spec);
  for (const Tag& tag : join != nullptr ? join->format.metadata : std::get<RewrapJob>(spec).metadata) {
    all.push_back(tag.name + "=" + tag.text);
  }
  return all;
}

const std::string one = "film: {cut: game, at: [{start: 9.8, end: 12}, {start: 15, end: 16}]}";
const std::string two = "clip: {cut: game, at: [{start: 2, end: 3}]}, film: {concat: [other, clip]}";

TEST(FilmMetadata, GivenOneSourceItIsCarriedAndTheTimeIsThatOfTheFirstPicture) {
  EXPECT_THAT(said(one), ElementsAre("title=Match day", "artist=Camera one", "creation_time=2019-12-20T14:08:41Z"));
  EXPECT_THAT(said(one, "{}", "film.mkv"), ElementsAre("title=Match day", "artist=Camera one", "creation_time=2019-12-20T14:08:41Z"));
}

TEST(FilmMetadata, GivenTwoSourcesOnlyTheTimeOfTheFirstDeclaredOneIsCarried) {
  EXPECT_THAT(said(two), ElementsAre("creation_time=2019-12-20T14:08:34Z"));
  EXPECT_THAT(said("clip: {cut: game, at: [{start: 2, end: 3}]}, film: {concat: [crest, clip]}"),
              ElementsAre("title=Match day", "artist=Camera one", "creation_time=2019-12-20T14:08:34Z"))
      << "a picture has recorded nothing";
}

TEST(FilmMetadata, GivenWordsOfTheDocumentTheyGoBeforeAndNoneLeavesOut) {
  EXPECT_THAT(said(one, "{metadata: {title: \"${team}: 1 = 1\", artist: none, date: 2026}}"),
              ElementsAre("title=Falcons: 1 = 1", "date=2026", "creation_time=2019-12-20T14:08:41Z"));
  EXPECT_THAT(said(one, "{metadata: {creation_time: \"2026-11-22T16:00:00+01:00\"}}"),
              ElementsAre("title=Match day", "artist=Camera one", "creation_time=2026-11-22T15:00:00Z"));
  EXPECT_THAT(said(one, "{metadata: none}"), IsEmpty());
}

TEST(FilmMetadata, GivenACameraWithoutAClockThereIsNoTime) {
  EXPECT_THAT(said(one, "{}", "film.mp4", "1970-01-01T00:00:00.000000Z"), ElementsAre("title=Match day", "artist=Camera one"));
  EXPECT_THAT(said(one, "{}", "film.mp4", "yesterday"), ElementsAre("title=Match day", "artist=Camera one"));
}

TEST(FilmMetadata, GivenAnOutputsOwnTheyAreReadNameByName) {
  const Planned planned = plan_text(
      "spool: 1\ninputs: {game: game.mp4}\nformat: {metadata: {title: All, genre: Sports}}\n"
      "output: {game: {file: a.mp4, format: {metadata: {title: Mine}}}}\n",
      {}, media());
  ASSERT_TRUE(planned.plan);
  EXPECT_THAT(planned.plan->outputs.front().format.metadata,
              ElementsAre(Tag{"title", "Mine"}, Tag{"artist", "Camera one"}, Tag{"genre", "Sports"},
                          Tag{"creation_time", "2019-12-20T14:08:32Z"}));
}

}  // namespace
}  // namespace spool::pipelines::testing
