#include "pipelines/running/run.h"

#include <utility>

#include "core/blocking.h"
#include "core/clock.h"
#include "core/engine.h"
#include "core/run_control.h"
#include "pipelines/running/batch_items.h"
#include "pipelines/running/batch_run.h"
#include "pipelines/running/film_run.h"
#include "pipelines/running/output_check.h"
#include "pipelines/running/run_id.h"

namespace spool::pipelines {
namespace {

namespace asio = boost::asio;

RunReport report_of(const FilmOutcome& film) {
  switch (film.outcome) {
    case core::RunOutcome::succeeded: return {0, false};
    case core::RunOutcome::partial: return {4, false};
    case core::RunOutcome::interrupted: return {1, true};
    case core::RunOutcome::cancelled: return {1, false};
    case core::RunOutcome::failed: break;
  }
  return {film.rendered ? 1 : core::exit_code_of(film.refused), false};
}

}  // namespace

struct Session::State {
  State(asio::any_io_executor loop, core::Runner& children, core::EventSink& face)
      : executor(std::move(loop)), runner(children), sink(face), blocking(executor), clock(core::make_clock(executor)) {}

  asio::any_io_executor executor;
  core::Runner& runner;
  core::EventSink& sink;
  core::Blocking blocking;
  std::unique_ptr<core::Clock> clock;
  core::RunControl control;
};

Session::Session(asio::any_io_executor executor, core::Runner& runner, core::EventSink& sink)
    : state_(std::make_unique<State>(std::move(executor), runner, sink)) {}
Session::~Session() = default;

void Session::drain() { state_->control.drain(); }
void Session::abort() { state_->control.abort(); }

asio::awaitable<RunReport> Session::run(RunRequest request) {
  State& state = *state_;
  const Teller early(state.sink, "", "");
  const auto parsed = parse(request.document, request.pipeline);
  if (!parsed) {
    early.errors(parsed.error());
    co_return RunReport{core::exit_code_of(parsed.error()), false};
  }
  Preparation preparation(state.executor, state.runner, state.blocking, state.control, request);
  const auto ready = co_await preparation.start();
  if (!ready) {
    early.error(ready.error());
    co_return RunReport{core::exit_code_of(ready.error()), false};
  }
  core::Slots slots(state.executor, static_cast<std::size_t>(request.jobs));
  core::Engine engine(state.executor, state.runner, slots, *state.clock);
  const std::string id = new_run_id(std::chrono::system_clock::now());
  const RunContext context{engine, state.runner, state.blocking, state.control, preparation, request};
  PrepareRequest prepare = prepare_request(request);
  Teller teller(state.sink, id, "");
  FilmName name{id, "", false};
  const FilmOutcome film = co_await run_film(context, *parsed, std::move(prepare), std::move(teller), std::move(name));
  co_return report_of(film);
}

asio::awaitable<core::Checked<FilmPlan>> Session::plan(RunRequest request) {
  State& state = *state_;
  const auto parsed = parse(request.document, request.pipeline);
  if (!parsed) co_return parsed.error();
  Preparation preparation(state.executor, state.runner, state.blocking, state.control, request);
  const auto ready = co_await preparation.start();
  if (!ready) co_return core::Errors{ready.error()};
  PrepareRequest prepare = prepare_request(request);
  auto prepared = co_await preparation.prepare(*parsed, std::move(prepare));
  if (!prepared) co_return std::move(prepared).error();
  core::Errors faults;
  for (core::Error& error : check_outputs(prepared->plan, prepared->media, request.overwrite)) {
    // The script refuses an output that exists when it is run; until then it may have gone.
    (error.code == "output.exists" ? prepared->plan.warnings : faults).push_back(std::move(error));
  }
  if (!faults.empty()) co_return faults;
  prepared->plan.ffmpeg_major = preparation.ffmpeg().version.major;
  co_return std::move(prepared->plan);
}

asio::awaitable<RunReport> Session::batch(RunRequest request, std::vector<BatchItem> items) {
  State& state = *state_;
  const std::string id = new_run_id(std::chrono::system_clock::now());
  const Teller teller(state.sink, id, "");
  const auto parsed = parse(request.document, request.pipeline);
  if (!parsed) {
    teller.errors(parsed.error());
    co_return RunReport{core::exit_code_of(parsed.error()), false};
  }
  Preparation preparation(state.executor, state.runner, state.blocking, state.control, request);
  const auto ready = co_await preparation.start();
  if (!ready) {
    teller.error(ready.error());
    co_return RunReport{core::exit_code_of(ready.error()), false};
  }
  core::Slots slots(state.executor, static_cast<std::size_t>(request.jobs));
  core::Engine engine(state.executor, state.runner, slots, *state.clock);
  const RunContext context{engine, state.runner, state.blocking, state.control, preparation, request};
  BatchRun batch(state.executor, context, state.sink, id, *parsed);
  const RunReport report = co_await batch.run(std::move(items));
  co_return report;
}

}  // namespace spool::pipelines
