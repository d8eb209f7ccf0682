// One life of a controller: from its start, on what the journal knows, to its end or its death.
#pragma once

#include "core/completion.h"
#include "core/engine.h"
#include "core/journal/journal.h"
#include "core/journal/run_history.h"
#include "tests/simulation/film.h"
#include "tests/simulation/machine.h"
#include "tests/simulation/simulated_work.h"
#include "tests/simulation/world.h"

#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <vector>

namespace spool::simulation {

/// Where a planted bug takes the place of the right thing: the tests of the test.
class Workshop {
 public:
  Workshop() = default;
  Workshop(const Workshop&) = delete;
  Workshop& operator=(const Workshop&) = delete;
  virtual ~Workshop() = default;

  virtual std::unique_ptr<Machine> machine(World& world, std::size_t slots) {
    return std::make_unique<Machine>(world, slots);
  }
  virtual std::unique_ptr<SimulatedWork> work(World& world, core::Journal& journal, const Film& film,
                                              int session) {
    return std::make_unique<SimulatedWork>(world, journal, film, session);
  }
  virtual bool gives_slots_back() { return true; }
  virtual bool remembers_tries() { return true; }
  virtual bool remembers_pauses() { return true; }
  virtual int answers_a_group() { return 1; }
};

class Session {
 public:
  Session(World& world, const std::vector<Film>& films, Workshop& workshop, int number);

  /// Lives until it has ended or, at this step, dies. What is wrong is said to the world. False: something of
  /// it is under way for ever, so that it cannot be destroyed.
  bool live(std::optional<std::size_t> dies_at);

 private:
  /// A film being made.
  struct Making {
    Making(const Film& what, std::unique_ptr<SimulatedWork> how) : film(what), work(std::move(how)) {}
    const Film& film;
    std::unique_ptr<SimulatedWork> work;
    core::Graph graph;
    core::EngineSettings settings;
    std::optional<core::GraphReport> report;
  };

  boost::asio::awaitable<void> run();
  boost::asio::awaitable<bool> begin();
  boost::asio::awaitable<void> wait_for_its_time();
  boost::asio::awaitable<void> probe();
  boost::asio::awaitable<void> make_all();
  boost::asio::awaitable<void> end();
  boost::asio::awaitable<bool> commit(core::RunEvent event);

  void take_up(const core::RunHistory& past);
  void take_up(Making& making, core::JobIndex job, const core::JobPast& past);
  void look_at_report(const Making& making);
  [[nodiscard]] core::RunEnded summary() const;
  void note(const core::RunEvent& event);

  void turn();
  void die();
  void fall_apart();
  void person_acts();
  void set_paused(bool paused);
  void nothing_left_to_happen();
  void look_at_slots();
  void look_at_end();

  World& world_;
  Workshop& workshop_;
  int number_;
  core::Slots slots_;
  std::vector<core::Slots::Lease> forgotten_;
  std::unique_ptr<Machine> machine_;
  core::Journal journal_;
  core::Engine engine_;
  core::RunControl control_;
  std::list<Making> makings_;
  std::optional<core::Moment> waits_until_;
  std::size_t leases_ = 0;  ///< held for other things than jobs
  bool cancelled_ = false;
  bool ended_ = false;
};

}  // namespace spool::simulation
