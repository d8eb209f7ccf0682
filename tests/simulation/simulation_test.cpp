// The engine, slots, control, journal and history under a virtual clock, with children, a store and a disk
// that do what a seed says. One history alone, told by its number, or as many as one likes:
//   SPOOL_SIMULATION_SEED=4711 simulation_tests --gtest_filter=Simulation.*
//   SPOOL_SIMULATION_SEED=0-1000000 simulation_tests --gtest_filter=Simulation.*
#include "tests/simulation/history.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <mutex>
#include <thread>

namespace spool::simulation {
namespace {

/// All of them, or the one that was asked for. Each has a world of its own.
void simulate_all(std::uint64_t first, std::uint64_t end) {
  Tally tally;
  for (std::uint64_t seed = first; seed < end; ++seed) {
    Workshop workshop;
    const std::string wrong = simulate(seed, workshop, tally);
    ASSERT_EQ(wrong, "") << "seed " << seed << "; alone: SPOOL_SIMULATION_SEED=" << seed
                         << " simulation_tests --gtest_filter=Simulation.*";
  }
}

constexpr std::uint64_t quick = 1000;
constexpr std::uint64_t many = 100'000;

struct Seeds {
  std::uint64_t first = 0, end = quick;
};

Seeds asked_for() {
  const char* text = std::getenv("SPOOL_SIMULATION_SEED");
  if (text == nullptr) return {};
  char* rest = nullptr;
  const std::uint64_t first = std::strtoull(text, &rest, 10);
  return {first, *rest == '-' ? std::strtoull(rest + 1, nullptr, 10) : first + 1};
}

TEST(Simulation, given_a_thousand_histories_then_in_none_anything_is_lost_or_done_twice) {
  const Seeds seeds = asked_for();
  simulate_all(seeds.first, seeds.end);
}

TEST(Simulation, given_a_thousand_histories_then_all_that_can_happen_has_happened_often) {
  Tally tally;
  for (std::uint64_t seed = 0; seed < quick; ++seed) {
    Workshop workshop;
    simulate(seed, workshop, tally);
  }
  constexpr std::size_t often = 20;
  for (const char* what : {"the controller was killed",
                           "the power was lost",
                           "the journal could not be written",
                           "the disk said no",
                           "a child answered at once",
                           "a completion came twice",
                           "a finished job was found again",
                           "a wait for a try was taken up",
                           "a paused run was taken up",
                           "a run waited for its time",
                           "a run was paused",
                           "a run was cancelled",
                           "the clock was set",
                           "a job was to be tried later",
                           "a job was run once more at once",
                           "a job was skipped",
                           "a session left the run succeeded",
                           "a session left the run failed",
                           "a session left the run cancelled",
                           "a session left the run interrupted",
                           "a session left the run paused",
                           "a session left the run waiting"}) {
    EXPECT_GE(tally[what], often) << what;
  }
}

TEST(LongSimulation, given_a_hundred_thousand_histories_then_in_none_anything_is_lost_or_done_twice) {
  std::thread other(simulate_all, quick, many / 2);
  simulate_all(many / 2, many + quick);
  other.join();
}

}  // namespace
}  // namespace spool::simulation
