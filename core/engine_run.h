// One run of an engine: what is between its graph and its children.
#pragma once

#include "core/delays.h"
#include "core/engine.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/intrusive/list.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <span>
#include <unordered_map>

namespace spool::core {

class Engine::Run final : public RunControl::Listener {
 public:
  Run(Engine& engine, std::uint64_t number, Graph& graph, Work& work, Observer& observer,
      const EngineSettings& settings, RunControl& control);

  /// Gives the report when all has ended. Cancelling it aborts this run.
  boost::asio::awaitable<GraphReport> start();
  void on_stop(StopMode mode) override;
  void on_pause(bool paused) override;

 private:
  /// Of a huge graph, in one turn of the event loop: about a millisecond.
  static constexpr std::size_t most_edges_at_a_time = 4096;

  using Time = Clock::Steady::time_point;

  /// A job in its slot. Its signal ends whatever it waits for: the child, or the judging.
  struct Step : boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
    Step(JobIndex index, Slots::Lease held, int number, Time start)
        : job(index), lease(std::move(held)), attempt(number), began(start) {}
    JobIndex job;
    Slots::Lease lease;
    int attempt;
    Time began;  ///< its first attempt
    boost::asio::cancellation_signal abort;
  };

  /// How an attempt went.
  struct Tried {
    enum class Next { nothing, at_once, later };
    explicit Tried(JobOutcome how, std::optional<Error> why = std::nullopt, Next then = Next::nothing,
                   Milliseconds after = Milliseconds(0))
        : outcome(how), error(std::move(why)), next(then), delay(after) {}
    JobOutcome outcome;
    std::optional<Error> error;
    Next next;
    Milliseconds delay;
    bool goes_on = false;  ///< a failure that does not hold the others back
  };

  /// The last word on a job.
  struct Last {
    Last(JobIndex index, int number, double took, Tried how)
        : job(index), attempt(number), seconds(took), tried(std::move(how)) {}
    JobIndex job;
    int attempt;
    double seconds;
    Tried tried;
  };

  /// What is known of a job that was tried before, in this session or an earlier one.
  struct Tries {
    int attempts = 0;
    std::optional<Time> began;  ///< in this session
    Time due;                   ///< not to be started before
  };

  // engine_run.cpp: the run
  boost::asio::awaitable<GraphReport> run_all();
  boost::asio::awaitable<void> begin_next();
  boost::asio::awaitable<void> spread_rest();
  [[nodiscard]] std::optional<JobIndex> pop_due();
  [[nodiscard]] std::unique_ptr<Step> make_step(JobIndex job, Slots::Lease lease) const;
  void start_nothing_more();
  void ready_again(std::span<const JobIndex> due);
  void tell_changes(const Graph::Finished& changed);
  void wake();
  [[nodiscard]] GraphReport take_report();

  /// Something may be started, now or once it is released.
  [[nodiscard]] bool goes_on() const { return mode_ == StopMode::go_on && !held_back_; }
  [[nodiscard]] bool may_start() const { return goes_on() && !control_.paused() && graph_.has_ready(); }
  [[nodiscard]] bool aborting() const { return mode_ == StopMode::abort; }
  [[nodiscard]] bool busy() const {
    return running_ > 0 || recording_ > 0 || spreading_ || !delays_.idle() ||
           (goes_on() && graph_.has_ready());
  }

  // engine_step.cpp: a job
  boost::asio::awaitable<void> run_step(std::unique_ptr<Step> step);
  boost::asio::awaitable<Tried> attempt(Step& step);
  void launch(Step& step, Command command, Output& output);
  boost::asio::awaitable<Tried> judge(Step& step, Ending ending, Output& output);
  void try_again_later(const Step& step, const Tried& tried);
  void settle(const Step& step, const Tried& last);
  void step_ended();
  boost::asio::awaitable<void> put_on_record(Last last);
  boost::asio::awaitable<Result<void>> record(const Last& last);
  void lose(const Last& last, Error why);
  [[nodiscard]] JobKey key(JobIndex job) const { return {number_, job}; }

  Engine& engine_;
  std::uint64_t number_;
  Graph& graph_;
  Work& work_;
  Observer& observer_;
  RunControl& control_;
  bool keep_going_;
  StopMode mode_;
  bool held_back_ = false;     ///< a job has failed, and we do not keep going
  std::size_t running_ = 0;    ///< jobs in their slots
  std::size_t recording_ = 0;  ///< jobs that are being put on record
  bool spreading_ = false;     ///< the graph has more to change than fits into one turn of the event loop
  std::unordered_map<JobIndex, Tries> tries_;
  Delays delays_;
  boost::intrusive::list<Step, boost::intrusive::constant_time_size<false>> steps_;
  boost::asio::cancellation_signal stop_acquiring_;
  WaitList<bool> something_changed_;
  GraphReport report_;
};

}  // namespace spool::core
