#include "pipelines/running/film_run.h"

#include <chrono>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>

#include "pipelines/running/film_places.h"
#include "pipelines/running/film_record.h"
#include "pipelines/running/film_render.h"
#include "pipelines/running/live_run.h"
#include "pipelines/running/recall.h"
#include "pipelines/running/replay.h"
#include "pipelines/running/wait_words.h"

namespace spool::pipelines {
namespace {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

void tell_plan(const FilmPlan& plan, const Teller& teller) {
  for (const SourceNote& source : plan.sources) {
    for (const std::string& sentence : source.decided) {
      teller.note({"note.source", source.input + ": " + sentence, "", {}});
    }
  }
  for (const core::Error& warning : plan.warnings) teller.warning(warning);
}

/// Fires when anything more is asked than to go on.
class StopSlot final : public core::RunControl::Listener {
 public:
  explicit StopSlot(core::RunControl& control) : Listener(control) {}
  asio::cancellation_slot slot() { return signal_.slot(); }
  void on_stop(core::StopMode) override { signal_.emit(asio::cancellation_type::terminal); }

 private:
  asio::cancellation_signal signal_;
};

/// One film run, with what its parts share.
class FilmRun {
 public:
  FilmRun(RunContext context, Teller teller, FilmName name, FilmEnding& ending)
      : context_(std::move(context)),
        teller_(std::move(teller)),
        name_(std::move(name)),
        ending_(ending),
        record_(context_, name_, prepared_) {}

  asio::awaitable<void> run(const ParsedDocument& parsed, PrepareRequest request) {
    auto replay = co_await replay_of(context_, name_.item);
    if (!replay) {
      co_await refuse(replay.error());
      co_return;
    }
    replay_ = std::move(*replay);
    if (const auto same = refuse_changes(replay_.sentences); !same && !context_.anyway) {
      co_await refuse(same.error());
      co_return;
    }
    request.decided = replay_.decided;
    auto prepared = co_await context_.preparation.prepare(parsed, std::move(request));
    if (stopped()) {
      co_await stopped_before();
      co_return;
    }
    if (!prepared) {
      co_await refuse(std::move(prepared).error());
      co_return;
    }
    prepared_ = std::move(*prepared);
    co_await accept();
  }

 private:
  [[nodiscard]] bool stopped() const { return context_.control.mode() != core::StopMode::go_on; }
  [[nodiscard]] const FilmPlan& plan() const { return prepared_.plan; }

  asio::awaitable<void> refuse(core::Error error) {
    core::Errors errors;
    errors.push_back(std::move(error));
    co_await refuse(std::move(errors));
  }

  asio::awaitable<void> refuse(core::Errors errors) {
    if (name_.in_batch()) teller_.tell(core::RunStarted{"", std::nullopt});
    const Teller teller = context_.live.begun() ? teller_ : teller_.without_run();
    teller.errors(errors);
    record_.close();
    FilmOutcome outcome;
    outcome.finished.seconds = seconds_since(start_);
    outcome.finished.outcome = core::RunOutcome::failed;
    outcome.refused = std::move(errors);
    co_await ending_.film_ended(std::move(outcome));
  }

  asio::awaitable<void> stopped_before() {
    if (name_.in_batch()) teller_.tell(core::RunStarted{"", std::nullopt});
    FilmOutcome outcome;
    outcome.outcome = stopped_outcome(context_);
    outcome.finished.outcome = outcome.outcome;
    outcome.finished.seconds = seconds_since(start_);
    co_await ending_.film_ended(std::move(outcome));
  }

  /// What is there already is looked at, the places are judged; then the run is on record, and begins.
  asio::awaitable<void> accept() {
    tell_plan(plan(), teller_);
    Recall recall(context_, plan(), name_, replay_.changed);
    co_await recall.look();
    const auto judge = [&] { return judge_places(plan(), prepared_.media, context_.request, recall.outputs()); };
    Places places = co_await context_.blocking.run(judge);
    for (const core::Error& warning : places.warnings) teller_.warning(warning);
    if (!places.errors.empty()) {
      co_await refuse(std::move(places.errors));
      co_return;
    }
    auto begun = co_await begin(recall);
    if (!begun) {
      co_await refuse(begun.error());
      co_return;
    }
    const core::RunStarted started{plan().pipeline, static_cast<std::int64_t>(plan().jobs.size())};
    teller_.tell(started);
    record_.complete();
    co_await wait_for_its_time();
    co_await render(recall, *begun);
    co_await record_.completed();
  }

  asio::awaitable<core::Result<FilmFolder>> begin(const Recall& recall) {
    std::string pipeline = context_.request.pipeline_path();
    auto begun = co_await context_.live.begin(std::move(pipeline), context_.kept_request);
    if (!begun) co_return begun.error();
    const auto make = [&] { return FilmFolder::make(context_.state.path(), context_.live.id(), name_.folder); };
    auto folder = co_await context_.blocking.run(make);
    if (!folder) co_return folder.error();
    auto on_record = co_await record_.begin(recall);
    if (!on_record) co_return on_record.error();
    co_return folder;
  }

  /// `policy.not_before`: by one timer; whoever stops the run ends the wait.
  asio::awaitable<void> wait_for_its_time() {
    const auto& until = prepared_.document->policy.not_before;
    if (!until || *until <= context_.clock.time_of_day() || stopped()) co_return;
    core::RunEvent event = core::RunWaiting{*until};
    const auto on_record = co_await context_.live.commit(std::move(event));
    (void)on_record;  // a journal that is broken ends the run at its first job
    teller_.note(waiting_note(*until));
    StopSlot stop(context_.control);
    auto token = asio::bind_cancellation_slot(stop.slot(), asio::as_tuple(asio::use_awaitable));
    auto [ended] = co_await asio::co_spawn(context_.executor, context_.clock.wait_until(*until), token);
    (void)ended;
  }

  asio::awaitable<void> render(Recall& recall, const FilmFolder& folder) {
    const core::Errors damaged = co_await recall.settle(folder);
    for (const core::Error& warning : damaged) teller_.warning(warning);
    FilmRender rendering(context_, prepared_, folder, teller_, name_, recall, record_);
    auto outcome = co_await rendering.run();
    record_.close();
    if (!outcome) {
      co_await refuse(outcome.error());
      co_return;
    }
    outcome->finished.seconds = seconds_since(start_);
    co_await ending_.film_ended(std::move(*outcome));
    co_await rendering.tidy();
  }

  RunContext context_;
  Teller teller_;
  FilmName name_;
  FilmEnding& ending_;
  Replay replay_;
  Prepared prepared_;
  FilmRecord record_;
  Clock::time_point start_ = Clock::now();
};

}  // namespace

core::RunOutcome stopped_outcome(const RunContext& context) {
  return context.live.cancelled() ? core::RunOutcome::cancelled : core::RunOutcome::interrupted;
}

int exit_code_of(const FilmOutcome& film) {
  switch (film.outcome) {
    case core::RunOutcome::succeeded: return 0;
    case core::RunOutcome::partial: return 4;
    case core::RunOutcome::interrupted:
    case core::RunOutcome::cancelled: return 1;
    case core::RunOutcome::failed: break;
  }
  return film.rendered ? 1 : core::exit_code_of(film.refused);
}

asio::awaitable<void> run_film(RunContext context, const ParsedDocument& parsed, PrepareRequest prepare, Teller teller, FilmName name,
                               FilmEnding& ending) {
  FilmRun film(std::move(context), std::move(teller), std::move(name), ending);
  co_await film.run(parsed, std::move(prepare));
}

}  // namespace spool::pipelines
