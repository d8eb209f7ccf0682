#include "pipelines/running/film_run.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "core/completion.h"
#include "core/graph.h"
#include "pipelines/running/film_places.h"
#include "pipelines/running/film_work.h"
#include "pipelines/running/full_disk.h"
#include "pipelines/running/live_run.h"
#include "pipelines/running/recall.h"
#include "pipelines/running/replay.h"
#include "pipelines/running/wait_words.h"
#include "pipelines/running/why_not_cached.h"

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
        record_complete_(context_.executor) {}

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
    core::Errors errors(1, std::move(error));
    co_await refuse(std::move(errors));
  }

  asio::awaitable<void> refuse(core::Errors errors) {
    if (name_.in_batch()) teller_.tell(core::RunStarted{"", std::nullopt});
    const Teller teller = context_.live.begun() ? teller_ : teller_.without_run();
    teller.errors(errors);
    ended_ = true;
    FilmOutcome outcome;
    outcome.finished.seconds = seconds_since(start_);
    outcome.finished.outcome = core::RunOutcome::failed;
    outcome.refused = std::move(errors);
    co_await ending_.film_ended(std::move(outcome));
  }

  asio::awaitable<void> stopped_before() {
    if (name_.in_batch()) teller_.tell(core::RunStarted{"", std::nullopt});
    FilmOutcome outcome;
    outcome.outcome = stopped_outcome();
    outcome.finished.outcome = outcome.outcome;
    outcome.finished.seconds = seconds_since(start_);
    co_await ending_.film_ended(std::move(outcome));
  }

  [[nodiscard]] core::RunOutcome stopped_outcome() const {
    return context_.live.cancelled() ? core::RunOutcome::cancelled : core::RunOutcome::interrupted;
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
    asio::co_spawn(context_.executor, complete_the_record(recall), asio::detached);
    co_await wait_for_its_time();
    co_await render(recall, *begun);
    const auto complete = co_await record_complete_.wait();
    (void)complete;
  }

  asio::awaitable<core::Result<FilmFolder>> begin(const Recall& recall) {
    std::string pipeline = pipeline_path(context_.request);
    auto begun = co_await context_.live.begin(std::move(pipeline), context_.kept_request);
    if (!begun) co_return begun.error();
    const auto make = [&] { return FilmFolder::make(context_.state.path(), context_.live.id(), name_.folder); };
    auto folder = co_await context_.blocking.run(make);
    if (!folder) co_return folder.error();
    note_keys(recall.keys());
    auto on_record = co_await put_plan_on_record(recall);
    if (!on_record) co_return on_record.error();
    co_return folder;
  }

  void note_keys(const FilmKeys& keys) {
    keyed_.resize(keys.size());
    for (std::size_t job = 0; job < keys.size(); ++job) {
      if (!keys[job] || keyed_[job]) continue;
      keyed_[job] = true;
      context_.live.note(core::JobKeyed{name_.job_prefix + plan().jobs[job].id, to_json(*keys[job])});
    }
  }

  asio::awaitable<core::Result<void>> put_plan_on_record(const Recall& recall) {
    core::FilmPlanned planned;
    planned.item = name_.item;
    planned.pipeline = plan().pipeline;
    for (std::size_t job = 0; job < plan().jobs.size(); ++job) {
      const Job& each = plan().jobs[job];
      planned.jobs.push_back({name_.job_prefix + each.id, std::string(to_string(each.kind)), recall.recipes()[job]});
    }
    prepared_.decisions.ffmpeg = context_.preparation.tool().known_fingerprint().value_or(std::string());
    planned.decisions = to_json(prepared_.decisions);
    core::RunEvent event = std::move(planned);
    auto on_record = co_await context_.live.commit(std::move(event));
    co_return on_record;
  }

  /// Who the ffmpeg is may be found out only after the plan has been put on record; without it nobody could tell that it changed.
  asio::awaitable<void> complete_the_record(const Recall& recall) {
    if (prepared_.decisions.ffmpeg.empty()) {
      const std::string ffmpeg = co_await context_.preparation.tool().fingerprint();
      if (!ffmpeg.empty() && !ended_) {
        const auto on_record = co_await put_plan_on_record(recall);
        (void)on_record;  // a journal that is broken ends the run at its next job
      }
    }
    record_complete_.set(true);
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
    keys_ = recall.keys();
    Delivery delivery(context_, plan(), folder, name_.item);
    FilmWork work(context_, prepared_, folder, teller_, name_, keys_, delivery);
    core::Graph graph = co_await graph_of(recall, work);
    if (const auto sound = graph.check(); !sound) {
      co_await refuse(sound.error());
      co_return;
    }
    co_await deliver_what_is_at_hand(recall, delivery);
    co_await say_why(recall);
    core::EngineSettings settings{context_.request.keep_going, earlier_tries()};
    const core::GraphReport report =
        co_await context_.engine.run(graph, work, work, std::move(settings), context_.control);
    co_await delivery.finish();
    ended_ = true;
    FilmOutcome outcome = outcome_of(report, work, delivery);
    if (met_full_disk(report, delivery.failures())) {
      const auto look = [&] { return room_wanted(plan(), context_.request.state, folder.work()); };
      const core::Errors wanted = co_await context_.blocking.run(look);
      for (const core::Error& warning : wanted) teller_.warning(warning);
    }
    const bool complete = outcome.outcome == core::RunOutcome::succeeded;
    const bool failed = !complete && !stopped() && !report.lost && delivery.failures().empty();
    co_await ending_.film_ended(std::move(outcome));
    if (!complete && !failed) co_return;
    co_await finish_the_cache(work, delivery);
    if (complete || (work.is_spent() && !holds_earlier(recall))) co_await let_go(folder, complete);
  }

  /// Work of an earlier session, of which only its folder is known to hold it.
  [[nodiscard]] bool holds_earlier(const Recall& recall) const {
    for (core::JobIndex job = 0; job < plan().jobs.size(); ++job) {
      if (recall.job(job) == JobStanding::at_hand && !recall.taken()[job]) return true;
    }
    return false;
  }

  /// The work files of a film that is in place, or that would fail again: a batch of thousands needs the room of those under way.
  asio::awaitable<void> let_go(const FilmFolder& folder, bool complete) {
    const auto remove = [&folder, complete] {
      folder.remove_work();
      if (complete) folder.remove_logs();
      return true;
    };
    const bool removed = co_await context_.blocking.run(remove);
    (void)removed;
  }

  /// All jobs; those that need not run have succeeded already, and are told so.
  asio::awaitable<core::Graph> graph_of(const Recall& recall, FilmWork& work) {
    core::Graph graph;
    for (const Job& job : plan().jobs) graph.add(job.needs, job.cost);
    for (core::JobIndex job = 0; job < plan().jobs.size(); ++job) {
      if (recall.job(job) == JobStanding::to_do) continue;
      graph.assume_succeeded(job);
      work.settled(job, recall.taken()[job]);
      if (recall.job(job) != JobStanding::at_hand) continue;
      const auto learnt = co_await work.learn(job);
      if (!learnt) teller_.warning(learnt.error());
    }
    co_return graph;
  }

  asio::awaitable<void> deliver_what_is_at_hand(const Recall& recall, Delivery& delivery) {
    for (std::size_t i = 0; i < plan().outputs.size(); ++i) {
      const PlannedOutput& output = plan().outputs[i];
      if (recall.outputs()[i].ours) delivery.may_replace(i);
      if (recall.outputs()[i].up_to_date) delivery.is_in_place(i, as_delivered(output, true));
    }
    for (std::size_t i = 0; i < plan().outputs.size(); ++i) {
      const PlannedOutput& output = plan().outputs[i];
      const bool at_hand = recall.job(output.job) == JobStanding::at_hand;
      if (at_hand) delivery.start(output.job, keys_[output.job] ? keys_[output.job]->digest : std::string());
      const auto own = context_.live.history().outputs();
      const bool on_record = std::ranges::any_of(own, [&](const core::Delivered& film) { return film.path == output.path; });
      if (!delivery.is_delivered(i) || on_record) continue;
      std::string key = keys_[output.job] ? keys_[output.job]->digest : std::string();
      const auto recorded = co_await delivery.record(i, std::move(key));
      (void)recorded;  // it is there; the next run looks again
    }
  }

  asio::awaitable<void> say_why(const Recall& recall) {
    if (!context_.request.cache) co_return;
    std::vector<JobIndex> to_do;
    for (JobIndex job = 0; job < plan().jobs.size(); ++job) {
      if (recall.job(job) == JobStanding::to_do) to_do.push_back(job);
    }
    if (to_do.empty()) co_return;
    const auto sentences = co_await why_not_cached(context_, plan(), to_do, name_.item);
    for (const std::string& sentence : sentences) teller_.note({"note.not_cached", sentence, "", {}});
  }

  [[nodiscard]] std::vector<core::EarlierTries> earlier_tries() const {
    std::vector<core::EarlierTries> earlier;
    const auto now = context_.clock.time_of_day();
    for (core::JobIndex job = 0; job < plan().jobs.size(); ++job) {
      const auto past = context_.live.history().jobs().find(name_.job_prefix + plan().jobs[job].id);
      if (past == context_.live.history().jobs().end() || past->second.attempts == 0) continue;
      core::EarlierTries tries{job, past->second.attempts, core::Milliseconds(0)};
      if (past->second.due && *past->second.due > now) {
        tries.delay = std::chrono::duration_cast<core::Milliseconds>(*past->second.due - now);
      }
      earlier.push_back(tries);
    }
    return earlier;
  }

  FilmOutcome outcome_of(const core::GraphReport& report, const FilmWork& work, const Delivery& delivery) {
    FilmOutcome outcome;
    outcome.rendered = true;
    outcome.document = prepared_.document;
    core::RunFinished& told = outcome.finished;
    told.outputs = delivery.delivered();
    for (const core::JobFailure& failure : report.failures) {
      told.failed.push_back({work.id_of(failure.job), failure.error.code, failure.error.message});
    }
    for (const core::JobFailure& failure : delivery.failures()) {
      teller_.error(failure.error);
      told.failed.push_back({work.id_of(failure.job), failure.error.code, failure.error.message});
    }
    if (report.lost) {
      teller_.error(*report.lost);
      outcome.reason = report.lost->message;
    }
    const bool failed = report.failed > 0 || !delivery.failures().empty() || report.lost;
    if (told.outputs.size() == plan().outputs.size() && !report.lost) {
      outcome.outcome = core::RunOutcome::succeeded;
    } else if (report.stop != core::StopMode::go_on && !failed) {
      outcome.outcome = stopped_outcome();
    } else {
      outcome.outcome = told.outputs.empty() ? core::RunOutcome::failed : core::RunOutcome::partial;
    }
    told.outcome = outcome.outcome;
    told.seconds = seconds_since(start_);
    return outcome;
  }

  /// What was made before its inputs were read to their end gets its keys now.
  asio::awaitable<void> finish_the_cache(FilmWork& work, Delivery& delivery) {
    const bool all_known = std::ranges::all_of(keys_, [](const auto& key) { return key.has_value(); });
    if (all_known) co_return;
    keys_ = co_await all_keys(context_.contents, context_.preparation.tool(), plan());
    note_keys(keys_);
    co_await work.insert_all();
    for (std::size_t i = 0; i < plan().outputs.size(); ++i) {
      std::string key = work.key_of(plan().outputs[i].job);
      if (key.empty() || !delivery.is_delivered(i)) continue;
      const auto on_record = co_await delivery.record(i, std::move(key));
      (void)on_record;  // without it the next run renders anew, and nothing is wrong
    }
  }

  RunContext context_;
  Teller teller_;
  FilmName name_;
  FilmEnding& ending_;
  Replay replay_;
  Prepared prepared_;
  FilmKeys keys_;
  std::vector<bool> keyed_;   ///< by job: its key is on record
  core::CompletionSource<bool> record_complete_;   ///< set when nothing more is to be said of the plan
  bool ended_ = false;
  Clock::time_point start_ = Clock::now();
};

}  // namespace

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
