// A job in its slot, from its start to its last word.
#include "core/engine_run.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cerrno>
#include <string>
#include <utility>

namespace spool::core {
namespace {

namespace asio = boost::asio;

JobOutcome outcome_of_failure(const Ending& ending) {
  if (std::holds_alternative<TimedOut>(ending)) return JobOutcome::timed_out;
  if (std::holds_alternative<Stalled>(ending)) return JobOutcome::stalled;
  return JobOutcome::failed;
}

Error error_of(const std::exception& thrown, const std::string& what) {
  return Error{"internal.exception", what + " a job failed: " + thrown.what(), "", {}};
}

}  // namespace

asio::awaitable<void> Engine::Run::run_step(std::unique_ptr<Step> step) {
  Tried tried = co_await attempt(*step);
  while (tried.next == Tried::Next::at_once && goes_on() && !control_.paused()) {
    observer_.retrying(step->job, step->attempt, tried.delay, *tried.error);
    ++step->attempt;
    Tried again = co_await attempt(*step);
    tried = std::move(again);
  }
  const std::chrono::duration<double> took = engine_.clock_.now() - step->began;
  Last last(step->job, step->attempt, took.count(), std::move(tried));
  settle(*step, last.tried);
  step.reset();  // its slot is free
  step_ended();
  if (last.tried.next == Tried::Next::nothing && last.tried.outcome != JobOutcome::cancelled) {
    co_await put_on_record(std::move(last));
  }
}

// ---- an attempt ----

asio::awaitable<Engine::Run::Tried> Engine::Run::attempt(Step& step) {
  if (aborting()) co_return Tried(JobOutcome::cancelled);
  Result<Command> command = work_.command(step.job, step.attempt);
  if (!command) co_return Tried(JobOutcome::failed, command.error());
  const std::unique_ptr<Output> output = work_.output(step.job, step.attempt);
  observer_.started(step.job, *command, step.attempt);

  // Expected before it is set off: a scripted runner may answer at once.
  auto arrival = engine_.arrivals_.expect(key(step.job));
  launch(step, std::move(*command), *output);
  const Waited<Ending> ending = co_await arrival.wait();
  if (aborting() || std::holds_alternative<Cancelled>(*ending)) co_return Tried(JobOutcome::cancelled);
  Tried tried = co_await judge(step, *ending, *output);
  co_return tried;
}

/// Starts the child; its end resolves the job's completion source, wherever it comes from.
void Engine::Run::launch(Step& step, Command command, Output& output) {
  auto ended = [&engine = engine_, id = key(step.job)](const std::exception_ptr& thrown, Ending ending) {
    engine.completed(id, thrown ? Ending(NotStarted{EIO}) : std::move(ending));
  };
  asio::co_spawn(engine_.executor_, engine_.runner_.run(std::move(command), output),
                 asio::bind_cancellation_slot(step.abort.slot(), std::move(ended)));
}

asio::awaitable<Engine::Run::Tried> Engine::Run::judge(Step& step, Ending ending, Output& output) {
  Verdict verdict = Succeeded();
  try {
    auto stoppable = asio::bind_cancellation_slot(step.abort.slot(), asio::use_awaitable);
    asio::awaitable<Verdict> judging = work_.judge(step.job, step.attempt, ending, output);
    verdict = co_await asio::co_spawn(engine_.executor_, std::move(judging), stoppable);
  } catch (const std::exception& thrown) {
    verdict = Failed(error_of(thrown, "judging"));
  }
  if (std::holds_alternative<Succeeded>(verdict)) co_return Tried(JobOutcome::succeeded);
  if (aborting()) co_return Tried(JobOutcome::cancelled);
  const JobOutcome outcome = outcome_of_failure(ending);
  if (const auto* again = std::get_if<OnceMore>(&verdict)) {
    co_return Tried(outcome, again->reason, Tried::Next::at_once);
  }
  if (const auto* again = std::get_if<RetryLater>(&verdict)) {
    co_return Tried(outcome, again->reason, Tried::Next::later, again->delay);
  }
  const auto& failed = std::get<Failed>(verdict);
  Tried tried(outcome, failed.error);
  tried.goes_on = failed.goes_on;
  co_return tried;
}

// ---- its end ----

/// What the end of a job means for the others, as far as that need not wait for its record.
void Engine::Run::settle(const Step& step, const Tried& last) {
  if (last.next != Tried::Next::nothing) {
    try_again_later(step, last);
    return;
  }
  tries_.erase(step.job);
  if (last.outcome == JobOutcome::cancelled) {
    const std::chrono::duration<double> took = engine_.clock_.now() - step.began;
    observer_.finished(step.job, last.outcome, took.count(), nullptr);
    graph_.put_back(step.job);
    ++report_.cancelled;
    return;
  }
  ++recording_;
  if (last.outcome == JobOutcome::succeeded) {
    tell_changes(graph_.finish(step.job, true, most_edges_at_a_time));
  } else if (!keep_going_ && !last.goes_on) {
    held_back_ = true;
    start_nothing_more();
  }
}

void Engine::Run::try_again_later(const Step& step, const Tried& tried) {
  observer_.retrying(step.job, step.attempt, tried.delay, *tried.error);
  const Time due = engine_.clock_.now() + tried.delay;
  tries_[step.job] = Tries{step.attempt, step.began, due};
  if (goes_on() && tried.delay > Milliseconds(0)) {
    delays_.add(step.job, due);
  } else {
    graph_.put_back(step.job);
  }
}

void Engine::Run::step_ended() {
  --running_;
  if (!may_start()) stop_acquiring_.emit(asio::cancellation_type::terminal);
  wake();
}

// ---- its record ----

asio::awaitable<void> Engine::Run::put_on_record(Last last) {
  const Result<void> recorded = co_await record(last);
  --recording_;
  if (!recorded) {
    lose(last, recorded.error());
  } else {
    observer_.finished(last.job, last.tried.outcome, last.seconds,
                       last.tried.error ? &*last.tried.error : nullptr);
    if (last.tried.outcome != JobOutcome::succeeded) {
      report_.failures.push_back({last.job, last.tried.outcome, *last.tried.error});
      tell_changes(graph_.finish(last.job, false, most_edges_at_a_time));
    }
  }
  wake();
}

asio::awaitable<Result<void>> Engine::Run::record(const Last& last) {
  const Error* why = last.tried.error ? &*last.tried.error : nullptr;
  Result<void> recorded;
  try {
    recorded = co_await work_.record(last.job, last.attempt, last.tried.outcome, last.seconds, why);
  } catch (const std::exception& thrown) {
    recorded = error_of(thrown, "recording");
  }
  co_return recorded;
}

/// Whoever takes the run up again knows nothing of this end: the job will be run once more.
void Engine::Run::lose(const Last& last, Error why) {
  if (!report_.lost) report_.lost = std::move(why);
  observer_.finished(last.job, JobOutcome::cancelled, last.seconds, nullptr);
  if (last.tried.outcome != JobOutcome::succeeded) {
    graph_.put_back(last.job);
    ++report_.cancelled;
  }
  on_stop(StopMode::abort);
}

}  // namespace spool::core
