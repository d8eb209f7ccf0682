#include "pipelines/running/film_run.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <memory>
#include <set>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>

#include "core/error_order.h"
#include "core/file_identity.h"
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

/// Blocks.
bool is_any_there(const FilmPlan& plan) {
  return std::ranges::any_of(plan.outputs, [](const PlannedOutput& output) { return core::identify(output.path).has_value(); });
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

/// One plan of a film, with what is known and on record of it.
struct PlannedFilm {
  PlannedFilm(const RunContext& context, const FilmName& name, Prepared made, std::set<std::string> changed_inputs)
      : prepared(std::move(made)),
        changed(std::move(changed_inputs)),
        recall(context, prepared.plan, name, changed),
        record(context, name, prepared) {}

  Prepared prepared;
  std::set<std::string> changed;
  Recall recall;
  FilmRecord record;
};
using PlannedFilmPtr = std::unique_ptr<PlannedFilm>;

/// One film run, with what its parts share.
class FilmRun {
 public:
  FilmRun(RunContext context, const ParsedDocument& parsed, PrepareRequest request, Teller teller, FilmName name, FilmEnding& ending)
      : context_(std::move(context)),
        parsed_(parsed),
        request_(std::move(request)),
        teller_(std::move(teller)),
        name_(std::move(name)),
        ending_(ending) {}

  asio::awaitable<void> run() {
    auto replay = co_await replay_of(context_, name_.item);
    if (!replay) {
      co_await refuse(replay.error());
      co_return;
    }
    if (const auto same = refuse_changes(replay->sentences); !same && !context_.anyway) {
      co_await refuse(same.error());
      co_return;
    }
    request_.decided = decided_by(*replay);
    PrepareRequest request = request_;
    auto prepared = co_await context_.preparation.prepare(parsed_, std::move(request));
    if (stopped()) {
      co_await stopped_before();
      co_return;
    }
    film_ = std::make_unique<PlannedFilm>(context_, name_, std::move(prepared), std::move(replay->changed));
    co_await accept();
  }

 private:
  [[nodiscard]] bool stopped() const { return context_.control.mode() != core::StopMode::go_on; }
  [[nodiscard]] const FilmPlan& plan() const { return film_->prepared.plan; }

  asio::awaitable<void> refuse(core::Error error) {
    core::Errors errors;
    errors.push_back(std::move(error));
    co_await refuse(std::move(errors));
  }

  asio::awaitable<void> refuse(core::Errors errors) {
    if (name_.in_batch()) teller_.tell(core::RunStarted{request_.bindings.stem, std::nullopt});
    const Teller teller = context_.live.begun() ? teller_ : teller_.without_run();
    teller.errors(errors);
    if (film_) film_->record.close();
    FilmOutcome outcome;
    outcome.finished.seconds = seconds_since(start_);
    outcome.finished.outcome = core::RunOutcome::failed;
    for (const core::Error& error : errors) outcome.finished.failed.push_back({"", error.code, error.message});  // of no job
    outcome.refused = std::move(errors);
    co_await ending_.film_ended(std::move(outcome));
  }

  asio::awaitable<void> stopped_before() {
    if (name_.in_batch()) teller_.tell(core::RunStarted{request_.bindings.stem, std::nullopt});
    FilmOutcome outcome;
    outcome.outcome = stopped_outcome(context_);
    outcome.finished.outcome = outcome.outcome;
    outcome.finished.seconds = seconds_since(start_);
    co_await ending_.film_ended(std::move(outcome));
  }

  /// What is there already is looked at, the places are judged: all that is wrong is told. Then the run is on record, and begins.
  asio::awaitable<void> accept() {
    core::Errors errors = std::move(film_->prepared.errors);
    if (errors.empty()) tell_plan(plan(), teller_);
    bool looks = errors.empty();
    if (!looks) {
      // It takes up the inputs' contents: where the run is refused anyway, only if it matters whose the films in the way are.
      const auto look = [&] { return is_any_there(plan()); };
      looks = co_await context_.blocking.run(look);
    }
    if (looks) co_await film_->recall.look();
    const auto judge = [&] { return judge_places(film_->prepared, context_.request, film_->recall.outputs(), context_.item_files.get()); };
    Places places = co_await context_.blocking.run(judge);
    std::ranges::move(places.errors, std::back_inserter(errors));
    if (!errors.empty()) {
      co_await refuse(core::in_order_of_place(std::move(errors), film_->prepared.document->file));
      co_return;
    }
    for (const core::Error& warning : places.warnings) teller_.warning(warning);
    auto begun = co_await begin();
    if (!begun) {
      co_await refuse(begun.error());
      co_return;
    }
    const core::RunStarted started{plan().pipeline, static_cast<std::int64_t>(plan().jobs.size())};
    teller_.tell(started);
    film_->record.complete();
    co_await wait_for_its_time();
    co_await render(*begun);
    co_await film_->record.completed();
  }

  asio::awaitable<core::Result<FilmFolder>> begin() {
    std::string pipeline = context_.request.pipeline_path();
    auto begun = co_await context_.live.begin(std::move(pipeline), context_.kept_request);
    if (!begun) co_return begun.error();
    const auto make = [&] { return FilmFolder::make(context_.state.path(), context_.live.id(), name_.folder); };
    auto folder = co_await context_.blocking.run(make);
    if (!folder) co_return folder.error();
    auto on_record = co_await film_->record.begin(film_->recall);
    if (!on_record) co_return on_record.error();
    co_return folder;
  }

  /// `policy.not_before`: by one timer; whoever stops the run ends the wait.
  asio::awaitable<void> wait_for_its_time() {
    const auto& until = film_->prepared.document->policy.not_before;
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

  asio::awaitable<void> render(const FilmFolder& folder) {
    PlannedFilmPtr next = co_await render_as_planned(folder);
    while (next) {
      film_ = std::move(next);
      next = co_await render_as_planned(folder);
    }
  }

  /// Gives the plan to go on with where clips turned out to be bad; none: the film has ended.
  asio::awaitable<PlannedFilmPtr> render_as_planned(const FilmFolder& folder) {
    const core::Errors damaged = co_await film_->recall.settle(folder);
    for (const core::Error& warning : damaged) teller_.warning(warning);
    FilmRender rendering(context_, film_->prepared, folder, teller_, name_, film_->recall, film_->record, done_);
    auto outcome = co_await rendering.run();
    film_->record.close();
    if (!outcome) {
      co_await refuse(outcome.error());
      co_return nullptr;
    }
    PlannedFilmPtr next = co_await plan_without(rendering.bad_clips());
    if (next) {
      co_await film_->record.completed();
      co_return next;
    }
    rendering.tell_failures();
    outcome->finished.seconds = seconds_since(start_);
    co_await ending_.film_ended(std::move(*outcome));
    co_await rendering.tidy();
    co_return nullptr;
  }

  /// The film without these clips, on record: a resume does without them too. None: there is nothing to be done without, or no
  /// film then.
  asio::awaitable<PlannedFilmPtr> plan_without(const LeftOuts& bad) {
    const auto decided = std::make_shared<Decisions>(film_->prepared.decisions);
    for (const LeftOut& clip : bad) add_new(decided->left_out, clip);
    if (decided->left_out.size() == film_->prepared.decisions.left_out.size()) co_return nullptr;
    PrepareRequest request = request_;
    request.decided = decided;
    auto prepared = co_await context_.preparation.prepare(parsed_, std::move(request));
    if (!prepared.errors.empty()) {
      for (const core::Error& error : prepared.errors) {
        const bool is_told = std::ranges::find(decided->left_out, error, &LeftOut::why) != decided->left_out.end();
        if (!is_told) teller_.error(error);
      }
      co_return nullptr;
    }
    for (const LeftOut& clip : bad) teller_.warning(left_out_warning(clip));
    auto next = std::make_unique<PlannedFilm>(context_, name_, std::move(prepared), std::set<std::string>());
    co_await next->recall.look();
    const auto on_record = co_await next->record.begin(next->recall);
    if (!on_record) {
      teller_.error(on_record.error());
      co_return nullptr;
    }
    next->record.complete();
    co_return next;
  }

  /// Where something has changed, what was done without is tried again.
  [[nodiscard]] static std::shared_ptr<const Decisions> decided_by(const Replay& replay) {
    if (!replay.decided || replay.sentences.empty()) return replay.decided;
    auto decided = std::make_shared<Decisions>(*replay.decided);
    decided->bad.clear();
    decided->left_out.clear();
    return decided;
  }

  RunContext context_;
  const ParsedDocument& parsed_;
  PrepareRequest request_;
  Teller teller_;
  FilmName name_;
  FilmEnding& ending_;
  PlannedFilmPtr film_;   ///< none as long as it is not planned
  SessionWork done_;
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
  FilmRun film(std::move(context), parsed, std::move(prepare), std::move(teller), std::move(name), ending);
  co_await film.run();
}

}  // namespace spool::pipelines
