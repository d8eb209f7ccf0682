#include "core/engine_run.h"

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
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

Error error_of(const std::exception& thrown) {
  return Error{"internal.exception", std::string("judging a job failed: ") + thrown.what(), "", {}};
}

}  // namespace

Engine::Run::Run(Engine& engine, std::uint64_t number, Graph& graph, Work& work, Observer& observer,
                 bool keep_going, RunControl& control)
    : Listener(control),
      engine_(engine),
      number_(number),
      graph_(graph),
      work_(work),
      observer_(observer),
      keep_going_(keep_going),
      mode_(control.mode()),
      something_ended_(engine.executor_) {}

// ---- the run ----

/// The run's own coroutine has no cancellation of its own: being cancelled means to abort, and still to wait
/// for the end.
asio::awaitable<GraphReport> Engine::Run::start() {
  return asio::async_initiate<const asio::use_awaitable_t<>, void(std::exception_ptr, GraphReport)>(
      [this](auto handler) {
        auto slot = asio::get_associated_cancellation_slot(handler);
        if (slot.is_connected()) {
          slot.assign([this](asio::cancellation_type) { on_stop(StopMode::abort); });
        }
        auto ended = [slot, last = std::move(handler)](std::exception_ptr thrown,
                                                       GraphReport report) mutable {
          if (slot.is_connected()) slot.clear();
          std::move(last)(thrown, std::move(report));
        };
        asio::co_spawn(engine_.executor_, run_all(), std::move(ended));
      },
      asio::use_awaitable);
}

asio::awaitable<GraphReport> Engine::Run::run_all() {
  while (may_start() || running_ > 0) {
    if (may_start()) {
      co_await begin_next();
    } else {
      auto ended = asio::async_initiate<const asio::use_awaitable_t<>, void(Waited<bool>)>(
          [this](auto handler) { something_ended_.add(std::move(handler)); }, asio::use_awaitable);
      co_await std::move(ended);
    }
  }
  co_return take_report();
}

/// Waits for a slot; by then the longest ready job may be another one, or none may start any more.
asio::awaitable<void> Engine::Run::begin_next() {
  auto stoppable = asio::bind_cancellation_slot(stop_acquiring_.slot(), asio::use_awaitable);
  Waited<Slots::Lease> lease = co_await engine_.slots_.acquire(stoppable);
  if (!lease || !may_start()) co_return;
  auto step = std::make_unique<Step>(graph_.pop(), std::move(*lease));
  steps_.push_back(*step);
  ++running_;
  asio::co_spawn(engine_.executor_, run_step(std::move(step)), asio::detached);
}

void Engine::Run::on_stop(StopMode mode) {
  if (mode <= mode_) return;
  mode_ = mode;
  stop_acquiring_.emit(asio::cancellation_type::terminal);
  if (!aborting()) return;
  for (Step& step : steps_) step.abort.emit(asio::cancellation_type::terminal);
}

GraphReport Engine::Run::take_report() {
  using State = Graph::State;
  report_.succeeded = graph_.count(State::succeeded);
  report_.failed = graph_.count(State::failed);
  report_.skipped = graph_.count(State::skipped);
  report_.not_started = graph_.count(State::ready) + graph_.count(State::waiting) - report_.cancelled;
  report_.stop = mode_;
  return std::move(report_);
}

// ---- a job ----

asio::awaitable<void> Engine::Run::run_step(std::unique_ptr<Step> step) {
  std::optional<Tried> last;
  for (int number = 1; !last || last->again; ++number) {
    Tried tried = co_await attempt(*step, number);
    last.emplace(std::move(tried));
    if (last->again) observer_.retrying(step->job, number, *last->error);
  }
  settle(*step, *last);
  step.reset();  // its slot is free
  step_ended();
}

asio::awaitable<Engine::Run::Tried> Engine::Run::attempt(Step& step, int number) {
  if (aborting()) co_return Tried(JobOutcome::cancelled, std::nullopt, false);
  Result<Command> command = work_.command(step.job, number);
  if (!command) co_return Tried(JobOutcome::failed, command.error(), false);
  const std::unique_ptr<Output> output = work_.output(step.job, number);
  observer_.started(step.job, *command, number);

  // Expected before it is set off: a scripted runner may answer at once.
  auto arrival = engine_.arrivals_.expect(key(step.job));
  launch(step, std::move(*command), *output);
  const Waited<Ending> ending = co_await arrival.wait();
  if (aborting() || std::holds_alternative<Cancelled>(*ending)) {
    co_return Tried(JobOutcome::cancelled, std::nullopt, false);
  }
  Tried tried = co_await judge(step, number, *ending, *output);
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

asio::awaitable<Engine::Run::Tried> Engine::Run::judge(Step& step, int number, Ending ending,
                                                       Output& output) {
  Verdict verdict = Succeeded();
  try {
    auto stoppable = asio::bind_cancellation_slot(step.abort.slot(), asio::use_awaitable);
    asio::awaitable<Verdict> judging = work_.judge(step.job, number, ending, output);
    verdict = co_await asio::co_spawn(engine_.executor_, std::move(judging), stoppable);
  } catch (const std::exception& thrown) {
    verdict = Failed(error_of(thrown));
  }
  if (std::holds_alternative<Succeeded>(verdict)) co_return Tried(JobOutcome::succeeded, std::nullopt, false);
  if (aborting()) co_return Tried(JobOutcome::cancelled, std::nullopt, false);
  if (const auto* again = std::get_if<OnceMore>(&verdict)) {
    co_return Tried(outcome_of_failure(ending), again->reason, true);
  }
  co_return Tried(outcome_of_failure(ending), std::get<Failed>(verdict).error, false);
}

void Engine::Run::settle(const Step& step, const Tried& last) {
  const std::chrono::duration<double> took = Clock::now() - step.began;
  observer_.finished(step.job, last.outcome, took.count(), last.error ? &*last.error : nullptr);
  if (last.outcome == JobOutcome::cancelled) {
    graph_.put_back(step.job);
    ++report_.cancelled;
    return;
  }
  const bool ok = last.outcome == JobOutcome::succeeded;
  const Graph::Finished changed = graph_.finish(step.job, ok);
  for (const JobIndex job : changed.skipped) observer_.skipped(job, step.job);
  if (ok) return;
  report_.failures.push_back({step.job, last.outcome, *last.error});
  held_back_ = held_back_ || !keep_going_;
}

void Engine::Run::step_ended() {
  --running_;
  if (!may_start()) stop_acquiring_.emit(asio::cancellation_type::terminal);
  if (!something_ended_.empty()) something_ended_.wake_first(true);
}

}  // namespace spool::core
