// Transitions as the planner lays them out. Source: EXACT, "Transitions"; LANGUAGE, "Steps".
#include "fixture.h"

#include <gtest/gtest.h>

#include <gmock/gmock.h>

namespace spool::pipelines::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// Three clips of 3, 4 and 1.5 s at 30, joined so.
std::string film_of_two(const std::string& concat, const std::string& more = "") {
  return R"(spool: 1
inputs: {game: game.mp4, other: other.mp4}
moments:
  of: game
  list:
    - {start: 5, end: 8, label: Corner}
    - {start: 20, end: 24, label: Goal}
    - {start: 40, end: 41.5, label: Save}
steps:
  clips: {cut: moments}
  titled: {effect: clips, apply: [{title: {text: "${label}"}}]}
  film: {)" +
         concat + "}\n" + more + "output: {film: film.mp4}\nformat: {fps: 30}\n";
}

std::vector<std::string> ids(const FilmPlan& plan) {
  std::vector<std::string> all;
  for (const Job& job : plan.jobs) all.push_back(job.id + " " + std::to_string(job.frames));
  return all;
}

const SoundJob& sound_of(const FilmPlan& plan) {
  for (const Job& job : plan.jobs) {
    if (const auto* sound = std::get_if<SoundJob>(&job.spec)) return *sound;
  }
  throw std::runtime_error("no sound");
}

TEST(Transitions, GivenOneForAllJoinsOnlyWhatOverlapsIsRenderedBesideTheBodies) {
  const Planned planned = plan_text(film_of_two("concat: [titled], transition: {crossfade: 0.5s}"));
  ASSERT_TRUE(planned.plan) << core::to_line(planned.plan.error().front());
  EXPECT_THAT(ids(*planned.plan),
              ElementsAre("titled 75", "titled-transition 15", "titled-2 90", "titled-transition-2 15",
                          "titled-3 30", "film-sound 0", "film-join 225"));
  EXPECT_EQ(planned.plan->outputs.front().frames, 90 + 120 + 45 - 30);
  const auto& pieces = sound_of(*planned.plan).pieces;
  EXPECT_EQ(pieces[0].overlap, 0);
  EXPECT_EQ(pieces[1].overlap, 24000);
  EXPECT_EQ(pieces[1].samples, 4 * 48000);
}

TEST(Transitions, GivenTransitionsBetweenItemsTheRestAreHardJoins) {
  const Planned planned =
      plan_text(film_of_two("concat: [titled, {wipeleft: 1s}, other, {dip: {for: 1s}}, titled]"));
  ASSERT_TRUE(planned.plan) << core::to_line(planned.plan.error().front());
  std::vector<TransitionLook> looks;
  for (const Job& job : planned.plan->jobs) {
    if (const auto* transition = std::get_if<TransitionJob>(&job.spec)) looks.push_back(transition->look);
  }
  EXPECT_THAT(looks, ElementsAre(TransitionLook{"wipeleft", ""}, TransitionLook{"", "black"}));
  EXPECT_EQ(planned.plan->outputs.front().frames, 2 * 255 + 1199 - 60) << "`other` is at 29.97";
}

TEST(Transitions, GivenMoreClipsThanOnePassOfSoundTheSamplesAddUp) {
  std::string list;
  for (int i = 0; i < 40; ++i)
    list += "{start: " + std::to_string(i) + ", end: " + std::to_string(i + 1) + "},";
  const Planned planned =
      plan_text("spool: 1\ninputs: {game: game.mp4}\nsteps:\n  clips: {cut: game, at: [" + list +
                "]}\n  film: {concat: [clips], transition: {fade: 0.3s}}\noutput: {film: film.mp4}\nformat: "
                "{fps: 29.97}\n");
  ASSERT_TRUE(planned.plan) << core::to_line(planned.plan.error().front());
  std::int64_t samples = 0;
  for (const Job& job : planned.plan->jobs) {
    const auto* sound = std::get_if<SoundJob>(&job.spec);
    for (std::size_t i = 0; sound != nullptr && i < sound->pieces.size(); ++i)
      samples += sound->pieces[i].samples - sound->pieces[i].overlap;
  }
  EXPECT_EQ(planned.plan->outputs.front().frames, 40 * 30 - 39 * 9);
  EXPECT_EQ(samples, planned.plan->outputs.front().samples);
}

TEST(Transitions, GivenAClipThatIsTooShortItIsToldAtTheTransition) {
  const Planned planned = plan_text(film_of_two("concat: [titled], transition: {crossfade: 2s}"));
  ASSERT_FALSE(planned.plan);
  ASSERT_EQ(planned.plan.error().size(), 1U);
  const core::Error told = planned.plan.error().front();
  EXPECT_EQ(told.code, "document.transition_too_long");
  EXPECT_EQ(told.place.line, 12);
  EXPECT_THAT(told.message, HasSubstr("`Save` lasts 1.50 s, and its transition 2.00 s"));
}

TEST(Transitions, GivenAClipBetweenTwoThatTakeMoreThanItHasBothAreNamed) {
  const Planned planned = plan_text(film_of_two("concat: [titled], transition: {crossfade: 2.5s}"));
  ASSERT_FALSE(planned.plan);
  EXPECT_THAT(planned.plan.error().front().message,
              HasSubstr("`Goal` lasts 4.00 s, and its two transitions together 5.00 s"));
}

TEST(Transitions, GivenATrimOfTheFilmItGoesByFramesOfTheFilmAndNotIntoATransition) {
  const std::string trimmed = "  short: {effect: film, apply: [{trim: {from: 1s, to: TO}}]}\n";
  const auto with_end = [&](const std::string& end) {
    std::string text = film_of_two("concat: [titled], transition: {crossfade: 0.5s}", trimmed);
    text.replace(text.find("TO}"), 2, end);
    text.replace(text.find("output: {film: film.mp4}"), 24, "output: {short: film.mp4}");
    return plan_text(text);
  };
  const Planned whole = with_end("5s");
  ASSERT_TRUE(whole.plan) << core::to_line(whole.plan.error().front());
  EXPECT_EQ(whole.plan->outputs.front().frames, 120);
  const Planned inside = with_end("2.7s");
  ASSERT_FALSE(inside.plan);
  EXPECT_EQ(inside.plan.error().front().code, "document.trim_in_transition");
}

TEST(Transitions, GivenOnlySomeClipsOfAFilmTheFirstBeginsHard) {
  const std::string only = "  goals: {effect: film, only: {label: [Goal, Save]}}\n";
  std::string text = film_of_two("concat: [titled], transition: {crossfade: 0.5s}", only);
  text.replace(text.find("output: {film: film.mp4}"), 24, "output: {goals: film.mp4}");
  const Planned planned = plan_text(text);
  ASSERT_TRUE(planned.plan) << core::to_line(planned.plan.error().front());
  EXPECT_EQ(planned.plan->outputs.front().frames, 120 + 45 - 15);
}

}  // namespace
}  // namespace spool::pipelines::testing
