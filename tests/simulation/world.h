// All that a simulated machine is, besides its processes: what outlives them, and what it owes them. Says
// what is wrong with a history as soon as that is seen.
#pragma once

#include "core/journal/run_event.h"
#include "core/journal/store.h"
#include "tests/simulation/agenda.h"
#include "tests/simulation/disk.h"
#include "tests/simulation/virtual_clock.h"

#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace spool::simulation {

/// How often what goes wrong, in a hundred.
struct Troubles {
  std::uint64_t child_fails = 0;
  std::uint64_t disk_fails = 0;
  std::uint64_t person_acts = 0;
  std::uint64_t store_fails = 0;
};

/// What has happened, in one history or in many: to know that the dice meet it all.
using Tally = std::map<std::string, std::size_t>;

struct World final : core::Store {
  World(std::uint64_t seed, Tally& happened)
      : dice(Dice::mixed(seed)), agenda(dice), clock(loop.get_executor()), tally(happened) {}

  /// The first thing that is wrong counts; its sentence is put together then.
  template <class... Part>
  void expect(bool holds, const Part&... sentence) {
    if (!dead) expect_always(holds, sentence...);
  }
  /// Also of a process that is dying.
  template <class... Part>
  void expect_always(bool holds, const Part&... sentence) {
    if (!holds && wrong.empty()) ((wrong += sentence), ...);
  }

  void append(std::vector<core::Entry> group, Done done) override;
  /// Does something to the disk, some time. False: the disk refuses it. Not cancellable, as on a helper
  /// thread.
  boost::asio::awaitable<bool> slowly(std::function<void()> act);

  /// The process is gone: what it had not done is not done. It goes on falling apart as after an abort, so
  /// that its parts can be destroyed, but without any effect.
  void die(bool power_too);
  void live_again() { dead = held = false; }

  boost::asio::io_context loop{1};
  Dice dice;
  Agenda agenda;
  VirtualClock clock;
  Tally& tally;
  Disk disk;
  Troubles troubles;
  std::vector<core::Entry> committed;
  std::set<std::string> finished;                                      ///< jobs whose success is on record
  std::map<std::string, VirtualClock::Steady::time_point> not_before;  ///< jobs that are to be tried later
  std::map<std::string, std::int64_t> next_try;  ///< and as which attempt, as is on record
  int answers_a_group = 1;                       ///< how often the store tells that a group is written
  bool held = false;                             ///< paused, or asked to stop: nothing may start
  bool dead = false;
  std::string wrong;  ///< empty: nothing
  std::size_t waits_begun = 0, waits_ended = 0;

 private:
  void look_at(const core::Entry& entry);
  void look_at(const core::JobDone& done);
};

}  // namespace spool::simulation
