#include "fixture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace spool::pipelines::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> kinds(const FilmPlan& plan) {
  std::vector<std::string> all;
  for (const Job& job : plan.jobs) all.emplace_back(to_string(job.kind));
  return all;
}

template <class Spec>
std::vector<const Spec*> all_of(const FilmPlan& plan) {
  std::vector<const Spec*> found;
  for (const Job& job : plan.jobs) {
    if (const auto* spec = std::get_if<Spec>(&job.spec)) found.push_back(spec);
  }
  return found;
}

std::string reel(const std::string& steps, const std::string& more = "") {
  return R"(spool: 1
inputs: {game: game.mp4, other: other.mp4, silent: silent.mp4, crest: crest.png}
moments:
  of: game
  list:
    - {start: 5, end: 8, label: Corner, tag: corner, rating: 2}
    - {start: 20, end: 24, label: "Goal 1:0", tag: goal, rating: 5}
    - {start: 40, end: 41.5, label: Save, tag: save}
)" + steps + more;
}

const char* const plain_steps = R"(
steps:
  clips: {cut: moments}
  titled: {effect: clips, apply: [{title: {text: "${label}", for: 2s}}]}
  film: {concat: [titled]}
output: {film: film.mp4}
)";

MediaPtr phone(const std::string& transfer) {
  Media media = *camera("/v/game.mp4", 30, 60);
  media.video.front().color_transfer = transfer;
  media.video.front().color_primaries = "bt2020";
  return std::make_shared<const Media>(std::move(media));
}

TEST(Planner, TellsWhatBecomesOfHdrAndWiderGamuts) {
  const auto noted = [](const std::string& transfer) {
    auto media = usual_media();
    media["game"] = phone(transfer);
    const Planned planned = plan_text(reel(plain_steps), {}, media);
    return planned.plan->sources.front().decided;
  };
  EXPECT_THAT(noted("arib-std-b67"), ElementsAre("HDR (HLG) tone-mapped to BT.709"));
  EXPECT_THAT(noted("smpte2084"), ElementsAre("HDR (PQ) tone-mapped to BT.709"));
  EXPECT_THAT(noted("bt2020-10"), ElementsAre("BT.2020 colours converted to BT.709"));
}

TEST(Planner, KeepsHdrWhereAllOfAFilmIsSoAndItsFormatHoldsIt) {
  const auto transfer_of_film = [](const std::string& format, const std::string& file, const std::string& other) {
    auto media = usual_media();
    media["game"] = phone("smpte2084");
    media["other"] = phone(other);
    const Planned planned = plan_text("spool: 1\ninputs: {game: game.mp4, other: other.mp4, crest: crest.png}\nsteps: {film: {concat: [game, other, crest]}}\nformat: " +
                                          format + "\noutput: {film: " + file + "}\n", {}, media);
    if (!planned.plan) return core::to_line(planned.plan.error().front());
    return planned.plan->outputs.front().format.picture.colour.transfer;
  };
  const std::string pq = "smpte2084";
  EXPECT_EQ(transfer_of_film("{video: hevc, pixel_format: yuv420p10le}", "a.mp4", pq), pq);
  EXPECT_EQ(transfer_of_film("{video: av1, pixel_format: yuv420p10le}", "a.webm", pq), pq);
  EXPECT_EQ(transfer_of_film("{video: prores}", "a.mov", pq), pq) << "10 bits by itself";
  EXPECT_EQ(transfer_of_film("{video: hevc}", "a.mp4", pq), "bt709") << "8 bits";
  EXPECT_EQ(transfer_of_film("{pixel_format: yuv420p10le}", "a.mp4", pq), "bt709") << "H.264";
  EXPECT_EQ(transfer_of_film("{video: hevc, pixel_format: yuv420p10le}", "a.mp4", "arib-std-b67"), "bt709") << "two kinds";
  EXPECT_EQ(transfer_of_film("{video: hevc, pixel_format: yuv420p10le}", "a.mp4", "bt709"), "bt709") << "half of it";
}

TEST(Planner, PassesOnWhatAllOfAnHdrFilmSayOfItsLightAndNothingElse) {
  const std::vector<Rational> display(10, Rational(1, 2)), other_display(10, Rational(1, 3));
  const auto light_of_film = [&](const std::string& format, const ToldLight& game, const ToldLight& other) {
    auto media = usual_media();
    for (const auto& [name, light] : {std::pair("game", game), std::pair("other", other)}) {
      Media telling = *phone("smpte2084");
      telling.video.front().light = light;
      media[name] = std::make_shared<const Media>(std::move(telling));
    }
    const Planned planned = plan_text("spool: 1\ninputs: {game: game.mp4, other: other.mp4, crest: crest.png}\nsteps: {film: {concat: [game, other, crest]}}\nformat: " +
                                          format + "\noutput: {film: film.mp4}\n", {}, media);
    EXPECT_TRUE(planned.plan) << core::to_line(planned.plan.error().front());
    return std::pair(planned.plan->outputs.front().format.picture.light, planned.plan->sources.front().decided.front());
  };
  const std::string kept = "{video: hevc, pixel_format: yuv420p10le}";
  EXPECT_EQ(light_of_film(kept, {display, 1000, 400}, {display, 1000, 400}), std::pair(ToldLight{display, 1000, 400}, std::string("HDR (PQ) kept")));
  EXPECT_EQ(light_of_film(kept, {display, 1000, 400}, {display, 600, 400}),
            std::pair(ToldLight{display, 0, 0}, std::string("HDR (PQ) kept, without all it tells of its light")));
  EXPECT_EQ(light_of_film(kept, {display, 1000, 400}, {other_display, 1000, 400}).first, (ToldLight{{}, 1000, 400}));
  EXPECT_EQ(light_of_film(kept, {display, 1000, 400}, {}), std::pair(ToldLight{}, std::string("HDR (PQ) kept, without what it tells of its light")));
  EXPECT_EQ(light_of_film("{video: hevc}", {display, 1000, 400}, {display, 1000, 400}).first, ToldLight{}) << "tone-mapped";
}

TEST(Planner, RefusesHdrAtItsInputWhereThisFfmpegCannotToneMap) {
  auto media = usual_media();
  media["game"] = phone("smpte2084");
  Capabilities ffmpeg = usual_ffmpeg();
  ffmpeg.filters.erase("zscale");
  const Planned planned = plan_text(reel(plain_steps), {}, media, ffmpeg);
  ASSERT_FALSE(planned.plan);
  EXPECT_EQ(core::to_line(planned.plan.error().front()),
            "reel.yaml:2:16: the colours of `game` cannot be converted: it is HDR, and this ffmpeg has no filter zscale");
  media["game"] = phone("bt2020-10");
  EXPECT_TRUE(plan_text(reel(plain_steps), {}, media, ffmpeg).plan) << "no light beyond SDR's";
}

TEST(Planner, FusesCutAndEffectsIntoOneEncodeAClipAndMakesTheSoundOnce) {
  const Planned planned = plan_text(reel(plain_steps));
  ASSERT_TRUE(planned.plan) << core::to_line(planned.plan.error().front());
  EXPECT_THAT(kinds(*planned.plan), ElementsAre("clip", "clip", "clip", "audio", "join"));
  EXPECT_THAT(planned.plan->jobs[0].steps, ElementsAre("clips", "titled"));
  EXPECT_THAT(planned.plan->jobs[4].needs, ElementsAre(0, 1, 2, 3));
  EXPECT_EQ(all_of<SoundJob>(*planned.plan).front()->pieces.size(), 3U);
  EXPECT_TRUE(all_of<SoundJob>(*planned.plan).front()->encode);
}

TEST(Planner, CountsFramesAndSamplesExactly) {
  const Planned planned = plan_text(reel(plain_steps, "format: {fps: 29.97}\n"));
  ASSERT_TRUE(planned.plan);
  // 90, 120 and 45 pictures of a 30 fps camera: 89.91, 119.88 and 44.955 film frames, each rounded by itself.
  const PlannedOutput& film = planned.plan->outputs.front();
  EXPECT_EQ(film.frames, 90 + 120 + 45);
  EXPECT_EQ(film.samples, (Rational(255 * 48000) / Rational(30000, 1001)).round_half_up());
  std::int64_t samples = 0;
  for (const SoundPiece& piece : all_of<SoundJob>(*planned.plan).front()->pieces) samples += piece.samples;
  EXPECT_EQ(samples, film.samples) << "pieces meet without a gap or an overlap";
}

TEST(Planner, TakesWhatIsLeftOutFromTheFirstSourceAsDisplayed) {
  const Planned planned = plan_text(R"(spool: 1
inputs: {other: other.mp4, game: game.mp4}
steps: {film: {concat: [game, other]}}
output: {film: film.mp4}
)");
  ASSERT_TRUE(planned.plan) << core::to_line(planned.plan.error().front());
  const FilmFormat& format = planned.plan->outputs.front().format;
  EXPECT_EQ(format.picture.width, 480);
  EXPECT_EQ(format.picture.height, 352);
  EXPECT_EQ(format.picture.rate, Rational(30000, 1001));
  ASSERT_TRUE(format.sound);
  EXPECT_EQ(format.sound->channels(), 6);
}

TEST(Planner, MeansTheShortSideByTheNameOfASize) {
  const Planned planned = plan_text(reel(plain_steps, "format: {size: 360p}\n"));
  ASSERT_TRUE(planned.plan);
  EXPECT_EQ(planned.plan->outputs.front().format.picture.width, 640);
  EXPECT_EQ(planned.plan->outputs.front().format.picture.height, 360);
}

TEST(Planner, MakesNoSoundTrackWhereNoSourceHasSound) {
  const Planned planned = plan_text("spool: 1\ninputs: {silent: s.mp4}\noutput: {film: {from: silent, file: film.mp4}}\n");
  ASSERT_TRUE(planned.plan) << core::to_line(planned.plan.error().front());
  EXPECT_THAT(kinds(*planned.plan), ElementsAre("clip", "join"));
  EXPECT_EQ(planned.plan->outputs.front().samples, 0);
}

TEST(Planner, GivesSilenceToAClipWithoutSoundAmongOthers) {
  const Planned planned = plan_text(R"(spool: 1
inputs: {game: game.mp4, silent: s.mp4}
steps: {film: {concat: [game, silent]}}
output: {film: film.mp4}
)");
  ASSERT_TRUE(planned.plan) << core::to_line(planned.plan.error().front());
  const auto& pieces = all_of<SoundJob>(*planned.plan).front()->pieces;
  EXPECT_NE(pieces[0].source, nullptr);
  EXPECT_EQ(pieces[1].source, nullptr);
  EXPECT_EQ(pieces[1].samples, 20 * 48000);
}

TEST(Planner, InterleavesStepsByMoment) {
  const Planned planned = plan_text(reel(R"(
steps:
  clips: {cut: moments}
  replay: {effect: clips, only: {tag: goal}, apply: [{trim: {last: 2s}}, {slow_motion: 0.5}]}
  film: {concat: [{each: [clips, replay]}]}
output: {film: film.mp4}
)"));
  ASSERT_TRUE(planned.plan) << core::to_line(planned.plan.error().front());
  const auto clips = all_of<ClipJob>(*planned.plan);
  ASSERT_EQ(clips.size(), 4U);
  EXPECT_EQ(clips[1]->cut.t0, Rational(20));
  EXPECT_EQ(clips[2]->cut.t0, Rational(22)) << "the replay follows its goal";
  EXPECT_EQ(clips[2]->cut.speed, Rational(1, 2));
  EXPECT_EQ(clips[2]->frames(), 120) << "2 s at half speed";
  EXPECT_EQ(clips[3]->cut.t0, Rational(40));
}

TEST(Planner, RendersAClipThatTwoPlacesShareOnce) {
  const Planned planned = plan_text(reel(R"(
steps:
  clips: {cut: moments}
  film: {concat: [clips, clips]}
output: {film: film.mp4}
)"));
  ASSERT_TRUE(planned.plan);
  EXPECT_EQ(all_of<ClipJob>(*planned.plan).size(), 3U);
  EXPECT_EQ(all_of<JoinJob>(*planned.plan).front()->parts.size(), 6U);
}

TEST(Planner, LaysATitleOutForEachOutputsSize) {
  const Planned planned = plan_text(reel(R"(
steps:
  clips: {cut: moments}
  titled: {effect: clips, apply: [{title: {text: "${label} and a good many words after it"}}]}
  film: {concat: [titled]}
output:
  film: wide.mp4
  tall: {from: film, file: tall.mp4, format: {size: 1080x1920, fit: crop}}
)"));
  ASSERT_TRUE(planned.plan) << core::to_line(planned.plan.error().front());
  const auto clips = all_of<ClipJob>(*planned.plan);
  ASSERT_EQ(clips.size(), 6U);
  EXPECT_EQ(clips[0]->format.width, 1280);
  EXPECT_EQ(clips[3]->format.width, 1080);
  EXPECT_EQ(clips[3]->format.default_fit, "crop");
}

TEST(Planner, FadesSoundAtHardJoinsOnlyAndNotInsideAFade) {
  const Planned planned = plan_text(reel(R"(
steps:
  clips: {cut: moments}
  faded: {effect: clips, when: {tag: goal}, apply: [{fade: {in: 0.5s, out: 0.5s}}]}
  film: {concat: [faded]}
output: {film: film.mp4}
)"));
  ASSERT_TRUE(planned.plan);
  const auto& pieces = all_of<SoundJob>(*planned.plan).front()->pieces;
  ASSERT_EQ(pieces[0].effects.size(), 1U) << "only where it meets the next";
  const auto& out = std::get<SoundFadeOn>(pieces[0].effects[0]);
  EXPECT_FALSE(out.in);
  EXPECT_EQ(out.samples, 240);
  EXPECT_EQ(out.start + out.samples, pieces[0].samples);
  EXPECT_EQ(pieces[1].effects.size(), 2U) << "the fades of the document, nothing more";
}

TEST(Planner, HearsNoFadeBetweenStretchesOfOneTake) {
  const Planned planned = plan_text(R"(spool: 1
inputs: {game: game.mp4}
steps:
  parts: {cut: game, at: [{start: 1, end: 3}, {start: 3, end: 6}]}
  film: {concat: [parts]}
output: {film: film.mp4}
)");
  ASSERT_TRUE(planned.plan) << core::to_line(planned.plan.error().front());
  for (const SoundPiece& piece : all_of<SoundJob>(*planned.plan).front()->pieces) EXPECT_TRUE(piece.effects.empty());
}

TEST(Planner, RemuxesATransportStreamFirstAndOnce) {
  const Planned planned = plan_text(R"(spool: 1
inputs: {tape: tape.ts}
steps:
  parts: {cut: tape, at: [{start: 1, end: 3}, {start: 5, end: 6}]}
  film: {concat: [parts]}
output: {film: film.mp4}
)");
  ASSERT_TRUE(planned.plan) << core::to_line(planned.plan.error().front());
  EXPECT_THAT(kinds(*planned.plan), ElementsAre("remux", "clip", "clip", "audio", "join"));
  EXPECT_THAT(planned.plan->jobs[2].needs, ElementsAre(0));
  EXPECT_EQ(all_of<ClipJob>(*planned.plan)[1]->file, "tape-remux.mp4");
}

TEST(Planner, RemovesAndKeepsTheRest) {
  const Planned planned = plan_text(R"(spool: 1
inputs: {game: game.mp4}
steps:
  rest: {cut: game, remove: [{start: 10, end: 20}, {start: 15, end: 30}]}
  film: {concat: [rest]}
output: {film: film.mp4}
)");
  ASSERT_TRUE(planned.plan) << core::to_line(planned.plan.error().front());
  const auto clips = all_of<ClipJob>(*planned.plan);
  ASSERT_EQ(clips.size(), 3U);
  EXPECT_EQ(clips[0]->frames(), 300);
  EXPECT_EQ(clips[1]->frames() + clips[2]->frames(), 900) << "half a minute is made in two chunks";
}

TEST(Planner, RunsATitleOverTheJoinsOfAFilm) {
  const Planned planned = plan_text(reel(R"(
steps:
  clips: {cut: moments}
  film: {concat: [clips]}
  signed: {effect: film, apply: [{title: {text: Falcons, from: 2s, for: 4s}}, {fade: {out: 1s}}]}
output: {film: {from: signed, file: film.mp4}}
)"));
  ASSERT_TRUE(planned.plan) << core::to_line(planned.plan.error().front());
  const auto clips = all_of<ClipJob>(*planned.plan);
  ASSERT_EQ(clips.size(), 3U);
  const auto& first = std::get<TitleOn>(clips[0]->effects.at(0));
  EXPECT_EQ(first.shown.first, 60);
  const auto& second = std::get<TitleOn>(clips[1]->effects.at(0));
  EXPECT_EQ(second.shown.first, -30) << "it began 30 frames before this clip";
  EXPECT_EQ(second.shown.end, 90);
  const auto& fade = std::get<FadeOn>(clips[2]->effects.at(0));
  EXPECT_EQ(fade.start + fade.frames, 45);
}

TEST(Planner, TrimsAFilmByItsFrames) {
  const Planned planned = plan_text(reel(R"(
steps:
  clips: {cut: moments}
  film: {concat: [clips]}
  short: {effect: film, apply: [{trim: {from: 2s, to: 5s}}]}
output: {film: {from: short, file: film.mp4}}
)"));
  ASSERT_TRUE(planned.plan) << core::to_line(planned.plan.error().front());
  EXPECT_EQ(planned.plan->outputs.front().frames, 90);
  const auto clips = all_of<ClipJob>(*planned.plan);
  ASSERT_EQ(clips.size(), 2U);
  EXPECT_EQ(clips[0]->cut.skipped, 60);
  EXPECT_EQ(clips[0]->frames(), 30);
  EXPECT_EQ(clips[1]->cut.skipped, 0);
  EXPECT_EQ(clips[1]->frames(), 60);
}

TEST(Planner, TellsEveryFaultAtItsPlace) {
  const Planned planned = plan_text(R"(spool: 1
inputs: {game: game.mp4}
steps:
  a: {cut: game, at: [{start: 1, end: 2}]}
  b: {effect: a, apply: [{trim: {from: 3s, to: 4s}}]}
output:
  a: {from: a, file: film.mp4, format: {video: nosuch}}
  b: {from: b, file: b.mp4}
)");
  ASSERT_FALSE(planned.plan);
  std::vector<std::string> lines;
  for (const core::Error& error : planned.plan.error()) lines.push_back(core::to_line(error));
  EXPECT_THAT(lines, ::testing::Contains(HasSubstr("reel.yaml:5:")));
  EXPECT_THAT(lines, ::testing::Contains(::testing::AllOf(HasSubstr("reel.yaml:7:"), HasSubstr("nosuch"))));
}

TEST(Planner, TellsAFilterThatThisFfmpegLacks) {
  const Planned planned = plan_text(R"(spool: 1
inputs: {game: game.mp4}
steps:
  grey: {effect: game, apply: [{filter: {video: "hue=s=0,sepiaa"}}]}
output: {grey: film.mp4}
)");
  ASSERT_FALSE(planned.plan);
  EXPECT_EQ(planned.plan.error().front().code, "document.unknown_filter");
  EXPECT_EQ(planned.plan.error().front().place.line, 4);
}

TEST(Planner, RefusesTwoOutputsThatAreOneFile) {
  const Planned planned = plan_text(R"(spool: 1
inputs: {game: game.mp4}
steps: {a: {cut: game, at: [{start: 1, end: 2}]}}
output: {one: {from: a, file: film.mp4}, two: {from: a, file: ./film.mp4}}
)");
  ASSERT_FALSE(planned.plan);
  EXPECT_EQ(planned.plan.error().front().code, "output.twice");
}

TEST(Planner, SplitsTheSoundOfALongReelIntoPassesOfExactLength) {
  std::string moments;
  for (int i = 0; i < 50; ++i) moments += "    - {start: " + std::to_string(i) + ", end: " + std::to_string(i) + ".7}\n";
  const Planned planned = plan_text("spool: 1\ninputs: {game: game.mp4}\nmoments:\n  of: game\n  list:\n" + moments +
                                    "steps: {clips: {cut: moments}, film: {concat: [clips]}}\noutput: {film: film.mp4}\n");
  ASSERT_TRUE(planned.plan) << core::to_line(planned.plan.error().front());
  const auto passes = all_of<SoundJob>(*planned.plan);
  ASSERT_EQ(passes.size(), 4U);
  EXPECT_FALSE(passes.front()->encode);
  ASSERT_EQ(all_of<SoundJoinJob>(*planned.plan).size(), 1U);
  EXPECT_TRUE(all_of<SoundJoinJob>(*planned.plan).front()->encode);
  std::int64_t samples = 0;
  for (const SoundJob* pass : passes) {
    for (const SoundPiece& piece : pass->pieces) samples += piece.samples;
  }
  EXPECT_EQ(samples, planned.plan->outputs.front().samples);
}

TEST(Planner, RendersEveryStageLiterallyWhenAsked) {
  PlanSettings settings;
  settings.optimize = false;
  const Planned planned = plan_text(reel(plain_steps), settings);
  ASSERT_TRUE(planned.plan) << core::to_line(planned.plan.error().front());
  EXPECT_THAT(kinds(*planned.plan), ElementsAre("cut", "effect", "cut", "effect", "cut", "effect", "concat"));
}

}  // namespace
}  // namespace spool::pipelines::testing
