// Which pictures are copied, and which are encoded beside them. Source: LANGUAGE, "Format"; GROUND, "What follows".
#include "fixture.h"
#include "pipelines/ffmpeg/argv.h"
#include "pipelines/ffmpeg/words.h"

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include <algorithm>

namespace spool::pipelines::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

/// A recording at 30 with a keyframe each second; between them packets can be parted at each fifth picture.
Media recording(const std::string& path = "/v/game.mp4") {
  Media media = *camera(path, 30, 60);
  for (std::int64_t at = 0; at <= 1800; at += 5) media.pictures.seams.push_back(at);
  media.pictures.reorder = 2;
  return media;
}

FilmPlan plan_of(const std::string& steps, const Media& game, const std::string& format = "source") {
  const std::string text =
      "inputs: {game: game.mp4, other: other.mp4, crest: crest.png}\nsteps:\n" + steps + "format: " + format + "\noutput: {film: film.mp4}\n";
  auto media = usual_media();
  media["game"] = std::make_shared<const Media>(game);
  media["other"] = std::make_shared<const Media>(recording("/v/other.mp4"));
  Planned planned = plan_text(text, {}, media);
  if (!planned.plan) throw std::runtime_error(core::to_line(planned.plan.error().front()));
  return std::move(*planned.plan);
}

const std::string two_cuts = "  film: {cut: game, at: [{start: 15f, end: 137f}, {start: 300f, end: 390f}]}\n";

/// The picture jobs in the film's order: "clip 15", "copy 120".
std::vector<std::string> pictures(const FilmPlan& plan) {
  std::vector<std::string> all;
  for (const Job& job : plan.jobs) {
    const auto* join = std::get_if<JoinJob>(&job.spec);
    if (join == nullptr) continue;
    for (const JoinPart& part : join->parts) all.push_back((part.copied ? "copy " : "clip ") + std::to_string(part.frames));
  }
  return all;
}

TEST(CopiedPictures, GivenCutsThenWhatPacketsHoldIsCopiedAndTheEdgesAreEncoded) {
  EXPECT_THAT(pictures(plan_of(two_cuts, recording())), ElementsAre("clip 15", "copy 105", "clip 2", "copy 90"));
}

TEST(CopiedPictures, GivenTheJobsThenTheyAreOfTheirKindAndTheJoinKnowsHowFarDecodingRunsAhead) {
  Media game = recording();
  game.pictures.reorder = 4;
  const FilmPlan plan = plan_of(two_cuts, game);
  const auto copies = std::ranges::count(plan.jobs, JobKind::copy, &Job::kind);
  EXPECT_EQ(copies, 2);
  const auto join = std::ranges::find(plan.jobs, JobKind::join, &Job::kind);
  EXPECT_EQ(std::get<JoinJob>(join->spec).reorder, 4);
}

TEST(CopiedPictures, GivenATitleThenTheFramesUnderItAreEncodedAndTheOthersCopied) {
  const std::string steps = R"(
  cut: {cut: game, at: [{start: 30f, end: 330f}]}
  film: {effect: cut, apply: [{title: {text: Goal, for: 2s}}, {fade: {out: 1s}}]}
)";
  EXPECT_THAT(pictures(plan_of(steps, recording())), ElementsAre("clip 60", "copy 210", "clip 30"));
}

TEST(CopiedPictures, GivenATransitionThenTheBodiesAreCopied) {
  const std::string steps = R"(
  cut: {cut: game, at: [{start: 30f, end: 330f}, {start: 600f, end: 900f}]}
  film: {concat: [cut], transition: {crossfade: 1s}}
)";
  EXPECT_THAT(pictures(plan_of(steps, recording())), ElementsAre("copy 270", "clip 30", "copy 270"));
}

TEST(CopiedPictures, GivenSoundEffectsAloneThenThePictureIsCopied) {
  const std::string steps = R"(
  cut: {cut: game, at: [{start: 30f, end: 330f}]}
  film: {effect: cut, apply: [{volume: 3dB}, mute]}
)";
  EXPECT_THAT(pictures(plan_of(steps, recording())), ElementsAre("copy 300"));
}

TEST(CopiedPictures, GivenAKeyframeThatIsNoSeamThenTheNextOneIsTaken) {
  Media game = recording();
  std::erase(game.pictures.seams, 30);
  EXPECT_THAT(pictures(plan_of(two_cuts, game)), ElementsAre("clip 45", "copy 75", "clip 2", "copy 90"));
}

struct Otherwise {
  const char* what;
  void (*change)(Media&);
};

class NotAsTheFilm : public ::testing::TestWithParam<Otherwise> {};

TEST_P(NotAsTheFilm, IsEncoded) {
  Media game = recording();
  GetParam().change(game);
  EXPECT_THAT(pictures(plan_of(two_cuts, game)), Not(Contains(::testing::StartsWith("copy")))) << GetParam().what;
}

INSTANTIATE_TEST_SUITE_P(
    Sources, NotAsTheFilm,
    ::testing::Values(Otherwise{"rotated", [](Media& media) { media.video.front().rotation = 90; }},
                      Otherwise{"mirrored", [](Media& media) { media.video.front().mirrored = true; }},
                      Otherwise{"interlaced", [](Media& media) { media.video.front().interlaced = true; }},
                      Otherwise{"anamorphic", [](Media& media) { media.video.front().sample_aspect = Rational(16, 15); }},
                      Otherwise{"of another codec", [](Media& media) { media.video.front().codec = "mpeg4"; }},
                      Otherwise{"without known packets", [](Media& media) { media.pictures.seams.clear(); }},
                      Otherwise{"not sought in", [](Media& media) { media.kind = ContainerKind::other; }},
                      Otherwise{"of pixels no encoder makes", [](Media& media) { media.video.front().pixel_format = "gbrp"; }}));

TEST(CopiedPictures, GivenAPictureThatStandsTooLongThenEachSideIsCopiedByItselfAndWhatRepeatsItIsEncoded) {
  Media game = recording();
  for (std::size_t i = 100; i < game.pictures.shown.size(); ++i) game.pictures.shown[i] += 1500;  // half a frame
  for (std::int64_t& key : game.pictures.keyframes) key += key >= 300000 ? 1500 : 0;
  EXPECT_THAT(pictures(plan_of(two_cuts, game)), ElementsAre("clip 15", "copy 70", "clip 21", "copy 15", "clip 2", "copy 90"));
}

TEST(CopiedPictures, GivenNothingSaidOfQualityThenEqualPicturesAreCopiedUnasked) {
  EXPECT_THAT(pictures(plan_of(two_cuts, recording(), "{join_fade: none}")), Contains("copy 90"));
  EXPECT_THAT(pictures(plan_of(two_cuts, recording(), "{crf: 23}")), Not(Contains("copy 90")));
  EXPECT_THAT(pictures(plan_of(two_cuts, recording(), "{fps: 25}")), Not(Contains("copy 90")));
  EXPECT_THAT(pictures(plan_of(two_cuts, recording(), "{size: 640x360}")), Not(Contains("copy 90")));
}

Words words_of(const FilmPlan& plan) {
  Words all;
  for (const Job& job : plan.jobs) {
    for (std::string& word : argv_of(job.spec, {})) all.push_back(std::move(word));
  }
  return all;
}

Media hevc(const std::string& path = "/v/game.mp4") {
  Media media = recording(path);
  media.video.front().codec = "hevc";
  VideoStream& video = media.video.front();
  video.color_matrix = video.color_primaries = video.color_transfer = "bt709";
  return media;
}

TEST(CopiedPictures, GivenHevcCopiedWholeThenEveryPlayerTakesItAndMixedThePartsBringTheirParameters) {
  const std::string whole = "  film: {cut: game, at: [{start: 30f, end: 90f}, {start: 300f, end: 390f}]}\n";
  EXPECT_THAT(words_of(plan_of(whole, hevc())), Not(Contains("hev1")));
  EXPECT_THAT(words_of(plan_of(two_cuts, hevc())), Not(Contains("hvc1")));
  EXPECT_THAT(pictures(plan_of(two_cuts, hevc(), "{video: hevc}")), Not(Contains("copy 90"))) << "unasked";
}

TEST(CopiedPictures, GivenPacketsThatDoNotSayTheirColoursThenTheySayTheFilmsBesideEncodedPictures) {
  const std::string whole = "  film: {cut: game, at: [{start: 30f, end: 90f}, {start: 300f, end: 390f}]}\n";
  for (Media game : {recording(), hevc()}) {
    VideoStream& video = game.video.front();
    video.color_matrix = video.color_primaries = video.color_transfer = "bt709";
    video.color_range = "tv";
    EXPECT_THAT(words_of(plan_of(two_cuts, game)), Not(Contains(HasSubstr("_metadata="))));
    video.color_transfer.clear();
    video.color_range.clear();
    const std::string said = video.codec + "_metadata=transfer_characteristics=1:video_full_range_flag=0,setts";
    EXPECT_THAT(words_of(plan_of(two_cuts, game)), Contains(HasSubstr(said)));
    EXPECT_THAT(words_of(plan_of(whole, game)), Not(Contains(HasSubstr(said)))) << "nothing beside it";
  }
}

}  // namespace
}  // namespace spool::pipelines::testing
