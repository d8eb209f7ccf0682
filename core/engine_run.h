// One run of an engine: what is between its graph and its children.
#pragma once

#include "core/engine.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/intrusive/list.hpp>

#include <chrono>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>

namespace spool::core {

class Engine::Run final : public RunControl::Listener {
 public:
  Run(Engine& engine, std::uint64_t number, Graph& graph, Work& work, Observer& observer, bool keep_going,
      RunControl& control);

  /// Gives the report when all has ended. Cancelling it aborts this run.
  boost::asio::awaitable<GraphReport> start();
  void on_stop(StopMode mode) override;

 private:
  using Clock = std::chrono::steady_clock;

  /// A job in its slot. Its signal ends whatever it waits for: the child, or the judging.
  struct Step : boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
    Step(JobIndex index, Slots::Lease held) : job(index), lease(std::move(held)), began(Clock::now()) {}
    JobIndex job;
    Slots::Lease lease;
    Clock::time_point began;
    boost::asio::cancellation_signal abort;
  };

  /// How an attempt went.
  struct Tried {
    Tried(JobOutcome how, std::optional<Error> why, bool once_more)
        : outcome(how), error(std::move(why)), again(once_more) {}
    JobOutcome outcome;
    std::optional<Error> error;
    bool again;
  };

  boost::asio::awaitable<GraphReport> run_all();
  boost::asio::awaitable<void> begin_next();
  boost::asio::awaitable<void> run_step(std::unique_ptr<Step> step);
  boost::asio::awaitable<Tried> attempt(Step& step, int number);
  void launch(Step& step, Command command, Output& output);
  boost::asio::awaitable<Tried> judge(Step& step, int number, Ending ending, Output& output);
  void settle(const Step& step, const Tried& last);
  void step_ended();

  [[nodiscard]] bool may_start() const {
    return mode_ == StopMode::go_on && !held_back_ && graph_.has_ready();
  }
  [[nodiscard]] bool aborting() const { return mode_ == StopMode::abort; }
  [[nodiscard]] JobKey key(JobIndex job) const { return {number_, job}; }
  [[nodiscard]] GraphReport take_report();

  Engine& engine_;
  std::uint64_t number_;
  Graph& graph_;
  Work& work_;
  Observer& observer_;
  bool keep_going_;
  StopMode mode_;
  bool held_back_ = false;  ///< a job has failed, and we do not keep going
  std::size_t running_ = 0;
  boost::intrusive::list<Step, boost::intrusive::constant_time_size<false>> steps_;
  boost::asio::cancellation_signal stop_acquiring_;
  WaitList<bool> something_ended_;
  GraphReport report_;
};

}  // namespace spool::core
