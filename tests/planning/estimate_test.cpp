// What jobs are taken to cost, where it decides which of them starts first.
#include "fixture.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace spool::pipelines::testing {
namespace {

/// As measured on the machine on which a clip of five seconds of 720p takes 2.3 s (`scripts/bench reel`).
TEST(Estimate, AMinuteOfSoundInTwelvePiecesTakesTwoSeconds) {
  std::string moments;
  for (int start = 0; start < 60; start += 5)
    moments += "{start: " + std::to_string(start) + ", end: " + std::to_string(start + 5) + "}, ";
  const Planned planned = plan_text("inputs: {game: game.mp4}\nsteps: {clips: {cut: game, at: [" + moments +
                                    "]}}\nformat: {preset: veryfast}\noutput: {clips: film.mp4}\n");
  ASSERT_TRUE(planned.plan);
  const auto cost_of_first = [&](JobKind kind) {
    return std::ranges::find(planned.plan->jobs, kind, &Job::kind)->cost;
  };
  EXPECT_NEAR(cost_of_first(JobKind::clip), 2.3, 0.3);
  EXPECT_NEAR(cost_of_first(JobKind::audio), 2.2, 0.3);
}

}  // namespace
}  // namespace spool::pipelines::testing
