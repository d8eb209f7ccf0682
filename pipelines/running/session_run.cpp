#include "pipelines/running/session_run.h"

#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "core/engine.h"
#include "pipelines/running/batch_items.h"
#include "pipelines/running/faults_without_media.h"
#include "pipelines/running/hooks.h"
#include "pipelines/running/preparation.h"
#include "pipelines/running/run_id.h"
#include "pipelines/running/why_not_cached.h"
#include "pipelines/state/run_folder.h"

namespace spool::pipelines {
namespace {

namespace asio = boost::asio;

/// Runs are forgotten this long after their end, what is known of files this long after its last use.
constexpr auto runs_kept = std::chrono::days(30);
constexpr int facts_kept_days = 90;

/// Blocks. Best effort: what cannot be tidied today is tidied another day.
void tidy(const std::string& state) {
  sweep_dead_runs(state);
  core::Cache::sweep(state);
  forget_old_runs(state, std::chrono::system_clock::now() - runs_kept);
  auto facts = core::FileFacts::open(state);
  if (facts) facts->trim(facts_kept_days);
}

asio::awaitable<void> tidy_beside(core::Blocking& housekeeping, std::string state) {
  const auto work = [state = std::move(state)] {
    tidy(state);
    return true;
  };
  const bool done = co_await housekeeping.run(work);
  (void)done;
}

/// Hooks as the journal of their run has them.
class HooksOnRecord final : public HookLog {
 public:
  explicit HooksOnRecord(LiveRun& live) : live_(live) {}

  [[nodiscard]] bool already_ended(const std::string& id) const override {
    const auto hook = live_.history().hooks().find(id);
    return hook != live_.history().hooks().end() && hook->second.has_value();
  }
  asio::awaitable<core::Result<void>> began(std::string id, std::string which) override {
    core::RunEvent event = core::HookBegan{std::move(id), std::move(which)};
    auto on_record = co_await live_.commit(std::move(event));
    co_return on_record;
  }
  asio::awaitable<core::Result<void>> ended(std::string id, bool ok, std::string reason) override {
    core::RunEvent event = core::HookEnded{std::move(id), ok, std::move(reason)};
    auto on_record = co_await live_.commit(std::move(event));
    co_return on_record;
  }

 private:
  LiveRun& live_;
};

}  // namespace

asio::awaitable<core::Result<void>> SessionParts::open_state(std::string path, std::uint64_t cache_limit) {
  if (state) co_return core::Result<void>();
  const auto open = [&] { return StateFolder::open(executor, path, cache_limit); };
  auto opened = co_await blocking.run(open);
  if (!opened) co_return opened.error();
  state = std::move(*opened);
  contents = std::make_unique<Contents>(executor, blocking, state->facts());
  asio::co_spawn(executor, tidy_beside(housekeeping, path), asio::detached);
  co_return core::Result<void>();
}

SessionRun::SessionRun(SessionParts& parts, KeptRequest request, std::optional<LeftRun> left)
    : parts_(parts), request_(std::move(request)), kept_(to_json(request_)), left_(std::move(left)) {
  if (left_) anyway_ = left_->anyway;
}

asio::awaitable<RunReport> SessionRun::start() {
  const Teller early(parts_.sink, left_ ? left_->id : std::string(), "");
  const auto parsed = parse(request_.run.document, request_.run.pipeline);
  if (!parsed) {
    early.errors(parsed.error());
    co_return RunReport{core::exit_code_of(parsed.error()), false};
  }
  const auto opened = co_await parts_.open_state(request_.run.state, request_.run.cache_limit);
  if (!opened) {
    const core::Errors errors = co_await beside(opened.error(), *parsed);
    early.errors(errors);
    co_return RunReport{core::exit_code_of(errors), false};
  }
  const LiveRun::Around around{parts_.executor, parts_.runner, parts_.blocking, parts_.control, *parts_.state};
  std::unique_ptr<LiveRun> live;
  if (left_) {
    live = std::make_unique<LiveRun>(around, early, std::move(left_->history), std::move(left_->lock));
  } else {
    const Teller teller(parts_.sink, new_run_id(std::chrono::system_clock::now()), "");
    live = std::make_unique<LiveRun>(around, teller);
  }
  parts_.live = live.get();
  const RunReport report = co_await carry_out(*live, *parsed);
  parts_.live = nullptr;
  co_return report;
}

/// A machine that cannot render hides nothing of the document. That of a batch has been read already, when its items were chosen.
asio::awaitable<core::Errors> SessionRun::beside(core::Error error, const ParsedDocument& parsed) {
  if (!request_.items.empty()) co_return core::Errors(1, error);
  auto errors = co_await faults_beside(std::move(error), parts_.blocking, parsed, request_.run);
  co_return errors;
}

asio::awaitable<RunReport> SessionRun::carry_out(LiveRun& live, const ParsedDocument& parsed) {
  Preparation preparation(parts_.executor, parts_.runner, parts_.blocking, parts_.state->facts(), true, parts_.control, request_.run);
  const auto ready = co_await preparation.start();
  if (!ready) {
    const core::Errors errors = co_await beside(ready.error(), parsed);
    Teller(parts_.sink, live.id(), "").errors(errors);
    co_return RunReport{core::exit_code_of(errors), false};
  }
  core::Slots slots(parts_.executor, static_cast<std::size_t>(request_.run.jobs));
  core::Engine engine(parts_.executor, parts_.runner, slots, *parts_.clock);
  PreviousRun previous;
  RunContext context{parts_.executor,  engine,      parts_.runner, parts_.blocking, *parts_.clock, parts_.control, *parts_.state,
                     *parts_.contents, preparation, live,          previous,        request_.run,  kept_,          anyway_,          nullptr};
  RunReport report;
  if (request_.items.empty()) {
    report = co_await single(std::move(context), parsed);
  } else {
    report = co_await batch(std::move(context), parsed);
  }
  // Who the ffmpeg is may still be being found out; that holds on to the preparation.
  const std::string known = co_await preparation.tool().fingerprint();
  (void)known;
  co_return report;
}

asio::awaitable<void> SessionRun::end(LiveRun& live, const Document* document, core::RunFinished finished, int exit_code,
                                      std::string reason) {
  const Teller teller(parts_.sink, live.id(), "");
  if (document != nullptr) {
    const core::Errors warnings = co_await after_the_run(live, *document, finished);
    for (const core::Error& warning : warnings) teller.warning(warning);
  }
  const std::string told = reason;
  const auto on_record = co_await live.end(finished.outcome, exit_code, std::move(reason));
  if (!on_record && on_record.error().message != told) teller.error(on_record.error());
  teller.tell(std::move(finished));
}

asio::awaitable<core::Errors> SessionRun::after_the_run(LiveRun& live, const Document& document, const core::RunFinished& finished) {
  const std::vector<Hook>& hooks = hooks_for(document.policy, finished.outcome);
  if (hooks.empty()) co_return core::Errors();
  HookFacts facts;
  facts.run = live.id();
  facts.id = live.id();
  facts.pipeline = document.name;
  facts.outcome = finished.outcome;
  facts.seconds = finished.seconds;
  facts.outputs = request_.items.empty() ? finished.outputs : live.history().outputs();
  facts.failed = finished.failed;
  facts.folder = run_folder_path(parts_.state->path(), live.id());
  HooksOnRecord log(live);
  auto warnings = co_await run_hooks(parts_.runner, hooks, facts, log);
  if (!warnings) co_return core::Errors(1, warnings.error());
  co_return std::move(*warnings);
}

// ---- one film ----

class SessionRun::SingleEnding final : public FilmEnding {
 public:
  SingleEnding(SessionRun& run, LiveRun& live) : run_(run), live_(live) {}

  asio::awaitable<void> film_ended(FilmOutcome outcome) override {
    outcome_ = outcome.outcome;
    report_ = RunReport{exit_code_of(outcome), outcome.outcome == core::RunOutcome::interrupted};
    if (!live_.begun()) co_return;  // nothing was started, and there is no run
    co_await run_.end(live_, outcome.document.get(), std::move(outcome.finished), report_.exit_code, std::move(outcome.reason));
  }

  [[nodiscard]] RunReport report() const { return report_; }
  [[nodiscard]] core::RunOutcome outcome() const { return outcome_; }

 private:
  SessionRun& run_;
  LiveRun& live_;
  RunReport report_;
  core::RunOutcome outcome_ = core::RunOutcome::failed;
};

asio::awaitable<RunReport> SessionRun::single(RunContext context, const ParsedDocument& parsed) {
  LiveRun& live = context.live;
  SingleEnding ending(*this, live);
  PrepareRequest prepare = prepare_request(request_.run);
  Teller teller(parts_.sink, live.id(), "");
  FilmName name;
  co_await run_film(std::move(context), parsed, std::move(prepare), std::move(teller), std::move(name), ending);
  co_await live.close(ending.outcome());
  co_return ending.report();
}

// ---- a batch ----

asio::awaitable<RunReport> SessionRun::batch(RunContext context, const ParsedDocument& parsed) {
  LiveRun& live = context.live;
  std::string pipeline = request_.run.pipeline_path();
  const auto begun = co_await live.begin(std::move(pipeline), kept_);
  if (!begun) {
    Teller(parts_.sink, live.id(), "").error(begun.error());
    co_return RunReport{core::exit_code_of(begun.error()), false};
  }
  const auto document = read(parsed, prepare_request(request_.run, request_.items.front()).bindings);
  BatchRun items(std::move(context), parts_.sink, parsed);
  std::string name = document ? document->name : std::string();
  BatchOutcome outcome = co_await items.run(std::move(name), request_.items);
  const core::RunOutcome how = outcome.finished.outcome;
  std::string reason;
  co_await end(live, document ? &*document : nullptr, std::move(outcome.finished), outcome.exit_code, std::move(reason));
  co_await live.close(how);
  co_return RunReport{outcome.exit_code, how == core::RunOutcome::interrupted};
}

}  // namespace spool::pipelines
