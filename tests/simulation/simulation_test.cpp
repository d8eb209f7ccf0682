// The engine, slots, control, journal and history under a virtual clock, with children, a store and a disk
// that do what a seed says. One history alone, told by its number:
//   SPOOL_SIMULATION_SEED=4711 simulation_tests
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

TEST(Simulation, given_a_thousand_histories_then_in_none_anything_is_lost_or_done_twice) {
  if (const char* seed = std::getenv("SPOOL_SIMULATION_SEED"); seed != nullptr) {
    const std::uint64_t one = std::strtoull(seed, nullptr, 10);
    simulate_all(one, one + 1);
  } else {
    simulate_all(0, quick);
  }
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

// ---- tests of the test: bugs that it has to find ----

template <class Buggy>
std::uint64_t histories_until_found() {
  Tally tally;
  std::uint64_t seed = 0;
  for (; seed < quick; ++seed) {
    Buggy workshop;
    if (!simulate(seed, workshop, tally).empty()) break;
  }
  return seed + 1;
}

class AcknowledgesUnsynced final : public Workshop {
  class Work final : public SimulatedWork {
   public:
    using SimulatedWork::SimulatedWork;
    boost::asio::awaitable<bool> keep(std::string part, std::string file) override {
      std::function<void()> rename = [this, part, file] { world().disk.rename(part, file); };
      std::function<void()> sync_folder = [this] { world().disk.sync_folder(); };
      const bool renamed = co_await world().slowly(std::move(rename));
      if (!renamed) co_return false;
      const bool named = co_await world().slowly(std::move(sync_folder));
      co_return named;
    }
  };
  std::unique_ptr<SimulatedWork> work(World& world, core::Journal& journal, const Film& film,
                                      int session) override {
    return std::make_unique<Work>(world, journal, film, session);
  }
};

class ForgetsASlot final : public Workshop {
  bool gives_slots_back() override { return false; }
};

class ResolvesByPosition final : public Workshop {
  class Positions final : public Machine {
   public:
    using Machine::Machine;
    std::string addressee(const Child&) const override { return children().front().id(); }
  };
  std::unique_ptr<Machine> machine(World& world, std::size_t slots) override {
    return std::make_unique<Positions>(world, slots);
  }
};

TEST(SimulationFinds, work_that_is_acknowledged_before_its_file_is_synced) {
  EXPECT_LE(histories_until_found<AcknowledgesUnsynced>(), quick);
}

TEST(SimulationFinds, a_slot_that_is_not_given_back) {
  EXPECT_LE(histories_until_found<ForgetsASlot>(), quick);
}

TEST(SimulationFinds, completions_that_are_resolved_by_position_instead_of_id) {
  EXPECT_LE(histories_until_found<ResolvesByPosition>(), quick);
}

}  // namespace
}  // namespace spool::simulation
