#include "pipelines/running/batch_run.h"

#include <chrono>
#include <memory>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "pipelines/running/batch_items.h"
#include "pipelines/running/live_run.h"

namespace spool::pipelines {
namespace {

namespace asio = boost::asio;

/// Enough that the render slots never wait for a probe, also while many items turn out bad.
std::size_t items_under_way(int jobs) { return 32 + 4 * static_cast<std::size_t>(jobs); }

/// Job ids and work folders of an item, apart from those of the others.
std::string name_of(std::size_t number) { return "item-" + std::to_string(number); }

}  // namespace

class BatchRun::ItemEnding final : public FilmEnding {
 public:
  ItemEnding(BatchRun& batch, const std::string& item, const Teller& teller) : batch_(batch), item_(item), teller_(teller) {}

  asio::awaitable<void> film_ended(FilmOutcome outcome) override {
    batch_.count(outcome);
    core::RunEvent event = core::FilmEnded{item_, outcome.outcome, exit_code_of(outcome)};
    const auto on_record = co_await batch_.context_.live.commit(std::move(event));
    if (!on_record) teller_.error(on_record.error());
    teller_.tell(std::move(outcome.finished));
  }

 private:
  BatchRun& batch_;
  const std::string& item_;
  const Teller& teller_;
};

BatchRun::BatchRun(RunContext context, core::EventSink& sink, const ParsedDocument& parsed)
    : context_(std::move(context)),
      sink_(sink),
      parsed_(parsed),
      admissions_(context_.executor, items_under_way(context_.request.jobs)),
      all_ended_(context_.executor) {}

asio::awaitable<BatchOutcome> BatchRun::run(std::string pipeline, std::vector<BatchItem> items) {
  const auto start = std::chrono::steady_clock::now();
  const Teller teller(sink_, context_.live.id(), "");
  const core::RunStarted started{std::move(pipeline), std::nullopt};
  teller.tell(started);
  const auto look = [&] { return std::make_shared<const ItemFiles>(items); };
  context_.item_files = co_await context_.blocking.run(look);
  const std::size_t count = items.size();
  std::size_t number = 0;
  for (BatchItem& item : items) {
    auto admitted = co_await admissions_.acquire();
    if (!admitted || stop_ || context_.control.mode() != core::StopMode::go_on) break;
    ++under_way_;
    core::Slots::Lease admission = std::move(admitted).value();
    asio::co_spawn(context_.executor, run_item(std::move(item), ++number, std::move(admission)), asio::detached);
  }
  all_begun_ = true;
  if (under_way_ > 0) {
    const auto ended = co_await all_ended_.wait();
    (void)ended;
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  co_return outcome_of(count, seconds);
}

asio::awaitable<void> BatchRun::run_item(BatchItem item, std::size_t number, core::Slots::Lease admission) {
  const Teller teller(sink_, context_.live.id(), item.item);
  ItemEnding ending(*this, item.item, teller);
  PrepareRequest prepare = prepare_request(context_.request, item);
  FilmName name{item.item, name_of(number), name_of(number) + "-"};
  co_await run_film(context_, parsed_, std::move(prepare), teller, std::move(name), ending);
  admission.release();
  if (--under_way_ == 0 && all_begun_) all_ended_.set(true);
}

void BatchRun::count(const FilmOutcome& film) {
  switch (film.outcome) {
    case core::RunOutcome::succeeded: ++tally_.done; break;
    case core::RunOutcome::interrupted:
    case core::RunOutcome::cancelled: ++tally_.interrupted; break;
    default:
      if (film.rendered) {
        ++tally_.failed_rendering;
      } else if (const int code = core::exit_code_of(film.refused); code != 3) {
        ++(code == 2 ? tally_.asked_wrongly : tally_.machine);
      }
      if (!context_.request.keep_going) stop_ = true;
  }
}

BatchOutcome BatchRun::outcome_of(std::size_t items, double seconds) const {
  const bool stopped = context_.control.mode() != core::StopMode::go_on;
  BatchOutcome batch;
  batch.finished.seconds = seconds;
  core::RunOutcome& outcome = batch.finished.outcome;
  if (tally_.done == items) {
    outcome = core::RunOutcome::succeeded;
  } else if (stopped) {
    outcome = context_.live.cancelled() ? core::RunOutcome::cancelled : core::RunOutcome::interrupted;
    batch.exit_code = 1;
  } else if (tally_.done > 0) {
    outcome = core::RunOutcome::partial;
    batch.exit_code = 4;
  } else {
    outcome = core::RunOutcome::failed;
    batch.exit_code = tally_.failed_rendering + tally_.machine > 0 ? 1 : tally_.asked_wrongly > 0 ? 2 : 3;
  }
  return batch;
}

}  // namespace spool::pipelines
