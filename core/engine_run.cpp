#include "core/engine_run.h"

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace spool::core {
namespace {

namespace asio = boost::asio;

constexpr int most_set_aside_at_a_time = 1000;

}  // namespace

Engine::Run::Run(Engine& engine, std::uint64_t number, Graph& graph, Work& work, Observer& observer,
                 const EngineSettings& settings, RunControl& control)
    : Listener(control),
      engine_(engine),
      number_(number),
      graph_(graph),
      work_(work),
      observer_(observer),
      control_(control),
      keep_going_(settings.keep_going),
      mode_(control.mode()),
      delays_(engine.executor_, engine.clock_, [this](std::span<const JobIndex> due) { ready_again(due); }),
      something_changed_(engine.executor_) {
  const Time now = engine.clock_.now();
  for (const EarlierTries& earlier : settings.earlier) {
    tries_[earlier.job] = Tries{earlier.attempts, std::nullopt, now + earlier.delay};
  }
}

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
  while (busy()) {
    if (may_start()) {
      co_await begin_next();
    } else {
      auto changed = asio::async_initiate<const asio::use_awaitable_t<>, void(Waited<bool>)>(
          [this](auto handler) { something_changed_.add(std::move(handler)); }, asio::use_awaitable);
      co_await std::move(changed);
    }
  }
  co_return take_report();
}

/// Waits for a slot, where none is free; by then the longest ready job may be another one, or none may start any more.
asio::awaitable<void> Engine::Run::begin_next() {
  Slots::Lease lease = engine_.slots_.try_acquire();
  if (!lease) {
    auto stoppable = asio::bind_cancellation_slot(stop_acquiring_.slot(), asio::use_awaitable);
    Waited<Slots::Lease> waited = co_await engine_.slots_.acquire(stoppable);
    if (!waited || !may_start()) co_return;
    lease = std::move(*waited);
  }
  const std::optional<JobIndex> job = pop_due();
  if (!job) co_return;
  std::unique_ptr<Step> step = make_step(*job, std::move(lease));
  steps_.push_back(*step);
  ++running_;
  asio::co_spawn(engine_.executor_, run_step(std::move(step)), asio::detached);
}

/// The next job; those that have to wait for their next try are set aside.
std::optional<JobIndex> Engine::Run::pop_due() {
  for (int looked_at = 0; graph_.has_ready() && looked_at < most_set_aside_at_a_time; ++looked_at) {
    const JobIndex job = graph_.pop();
    const auto earlier = tries_.find(job);
    if (earlier == tries_.end() || earlier->second.due <= engine_.clock_.now()) return job;
    delays_.add(job, earlier->second.due);
  }
  return std::nullopt;
}

std::unique_ptr<Engine::Run::Step> Engine::Run::make_step(JobIndex job, Slots::Lease lease) const {
  const Time now = engine_.clock_.now();
  const auto earlier = tries_.find(job);
  if (earlier == tries_.end()) return std::make_unique<Step>(job, std::move(lease), 1, now);
  const Tries& tries = earlier->second;
  return std::make_unique<Step>(job, std::move(lease), tries.attempts + 1, tries.began.value_or(now));
}

void Engine::Run::ready_again(std::span<const JobIndex> due) {
  for (const JobIndex job : due) graph_.put_back(job);
  wake();
}

// ---- what it is told from outside ----

void Engine::Run::on_stop(StopMode mode) {
  if (mode <= mode_) return;
  mode_ = mode;
  start_nothing_more();
  if (!aborting()) return;
  for (Step& step : steps_) step.abort.emit(asio::cancellation_type::terminal);
}

void Engine::Run::on_pause(bool paused) {
  if (paused) stop_acquiring_.emit(asio::cancellation_type::terminal);
  wake();
}

void Engine::Run::start_nothing_more() {
  stop_acquiring_.emit(asio::cancellation_type::terminal);
  for (const JobIndex job : delays_.give_up()) graph_.put_back(job);
  wake();
}

// ---- what a job changes for others ----

void Engine::Run::tell_changes(const Graph::Finished& changed) {
  for (const JobIndex job : changed.skipped) observer_.skipped(job, graph_.because_of(job));
  if (!graph_.spreading() || spreading_) return;
  spreading_ = true;
  asio::co_spawn(engine_.executor_, spread_rest(), asio::detached);
}

asio::awaitable<void> Engine::Run::spread_rest() {
  while (graph_.spreading()) {
    co_await asio::post(engine_.executor_, asio::use_awaitable);
    tell_changes(graph_.spread(most_edges_at_a_time));
    wake();
  }
  spreading_ = false;
  wake();
}

void Engine::Run::wake() {
  if (!something_changed_.empty()) something_changed_.wake_first(true);
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

}  // namespace spool::core
