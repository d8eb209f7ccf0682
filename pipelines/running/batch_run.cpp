#include "pipelines/running/batch_run.h"

#include <chrono>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "pipelines/running/batch_items.h"

namespace spool::pipelines {
namespace {

namespace asio = boost::asio;

/// Enough that the render slots never wait for a probe, also while many items turn out bad.
std::size_t items_under_way(int jobs) { return 32 + 4 * static_cast<std::size_t>(jobs); }

/// Job ids and work folders of an item, apart from those of the others.
std::string name_of(std::size_t number) { return "item-" + std::to_string(number); }

}  // namespace

BatchRun::BatchRun(asio::any_io_executor executor, RunContext context, core::EventSink& sink, std::string run,
                   const ParsedDocument& parsed)
    : executor_(executor),
      context_(context),
      sink_(sink),
      run_(std::move(run)),
      parsed_(parsed),
      admissions_(executor, items_under_way(context.request.jobs)),
      all_ended_(executor) {}

asio::awaitable<RunReport> BatchRun::run(std::vector<BatchItem> items) {
  const auto start = std::chrono::steady_clock::now();
  const Teller teller(sink_, run_, "");
  const auto document = read(parsed_, prepare_request(context_.request, items.front()).bindings);
  const core::RunStarted started{document ? document->name : std::string(), std::nullopt};
  teller.tell(started);
  const std::size_t count = items.size();
  std::size_t number = 0;
  for (BatchItem& item : items) {
    auto admitted = co_await admissions_.acquire();
    if (!admitted || stop_ || context_.control.mode() != core::StopMode::go_on) break;
    ++under_way_;
    core::Slots::Lease admission = std::move(admitted).value();
    asio::co_spawn(executor_, run_item(std::move(item), ++number, std::move(admission)), asio::detached);
  }
  all_begun_ = true;
  if (under_way_ > 0) {
    const auto ended = co_await all_ended_.wait();
    (void)ended;
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  const RunReport report = finish(count, seconds);
  co_return report;
}

asio::awaitable<void> BatchRun::run_item(BatchItem item, std::size_t number, core::Slots::Lease admission) {
  const Teller teller(sink_, run_, item.item);
  PrepareRequest prepare = prepare_request(context_.request, item);
  FilmName name{run_ + "/" + name_of(number), name_of(number) + "-", true};
  const FilmOutcome outcome = co_await run_film(context_, parsed_, std::move(prepare), teller, std::move(name));
  count(outcome);
  admission.release();
  if (--under_way_ == 0 && all_begun_) all_ended_.set(true);
}

void BatchRun::count(const FilmOutcome& film) {
  switch (film.outcome) {
    case core::RunOutcome::succeeded: ++tally_.done; break;
    case core::RunOutcome::interrupted: ++tally_.interrupted; break;
    default:
      if (film.rendered) {
        ++tally_.failed_rendering;
      } else if (const int code = core::exit_code_of(film.refused); code != 3) {
        ++(code == 2 ? tally_.asked_wrongly : tally_.machine);
      }
      if (!context_.request.keep_going) stop_ = true;
  }
}

RunReport BatchRun::finish(std::size_t items, double seconds) {
  const bool stopped = context_.control.mode() != core::StopMode::go_on;
  core::RunFinished told;
  told.seconds = seconds;
  RunReport report;
  if (tally_.done == items) {
    told.outcome = core::RunOutcome::succeeded;
  } else if (stopped) {
    told.outcome = core::RunOutcome::interrupted;
    report = {1, true};
  } else if (tally_.done > 0) {
    told.outcome = core::RunOutcome::partial;
    report.exit_code = 4;
  } else {
    told.outcome = core::RunOutcome::failed;
    report.exit_code = tally_.failed_rendering + tally_.machine > 0 ? 1 : tally_.asked_wrongly > 0 ? 2 : 3;
  }
  Teller(sink_, run_, "").tell(std::move(told));
  return report;
}

}  // namespace spool::pipelines
