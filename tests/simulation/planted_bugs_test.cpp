// Tests of the test: bugs that the simulation has to find, each within a thousand histories.
#include "tests/simulation/history.h"

#include <gtest/gtest.h>

#include <iostream>

namespace spool::simulation {
namespace {

template <class Buggy>
void expect_found() {
  constexpr std::uint64_t most = 1000;
  Tally tally;
  for (std::uint64_t seed = 0; seed < most; ++seed) {
    Buggy workshop;
    const std::string wrong = simulate(seed, workshop, tally);
    if (wrong.empty()) continue;
    std::cout << "found in history " << seed + 1 << ": " << wrong << "\n";
    return;
  }
  FAIL() << "not found in " << most << " histories";
}

/// Works as another kind of work does.
template <class Work>
class Works : public Workshop {
  std::unique_ptr<SimulatedWork> work(World& world, core::Journal& journal, const Film& film,
                                      int session) override {
    return std::make_unique<Work>(world, journal, film, session);
  }
};

// ---- files ----

/// Leaves out one of the three things that make a file stay.
template <bool syncs_file, bool renames, bool syncs_folder>
class Careless : public SimulatedWork {
 public:
  using SimulatedWork::SimulatedWork;

 protected:
  boost::asio::awaitable<bool> keep(std::string part, std::string file) override {
    Disk& disk = world().disk;
    std::function<void()> sync = [&disk, part] { disk.sync_file(part); };
    std::function<void()> rename = [&disk, part, file] { disk.rename(part, file); };
    std::function<void()> sync_folder = [&disk] { disk.sync_folder(); };
    bool kept = true;
    if (syncs_file) kept = co_await world().slowly(std::move(sync));
    if (kept && renames) kept = co_await world().slowly(std::move(rename));
    if (kept && syncs_folder) kept = co_await world().slowly(std::move(sync_folder));
    co_return kept;
  }
};

using ForgetsTheFile = Careless<false, true, true>;
using ForgetsTheFolder = Careless<true, true, false>;

/// The record first, then the name.
class RenamesLate final : public Careless<true, false, false> {
 public:
  using Careless::Careless;

 private:
  boost::asio::awaitable<bool> keep(std::string part, std::string file) override {
    Disk& disk = world().disk;
    world().agenda.later([&disk, part, file] {
      disk.rename(part, file);
      disk.sync_folder();
    });
    const bool synced = co_await Careless::keep(std::move(part), std::move(file));
    co_return synced;
  }
};

TEST(SimulationFinds, work_that_is_acknowledged_before_its_file_is_synced) {
  expect_found<Works<ForgetsTheFile>>();
}

TEST(SimulationFinds, work_that_is_acknowledged_before_its_folder_is_synced) {
  expect_found<Works<ForgetsTheFolder>>();
}

TEST(SimulationFinds, a_finish_that_is_on_record_before_the_file_has_its_name) {
  expect_found<Works<RenamesLate>>();
}

// ---- slots and completions ----

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

TEST(SimulationFinds, a_slot_that_is_not_given_back) { expect_found<ForgetsASlot>(); }

TEST(SimulationFinds, completions_that_are_resolved_by_position_instead_of_id) {
  expect_found<ResolvesByPosition>();
}

// ---- the journal, and what is taken up from it ----

/// Those who wait for the next group are woken by the second answer.
class AnswersTwice final : public Workshop {
  int answers_a_group() override { return 2; }
};

class ForgetsTries final : public Workshop {
  bool remembers_tries() override { return false; }
};

class ForgetsPauses final : public Workshop {
  bool remembers_pauses() override { return false; }
};

TEST(SimulationFinds, a_journal_that_answers_for_a_group_twice) { expect_found<AnswersTwice>(); }

TEST(SimulationFinds, a_controller_that_forgets_how_often_its_predecessor_has_tried) {
  expect_found<ForgetsTries>();
}

TEST(SimulationFinds, a_controller_that_forgets_that_the_run_is_paused) { expect_found<ForgetsPauses>(); }

}  // namespace
}  // namespace spool::simulation
