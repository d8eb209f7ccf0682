#include "pipelines/running/film_run.h"

#include <chrono>
#include <iterator>
#include <utility>

#include "core/graph.h"
#include "pipelines/running/film_work.h"
#include "pipelines/running/output_check.h"
#include "pipelines/running/work_folder.h"

namespace spool::pipelines {
namespace {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// Where the films go is judged on a helper thread: stat waits for slow disks.
struct Places {
  core::Errors errors;
  core::Errors warnings;
};

Places judge_places(const Prepared& prepared, const RunRequest& request) {
  Places places;
  places.errors = check_outputs(prepared.plan, prepared.media, request.overwrite);
  Room room = check_room(prepared.plan, request.state);
  std::ranges::move(room.errors, std::back_inserter(places.errors));
  places.warnings = std::move(room.warnings);
  return places;
}

void tell_plan(const FilmPlan& plan, const Teller& teller) {
  for (const SourceNote& source : plan.sources) {
    for (const std::string& sentence : source.decided) {
      teller.note({"note.source", source.input + ": " + sentence, "", {}});
    }
  }
  for (const core::Error& warning : plan.warnings) teller.warning(warning);
}

core::Graph graph_of(const FilmPlan& plan) {
  core::Graph graph;
  for (const Job& job : plan.jobs) graph.add(job.needs, job.cost);
  return graph;
}

core::RunOutcome outcome_of(const core::GraphReport& report, std::size_t delivered, std::size_t outputs) {
  if (delivered == outputs) return core::RunOutcome::succeeded;
  if (report.stop != core::StopMode::go_on && report.failed == 0) return core::RunOutcome::interrupted;
  return delivered > 0 ? core::RunOutcome::partial : core::RunOutcome::failed;
}

core::RunFinished finished(core::RunOutcome outcome, Clock::time_point start) {
  core::RunFinished told;
  told.outcome = outcome;
  told.seconds = seconds_since(start);
  return told;
}

/// One film run, with what its parts share.
class FilmRun {
 public:
  FilmRun(RunContext context, Teller teller, FilmName name)
      : context_(context), teller_(std::move(teller)), name_(std::move(name)) {}

  asio::awaitable<FilmOutcome> run(const ParsedDocument& parsed, PrepareRequest request) {
    auto prepared = co_await context_.preparation.prepare(parsed, std::move(request));
    if (context_.control.mode() != core::StopMode::go_on) co_return stopped_before();
    if (!prepared) co_return refuse(std::move(prepared).error());
    tell_plan(prepared->plan, teller_);
    const auto judge = [&] { return judge_places(*prepared, context_.request); };
    Places places = co_await context_.blocking.run(judge);
    for (const core::Error& warning : places.warnings) teller_.warning(warning);
    if (!places.errors.empty()) co_return refuse(std::move(places.errors));
    auto folder = WorkFolder::create(context_.request.state, name_.folder);
    if (!folder) co_return refuse(core::Errors{folder.error()});
    WorkFolder own = std::move(folder).value();
    FilmOutcome outcome = co_await render(*prepared, std::move(own));
    co_return outcome;
  }

 private:
  FilmOutcome refuse(core::Errors errors) {
    if (name_.in_batch) teller_.tell(core::RunStarted{"", std::nullopt});
    teller_.errors(errors);
    core::RunFinished told = finished(core::RunOutcome::failed, start_);
    if (name_.in_batch) teller_.tell(std::move(told));
    return {core::RunOutcome::failed, false, std::move(errors)};
  }

  FilmOutcome stopped_before() {
    if (name_.in_batch) {
      teller_.tell(core::RunStarted{"", std::nullopt});
      teller_.tell(finished(core::RunOutcome::interrupted, start_));
    }
    return {core::RunOutcome::interrupted, false, {}};
  }

  asio::awaitable<FilmOutcome> render(const Prepared& prepared, WorkFolder folder) {
    const FilmPlan& plan = prepared.plan;
    core::Graph graph = graph_of(plan);
    if (const auto sound = graph.check(); !sound) co_return refuse(core::Errors{sound.error()});
    const core::RunStarted started{plan.pipeline, static_cast<std::int64_t>(plan.jobs.size())};
    teller_.tell(started);
    FilmWork work(context_, prepared.plan, prepared.document->policy, folder, teller_, name_.job_prefix);
    core::EngineSettings settings;
    settings.keep_going = context_.request.keep_going;
    const core::GraphReport report = co_await context_.engine.run(graph, work, work, std::move(settings), context_.control);
    core::RunFinished told = finished(outcome_of(report, work.delivered().size(), plan.outputs.size()), start_);
    told.outputs = work.delivered();
    for (const core::JobFailure& failure : report.failures) {
      told.failed.push_back({work.id_of(failure.job), failure.error.code, failure.error.message});
    }
    if (report.failed > 0) folder.keep_logs();
    const core::RunOutcome outcome = told.outcome;
    teller_.tell(std::move(told));
    co_return FilmOutcome{outcome, true, {}};
  }

  RunContext context_;
  Teller teller_;
  FilmName name_;
  Clock::time_point start_ = Clock::now();
};

}  // namespace

asio::awaitable<FilmOutcome> run_film(RunContext context, const ParsedDocument& parsed, PrepareRequest prepare, Teller teller,
                                      FilmName name) {
  FilmRun film(context, std::move(teller), std::move(name));
  FilmOutcome outcome = co_await film.run(parsed, std::move(prepare));
  co_return outcome;
}

}  // namespace spool::pipelines
