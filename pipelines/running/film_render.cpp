#include "pipelines/running/film_render.h"

#include <algorithm>
#include <utility>

#include "core/graph.h"
#include "pipelines/running/full_disk.h"
#include "pipelines/running/live_run.h"
#include "pipelines/running/why_not_cached.h"

namespace spool::pipelines {

namespace asio = boost::asio;

FilmRender::FilmRender(const RunContext& context, const Prepared& prepared, const FilmFolder& folder, const Teller& teller,
                       const FilmName& name, const Recall& recall, FilmRecord& record, SessionWork& session)
    : context_(context),
      plan_(prepared.plan),
      document_(prepared.document),
      folder_(folder),
      teller_(teller),
      name_(name),
      recall_(recall),
      record_(record),
      keys_(recall.keys()),
      delivery_(context, plan_, folder, name.item),
      work_(context, prepared, folder, teller, name, keys_, delivery_, session) {}

asio::awaitable<core::Result<FilmOutcome>> FilmRender::run() {
  core::Graph graph = co_await graph_of();
  if (const auto sound = graph.check(); !sound) co_return sound.error();
  co_await deliver_what_is_at_hand();
  co_await say_why();
  core::EngineSettings settings{context_.request.keep_going, earlier_tries()};
  const core::GraphReport report = co_await context_.engine.run(graph, work_, work_, std::move(settings), context_.control);
  co_await delivery_.finish();
  if (met_full_disk(report, delivery_.failures())) {
    const auto look = [this] { return room_wanted(plan_, context_.request.state, folder_.work()); };
    const core::Errors wanted = co_await context_.blocking.run(look);
    for (const core::Error& warning : wanted) teller_.warning(warning);
  }
  LeftOuts bad = work_.bad_clips();
  if (only_clips_are_bad(report, bad)) bad_clips_ = std::move(bad);
  FilmOutcome outcome = outcome_of(report);
  complete_ = outcome.outcome == core::RunOutcome::succeeded;
  const bool stopped = context_.control.mode() != core::StopMode::go_on;
  failed_ = !complete_ && !stopped && !report.lost && delivery_.failures().empty();
  co_return outcome;
}

asio::awaitable<void> FilmRender::tidy() {
  if (!complete_ && !failed_) co_return;
  co_await finish_the_cache();
  if (complete_ || (work_.is_spent() && !holds_earlier())) co_await let_go();
}

/// All jobs; those that need not run have succeeded already, and are told so.
asio::awaitable<core::Graph> FilmRender::graph_of() {
  core::Graph graph;
  for (const Job& job : plan_.jobs) graph.add(job.needs, job.cost);
  for (core::JobIndex job = 0; job < plan_.jobs.size(); ++job) {
    if (recall_.job(job) == JobStanding::to_do) continue;
    graph.assume_succeeded(job);
    work_.settled(job, recall_.taken()[job]);
    if (recall_.job(job) != JobStanding::at_hand) continue;
    const auto learnt = co_await work_.learn(job);
    if (!learnt) teller_.warning(learnt.error());
  }
  co_return graph;
}

asio::awaitable<void> FilmRender::deliver_what_is_at_hand() {
  for (std::size_t i = 0; i < plan_.outputs.size(); ++i) {
    const PlannedOutput& output = plan_.outputs[i];
    if (recall_.outputs()[i].ours) delivery_.may_replace(i);
    if (recall_.outputs()[i].up_to_date) delivery_.is_in_place(i, as_delivered(output, true));
  }
  const auto own = context_.live.history().outputs();
  for (std::size_t i = 0; i < plan_.outputs.size(); ++i) {
    const PlannedOutput& output = plan_.outputs[i];
    const bool at_hand = recall_.job(output.job) == JobStanding::at_hand;
    if (at_hand) delivery_.start(output.job, work_.key_of(output.job));
    const bool on_record = std::ranges::any_of(own, [&](const core::Delivered& film) { return film.path == output.path; });
    if (!delivery_.is_delivered(i) || on_record) continue;
    std::string key = work_.key_of(output.job);
    const auto recorded = co_await delivery_.record(i, std::move(key));
    (void)recorded;  // it is there; the next run looks again
  }
}

asio::awaitable<void> FilmRender::say_why() {
  if (!context_.request.cache) co_return;
  std::vector<JobIndex> to_do;
  for (JobIndex job = 0; job < plan_.jobs.size(); ++job) {
    if (recall_.job(job) == JobStanding::to_do) to_do.push_back(job);
  }
  if (to_do.empty()) co_return;
  const auto sentences = co_await why_not_cached(context_, plan_, to_do, name_.item);
  for (const std::string& sentence : sentences) teller_.note({"note.not_cached", sentence, "", {}});
}

std::vector<core::EarlierTries> FilmRender::earlier_tries() const {
  std::vector<core::EarlierTries> earlier;
  const auto now = context_.clock.time_of_day();
  for (core::JobIndex job = 0; job < plan_.jobs.size(); ++job) {
    const auto past = context_.live.history().jobs().find(name_.job_prefix + plan_.jobs[job].id);
    if (past == context_.live.history().jobs().end() || past->second.attempts == 0) continue;
    core::EarlierTries tries{job, past->second.attempts, core::Milliseconds(0)};
    if (past->second.due && *past->second.due > now) {
      tries.delay = std::chrono::duration_cast<core::Milliseconds>(*past->second.due - now);
    }
    earlier.push_back(tries);
  }
  return earlier;
}

bool FilmRender::only_clips_are_bad(const core::GraphReport& report, const LeftOuts& bad) const {
  if (bad.empty() || report.stop != core::StopMode::go_on || report.lost || !delivery_.failures().empty()) return false;
  return std::ranges::all_of(report.failures, [&](const core::JobFailure& failure) { return work_.is_for_bad_clips(failure.job); });
}

FilmOutcome FilmRender::outcome_of(const core::GraphReport& report) {
  FilmOutcome outcome;
  outcome.rendered = true;
  outcome.document = document_;
  core::RunFinished& told = outcome.finished;
  told.outputs = delivery_.delivered();
  for (const core::JobFailure& failure : report.failures) {
    told.failed.push_back({work_.id_of(failure.job), failure.error.code, failure.error.message});
  }
  for (const core::JobFailure& failure : delivery_.failures()) {
    teller_.error(failure.error);
    told.failed.push_back({work_.id_of(failure.job), failure.error.code, failure.error.message});
  }
  if (report.lost) {
    teller_.error(*report.lost);
    outcome.reason = report.lost->message;
  }
  const bool failed = report.failed > 0 || !delivery_.failures().empty() || report.lost;
  if (told.outputs.size() == plan_.outputs.size() && !report.lost) {
    outcome.outcome = core::RunOutcome::succeeded;
  } else if (report.stop != core::StopMode::go_on && !failed) {
    outcome.outcome = stopped_outcome(context_);
  } else {
    // Films that were there already, or done before the failure, are no success of a run that was not asked to keep going.
    const bool is_partial = context_.request.keep_going && !told.outputs.empty();
    outcome.outcome = is_partial ? core::RunOutcome::partial : core::RunOutcome::failed;
  }
  told.outcome = outcome.outcome;
  return outcome;
}

/// What was made before its inputs were read to their end gets its keys now.
asio::awaitable<void> FilmRender::finish_the_cache() {
  const bool all_known = std::ranges::all_of(keys_, [](const auto& key) { return key.has_value(); });
  if (all_known) co_return;
  keys_ = co_await all_keys(context_.contents, context_.preparation.tool(), plan_);
  record_.note_keys(keys_);
  co_await work_.insert_all();
  for (std::size_t i = 0; i < plan_.outputs.size(); ++i) {
    std::string key = work_.key_of(plan_.outputs[i].job);
    if (key.empty() || !delivery_.is_delivered(i)) continue;
    const auto on_record = co_await delivery_.record(i, std::move(key));
    (void)on_record;  // without it the next run renders anew, and nothing is wrong
  }
}

/// Work of an earlier session, of which only its folder is known to hold it.
bool FilmRender::holds_earlier() const {
  for (core::JobIndex job = 0; job < plan_.jobs.size(); ++job) {
    if (recall_.job(job) == JobStanding::at_hand && !recall_.taken()[job]) return true;
  }
  return false;
}

/// The work files of a film that is in place, or that would fail again: a batch of thousands needs the room of those under way.
asio::awaitable<void> FilmRender::let_go() {
  const auto remove = [this] {
    folder_.remove_work();
    if (complete_) folder_.remove_logs();
    return true;
  };
  const bool removed = co_await context_.blocking.run(remove);
  (void)removed;
}

}  // namespace spool::pipelines
