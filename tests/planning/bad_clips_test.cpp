// What is planned where the document does without bad clips (`policy.on_bad_clip: skip`).
#include "fixture.h"

#include <gtest/gtest.h>

#include <gmock/gmock.h>

namespace spool::pipelines::testing {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// Four clips of 3, 4, 2 and 1 s at 30, each crossing into the next for half a second; their ends again, as another film.
std::string film(const std::string& policy = "{on_bad_clip: skip}") {
  return R"(spool: 1
inputs: {game: game.mp4}
moments:
  of: game
  list:
    - {start: 5, end: 8, label: Corner}
    - {start: 20, end: 24, label: Goal}
    - {start: 40, end: 42, label: Save}
    - {start: 50, end: 51, label: End}
steps:
  clips: {cut: moments}
  titled: {effect: clips, apply: [{title: {text: "${index} ${label}"}}]}
  film: {concat: [titled], transition: {crossfade: 0.5s}}
  ends: {effect: clips, only: {label: [Goal, Save]}, apply: [{trim: {last: 1s}}]}
output: {film: film.mp4, ends: ends.mp4}
format: {fps: 30}
policy: )" + policy + "\n";
}

LeftOut found_bad(Rational from, Rational to) {
  return {ClipOrigin{"game", from, to, "\"Goal\"", {}}, {"render.wrong_pictures", "damaged", "", {}}};
}

Planned plan_without(const LeftOuts& bad, const std::string& text = film()) {
  PlanSettings settings;
  settings.left_out = bad;
  return plan_text(text, settings);
}

/// Of the first film: its clips and transitions with their frames.
std::vector<std::string> parts(const FilmPlan& plan) {
  std::vector<std::string> all;
  for (const JoinPart& part : std::get<JoinJob>(plan.jobs[plan.outputs.front().job].spec).parts) {
    all.push_back(part.file.substr(0, part.file.find('.')) + " " + std::to_string(part.frames));
  }
  return all;
}

std::vector<std::string> messages(const core::Errors& errors) {
  std::vector<std::string> all;
  for (const core::Error& error : errors) all.push_back(error.code + ": " + error.message);
  return all;
}

TEST(BadClips, GivenAnyPlaceOfItTheOthersKeepTheirNamesAndWhatStandsBesideItIsMadeAnew) {
  const Planned whole = plan_text(film());
  ASSERT_TRUE(whole.plan) << core::to_line(whole.plan.error().front());
  EXPECT_THAT(parts(*whole.plan), ElementsAre("titled 75", "titled-transition 15", "titled-2 90", "titled-transition-2 15",
                                              "titled-3 30", "titled-transition-3 15", "titled-4 15"));
  const Planned first = plan_without({found_bad(5, 8)});
  EXPECT_THAT(parts(*first.plan),
              ElementsAre("titled-5 105", "titled-transition-2 15", "titled-3 30", "titled-transition-3 15", "titled-4 15"));
  const Planned middle = plan_without({found_bad(20, 24)});
  EXPECT_THAT(parts(*middle.plan),
              ElementsAre("titled 75", "titled-transition-4 15", "titled-3 30", "titled-transition-3 15", "titled-4 15"));
  const Planned last = plan_without({found_bad(50, 51)});
  EXPECT_THAT(parts(*last.plan),
              ElementsAre("titled 75", "titled-transition 15", "titled-2 90", "titled-transition-2 15", "titled-5 45"));
}

TEST(BadClips, GivenOneTheSoundIsThatOfAFilmThatNeverHadIt) {
  const Planned without = plan_without({found_bad(20, 24)});
  ASSERT_TRUE(without.plan);
  const PlannedOutput& output = without.plan->outputs.front();
  EXPECT_EQ(output.frames, 90 + 60 + 30 - 2 * 15);
  EXPECT_EQ(output.samples, output.frames * 1600);
  for (const Job& job : without.plan->jobs) {
    const auto* sound = std::get_if<SoundJob>(&job.spec);
    if (sound == nullptr) continue;
    std::vector<Rational> starts;
    for (const SoundPiece& piece : sound->pieces) starts.push_back(piece.start);
    if (job.label == "film") {
      EXPECT_THAT(starts, ElementsAre(Rational(5), Rational(40), Rational(50)));
    }
    EXPECT_EQ(job.shows.size(), sound->pieces.size());
  }
}

TEST(BadClips, GivenOneAllThatIsMadeOfItGoesWithItAndItsTitlesStayAsTheyWere) {
  const Planned without = plan_without({found_bad(20, 24)});
  ASSERT_TRUE(without.plan);
  EXPECT_EQ(without.plan->outputs[1].frames, 30) << "of two ends one is left";
  EXPECT_THAT(messages(without.plan->warnings), ElementsAre(HasSubstr("clip.left_out: left out: \"Goal\" (game, 20 s to 24 s): damaged")));
  const Planned whole = plan_text(film());
  const auto title_of = [](const Planned& planned, const std::string& id) {
    const auto job = std::ranges::find(planned.plan->jobs, id, &Job::id);
    return std::get<TitleOn>(std::get<ClipJob>(job->spec).effects.front()).text;
  };
  EXPECT_EQ(title_of(without, "titled-3"), title_of(whole, "titled-3"));
}

TEST(BadClips, GivenAFilmOfWhichNothingIsLeftWhatItsClipsWereLeftOutForIsAnError) {
  const Planned none = plan_without({found_bad(20, 24), found_bad(40, 42)});
  ASSERT_FALSE(none.plan);
  EXPECT_THAT(messages(none.plan.error()),
              ElementsAre("render.wrong_pictures: damaged",
                          "clip.none_left: no clip of `ends` can be made: nothing is left for ends.mp4"));
}

TEST(BadClips, GivenAMomentOutsideItsFileItIsLeftOutOnlyWhereThatIsAsked) {
  const auto with = [](const std::string& policy) {
    std::string text = film(policy);
    return text.replace(text.find("end: 24"), 7, "end: 99");
  };
  const Planned planned = plan_text(with("{on_bad_clip: skip}"));
  ASSERT_TRUE(planned.plan);
  EXPECT_EQ(planned.plan->outputs.front().frames, 90 + 60 + 30 - 2 * 15);
  EXPECT_THAT(messages(planned.plan->warnings),
              Contains(AllOf(HasSubstr("clip.left_out: left out: the moment \"Goal\""), HasSubstr("after the end of game"))));
  const Planned refused = plan_text(with("{on_bad_clip: fail}"));
  ASSERT_FALSE(refused.plan);
  EXPECT_EQ(refused.plan.error().front().code, "moments.outside");
}

const char* const two_games = R"(spool: 1
inputs: {game: game.mp4, away: away.mp4, intro: intro.mp4, spare: spare.mp4}
moments:
  from:
    - {of: away, list: [{start: 1, end: 2, label: Far}, {start: 3, end: 4}]}
    - {of: game, list: [{start: 1, end: 3, label: Near}]}
steps:
  clips: {cut: moments}
  film: {concat: [intro, clips]}
output: {film: film.mp4}
format: {fps: 30}
policy: {on_bad_clip: skip}
)";

TEST(BadClips, GivenInputsThatCannotBeUsedTheirClipsAreNamedAndTheRestIsPlanned) {
  const Planned planned = plan_text(two_games);
  ASSERT_TRUE(planned.plan) << core::to_line(planned.plan.error().front());
  EXPECT_EQ(planned.plan->outputs.front().frames, 60);
  EXPECT_THAT(messages(planned.plan->warnings),
              ElementsAre("clip.left_out: left out: 2 moments of `away` (Far): away does not exist",
                          "clip.left_out: left out: `intro`: intro does not exist"))
      << "nobody misses `spare`";
}

TEST(BadClips, GivenNoInputThatCanBeUsedTheirFaultsAreErrors) {
  const Planned planned = plan_text(two_games, {}, {});
  ASSERT_FALSE(planned.plan);
  EXPECT_EQ(core::exit_code_of(planned.plan.error()), 3);
  EXPECT_THAT(messages(planned.plan.error()), Contains("input.missing: game does not exist"));
}

TEST(BadClips, GivenADocumentThatFailsOnThemNoJobSaysWhatItShows) {
  const Planned planned = plan_text(film("{}"));
  ASSERT_TRUE(planned.plan);
  for (const Job& job : planned.plan->jobs) EXPECT_THAT(job.shows, IsEmpty());
}

}  // namespace
}  // namespace spool::pipelines::testing
