// What is told of a film's jobs.
#include "pipelines/running/film_work.h"

#include <utility>

#include "pipelines/running/live_run.h"

namespace spool::pipelines {
namespace {

core::JobFinished about(const Job& planned, std::string id, core::JobOutcome outcome) {
  core::JobFinished told;
  told.job = std::move(id);
  told.steps = planned.steps;
  told.kind = to_string(planned.kind);
  told.outcome = outcome;
  return told;
}

}  // namespace

void FilmWork::settled(core::JobIndex job, std::optional<core::MadeFile> made) {
  if (made) cached_.insert(job);
  const bool is_on_record = context_.live.history().jobs().contains(id_of(job)) &&
                            context_.live.history().jobs().at(id_of(job)).state == core::JobPast::State::succeeded;
  if (!is_on_record || made) {
    core::JobDone done;
    done.job = id_of(job);
    done.cached = true;
    if (made) done.made.push_back(std::move(*made));
    context_.live.note(std::move(done));
  }
  if (!session_.told.insert(id_of(job)).second) return;  // by an earlier plan of this session
  core::JobFinished told = about(plan_.jobs[job], id_of(job), core::JobOutcome::succeeded);
  told.cached = true;
  teller_.tell(std::move(told));
}

void FilmWork::started(core::JobIndex job, const core::Command& command, int attempt) {
  const Job& planned = plan_.jobs[job];
  context_.live.note(core::JobBegan{id_of(job), attempt});
  core::JobStarted told;
  told.job = id_of(job);
  told.steps = planned.steps;
  told.kind = to_string(planned.kind);
  told.argv = command.argv;
  told.attempt = attempt;
  teller_.tell(std::move(told));
}

void FilmWork::retrying(core::JobIndex job, int attempt, core::Milliseconds delay, const core::Error& reason) {
  core::JobRetrying told;
  told.job = id_of(job);
  told.attempt = attempt + 1;
  told.delay_s = core::Seconds(delay).count();
  told.reason = reason.message;
  teller_.tell(std::move(told));
}

void FilmWork::finished(core::JobIndex job, core::JobOutcome outcome, double seconds, const core::Error* error) {
  core::JobFinished told = about(plan_.jobs[job], id_of(job), outcome);
  told.seconds = seconds;
  if (error != nullptr) told.reason = error->message;
  teller_.tell(std::move(told));
  if (outcome == core::JobOutcome::succeeded) session_.told.insert(id_of(job));
  if (error == nullptr) return;
  if (bad_.contains(job)) {
    held_errors_.push_back(*error);
  } else {
    teller_.error(*error);
  }
}

void FilmWork::skipped(core::JobIndex job, core::JobIndex cause) {
  if (policy_.skip_bad_clips) {
    held_skips_.emplace_back(job, cause);
  } else {
    tell_skipped(job, cause);
  }
}

void FilmWork::tell_failures() {
  for (const core::Error& error : held_errors_) teller_.error(error);
  for (const auto& [job, cause] : held_skips_) tell_skipped(job, cause);
}

void FilmWork::tell_skipped(core::JobIndex job, core::JobIndex cause) {
  core::JobDone done;
  done.job = id_of(job);
  done.outcome = core::JobOutcome::skipped;
  done.reason = "needs " + id_of(cause) + ", which failed";
  core::JobFinished told = about(plan_.jobs[job], id_of(job), core::JobOutcome::skipped);
  told.reason = done.reason;
  context_.live.note(std::move(done));
  teller_.tell(std::move(told));
}

}  // namespace spool::pipelines
