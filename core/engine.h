// Runs a graph of jobs: each ready job takes a slot, its command is started, its exit resolves its completion
// source, what it made is judged, the graph moves on. Nothing in here looks again: every step resumes by an
// event. Source: DESIGN, "One run, in one breath"; CONTRACT, "Signals".
#pragma once

#include "core/clock.h"
#include "core/completion_registry.h"
#include "core/error.h"
#include "core/event.h"
#include "core/graph.h"
#include "core/process.h"
#include "core/run_control.h"
#include "core/slots.h"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <variant>
#include <vector>

namespace spool::core {

/// What Work::judge says of a job whose child has ended.
struct Succeeded {};
struct Failed {
  explicit Failed(Error why, bool alone = false) : error(std::move(why)), goes_on(alone) {}
  Error error;
  bool goes_on;  ///< with what does not need it, also where the run does not keep going
};
/// Run it again at once, in the same slot, as attempt + 1.
struct OnceMore {
  explicit OnceMore(Error why) : reason(std::move(why)) {}
  Error reason;
};
/// Try it again after `delay`, as attempt + 1. Its slot is free meanwhile. Whoever says so has recorded it.
struct RetryLater {
  RetryLater(Error why, Milliseconds after) : reason(std::move(why)), delay(after) {}
  Error reason;
  Milliseconds delay;
};
using Verdict = std::variant<Succeeded, Failed, OnceMore, RetryLater>;

/// What the jobs mean. Called on the event loop; must not block (a small list file may be written).
class Work {
 public:
  Work() = default;
  Work(const Work&) = delete;
  Work& operator=(const Work&) = delete;
  virtual ~Work() = default;

  /// The child to start, asked for just before it starts. Attempts count from 1. An error fails the job.
  virtual Result<Command> command(JobIndex job, int attempt) = 0;

  /// Receives what the child prints; lives until the job has been judged.
  virtual std::unique_ptr<Output> output(JobIndex job, int attempt) = 0;

  /// The child has ended (never by `Cancelled`: such a job is not judged): did it do what it should? May
  /// start children of its own through the same Runner and read files through a Blocking. The job keeps its
  /// slot meanwhile. On abort it is cancelled (terminal); it may then throw, as Asio's operations do. Any
  /// other exception fails the job.
  virtual boost::asio::awaitable<Verdict> judge(JobIndex job, int attempt, Ending ending, Output& output) = 0;

  /// The last word on a job is known: put it on record. Its slot is free and what needs it may have started;
  /// the observer hears of it after this. Not called for a job that was cancelled. Never cancelled itself. An
  /// error ends the run as `abort` does, and is its report's `lost`: the observer then hears that the job was
  /// cancelled, as it will be run again. Skipped jobs follow from the failed one and are not put on record.
  virtual boost::asio::awaitable<Result<void>> record(JobIndex job, int attempt, JobOutcome outcome,
                                                      double seconds, const Error* error);
};

/// What earlier sessions of a run knew of a job that has not succeeded.
struct EarlierTries {
  JobIndex job = 0;
  int attempts = 0;       ///< the next one is attempts + 1
  Milliseconds delay{0};  ///< what is left of its wait
};
struct EngineSettings {
  bool keep_going = false;
  std::vector<EarlierTries> earlier;
};

/// Is told what happens, in order, on the event loop. Each `started` is answered by `retrying` or `finished`;
/// a job whose command could not be made has only `finished`, one whose next try was put off by the end of
/// the run ends with `retrying`.
class Observer {
 public:
  Observer() = default;
  Observer(const Observer&) = delete;
  Observer& operator=(const Observer&) = delete;
  virtual ~Observer() = default;

  /// Before each attempt's child is started.
  virtual void started(JobIndex job, const Command& command, int attempt) = 0;
  /// Attempt `attempt` was not good enough; the next one starts after `delay`.
  virtual void retrying(JobIndex job, int attempt, Milliseconds delay, const Error& reason) = 0;
  /// The last word on a job. `outcome`: succeeded, failed, timed_out, stalled or cancelled;
  /// `seconds` since its first start; `error`: why, null where it succeeded or was cancelled.
  virtual void finished(JobIndex job, JobOutcome outcome, double seconds, const Error* error) = 0;
  /// A job will never start, because `cause` failed.
  virtual void skipped(JobIndex job, JobIndex cause) = 0;
};

struct JobFailure {
  JobIndex job = 0;
  JobOutcome outcome = JobOutcome::failed;  ///< failed, timed_out or stalled
  Error error;
};

/// How a graph stood when the run ended. Jobs that were cancelled or never started are `ready` or `waiting`
/// in the graph, so that it can be run again.
struct GraphReport {
  std::size_t succeeded = 0;
  std::size_t failed = 0;
  std::size_t skipped = 0;
  std::size_t cancelled = 0;  ///< ended by abort
  std::size_t not_started =
      0;  ///< held back by drain, abort, or an earlier failure; cancelled ones not counted
  std::vector<JobFailure> failures;  ///< in the order in which they happened
  StopMode stop = StopMode::go_on;   ///< what was asked of the control by then
  std::optional<Error> lost;         ///< what happened could not be recorded

  [[nodiscard]] bool all_succeeded() const { return failed + skipped + cancelled + not_started == 0; }
};

/// Key of a job's completion source: unique among all runs of one engine.
struct JobKey {
  std::uint64_t run = 0;
  JobIndex job = 0;
  friend bool operator==(JobKey, JobKey) = default;
};
struct JobKeyHash {
  std::size_t operator()(JobKey key) const { return key.run * 0x9E3779B97F4A7C15U + key.job; }
};

/// One engine serves any number of runs at a time; they share its slots fairly: a run has at most one
/// acquisition pending, and those are served in the order in which they came. One thread only.
class Engine {
 public:
  /// All of them must outlive the engine, and the engine its runs.
  Engine(boost::asio::any_io_executor executor, Runner& runner, Slots& slots, Clock& clock);
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  /// Runs what the graph has ready until nothing is left that may start, and all that was started has ended.
  /// After a failure without `keep_going`, and after `drain`, nothing more is started; `abort` ends what runs
  /// (children get SIGTERM, then SIGKILL). Cancelling the awaiting coroutine (terminal) does what `abort`
  /// does to this run alone, and still resumes only when all its children have ended. The references must
  /// outlive the wait.
  /// While the control is paused nothing is started, and the run does not end as long as something is left to
  /// be started.
  boost::asio::awaitable<GraphReport> run(Graph& graph, Work& work, Observer& observer,
                                          EngineSettings settings, RunControl& control);

 private:
  class Run;

  /// The one place where completions arrive: what a job's child came to resumes the step that waits for it.
  /// An id that is unknown, resolved twice or abandoned is harmless; the answer says which.
  Arrival completed(JobKey key, Ending ending) { return arrivals_.resolve(key, std::move(ending)); }

  boost::asio::any_io_executor executor_;
  Runner& runner_;
  Slots& slots_;
  Clock& clock_;
  CompletionRegistry<JobKey, Ending, JobKeyHash> arrivals_;
  std::uint64_t runs_ = 0;
};

}  // namespace spool::core
