#include "core/journal/run_history.h"

#include <algorithm>
#include <set>
#include <utility>

namespace spool::core {
namespace {

bool is_final(const RunEnded& ended) { return ended.outcome != RunOutcome::interrupted; }

RunState state_of(RunOutcome outcome) {
  switch (outcome) {
    case RunOutcome::succeeded:
      return RunState::succeeded;
    case RunOutcome::partial:
      return RunState::partial;
    case RunOutcome::failed:
      return RunState::failed;
    case RunOutcome::interrupted:
      return RunState::interrupted;
    case RunOutcome::cancelled:
      return RunState::cancelled;
  }
  return RunState::interrupted;
}

void count(JobCounts& counts, JobPast::State state) {
  ++counts.total;
  switch (state) {
    case JobPast::State::waiting:
      ++counts.waiting;
      return;
    case JobPast::State::running:
      ++counts.running;
      return;
    case JobPast::State::succeeded:
      ++counts.succeeded;
      return;
    case JobPast::State::failed:
      ++counts.failed;
      return;
    case JobPast::State::skipped:
      ++counts.skipped;
      return;
  }
}

/// What a new session knows of a job of the last one: a success and the tries of one that was still being
/// tried stay; a failure is tried afresh.
void begin_again(JobPast& job) {
  if (job.state == JobPast::State::succeeded) return;
  if (job.state == JobPast::State::failed) {
    job.attempts = 0;
    job.due.reset();
  }
  job.state = JobPast::State::waiting;
}

}  // namespace

std::string_view to_string(RunState state) {
  switch (state) {
    case RunState::waiting:
      return "waiting";
    case RunState::running:
      return "running";
    case RunState::paused:
      return "paused";
    case RunState::succeeded:
      return "succeeded";
    case RunState::partial:
      return "partial";
    case RunState::failed:
      return "failed";
    case RunState::interrupted:
      return "interrupted";
    case RunState::cancelled:
      return "cancelled";
  }
  return "";
}

/// How each event changes the history.
struct RunHistory::Apply {
  RunHistory& run;
  Moment at;

  void operator()(const RunSubmitted& submitted) const {
    if (run.submitted_) return;
    run.submitted_ = submitted;
    run.submitted_at_ = at;
  }

  void operator()(const RunTaken& taken) const {
    run.sessions_ = taken.session;
    run.holder_ = taken;
    run.released_alone_ = false;
    run.ended_.reset();
    for (auto& [item, film] : run.films_) film.ended.reset();
    for (auto& [id, job] : run.jobs_) begin_again(job);
  }

  void operator()(const RunWaiting& waiting) const {
    controller_acts();
    run.waits_until_ = waiting.until;
  }

  void operator()(const FilmPlanned& planned) const {
    controller_acts();
    FilmPast& film = run.films_[planned.item];
    forget_jobs_that_changed(film, planned);
    for (const PlannedJob& job : planned.jobs) run.jobs_[job.id].film = planned.item;
    film.planned = planned;
  }

  void operator()(const JobKeyed& keyed) const {
    controller_acts();
    run.jobs_[keyed.job].key = keyed.key;
  }

  void operator()(const JobBegan& began) const {
    work_goes_on();
    JobPast& job = run.jobs_[began.job];
    job.state = JobPast::State::running;
    job.due.reset();
    job.made.clear();
  }

  void operator()(const JobRetried& retried) const {
    work_goes_on();
    JobPast& job = run.jobs_[retried.job];
    job.state = JobPast::State::waiting;
    job.attempts = retried.attempt - 1;
    job.due = retried.due;
  }

  void operator()(const JobDone& done) const {
    work_goes_on();
    JobPast& job = run.jobs_[done.job];
    job.due.reset();
    job.made = done.made;
    switch (done.outcome) {
      case JobOutcome::succeeded:
        job.state = JobPast::State::succeeded;
        break;
      case JobOutcome::skipped:
        job.state = JobPast::State::skipped;
        return;
      case JobOutcome::cancelled:  // ended by us: that try does not count
        job.state = JobPast::State::waiting;
        return;
      case JobOutcome::failed:
      case JobOutcome::timed_out:
      case JobOutcome::stalled:
        job.state = JobPast::State::failed;
        break;
    }
    job.attempts = done.attempt;
  }

  void operator()(const OutputPlaced& placed) const {
    work_goes_on();
    std::vector<OutputPlaced>& outputs = run.films_[placed.item].outputs;
    const auto same_path = [&](const OutputPlaced& other) { return other.film.path == placed.film.path; };
    const auto earlier = std::ranges::find_if(outputs, same_path);
    if (earlier != outputs.end()) outputs.erase(earlier);
    outputs.push_back(placed);
  }

  void operator()(const RunPauseAsked&) const {
    run.paused_ = true;
    run.released_alone_ = false;
  }

  void operator()(const RunReleaseAsked&) const {
    run.paused_ = false;
    run.released_alone_ = true;  // as long as no controller does anything
  }

  void operator()(const RunCancelAsked&) const { run.cancelled_ = true; }

  void operator()(const HookBegan& began) const {
    controller_acts();
    run.hooks_[began.id].reset();
  }

  void operator()(const HookEnded& ended) const {
    controller_acts();
    run.hooks_[ended.id] = ended;
  }

  void operator()(const FilmEnded& ended) const {
    work_goes_on();
    run.films_[ended.item].ended = ended;
  }

  void operator()(const RunEnded& ended) const {
    controller_acts();
    run.ended_ = ended;
    for (auto& [id, job] : run.jobs_) {
      if (job.state == JobPast::State::running) job.state = JobPast::State::waiting;
    }
  }

 private:
  void controller_acts() const { run.released_alone_ = false; }
  /// Whatever was waited for is over.
  void work_goes_on() const {
    controller_acts();
    run.waits_until_.reset();
  }

  /// A film that is planned anew keeps the past of the jobs that are still made in the same way.
  void forget_jobs_that_changed(const FilmPast& film, const FilmPlanned& planned) const {
    if (!film.planned) return;
    std::set<std::pair<std::string_view, std::string_view>> same;
    for (const PlannedJob& job : planned.jobs) same.emplace(job.id, job.recipe);
    for (const PlannedJob& before : film.planned->jobs) {
      if (!same.contains({before.id, before.recipe})) run.jobs_.erase(before.id);
    }
  }
};

Result<RunHistory> RunHistory::fold(std::span<const Entry> entries) {
  RunHistory history;
  for (const Entry& entry : entries) {
    const auto event = from_entry(entry);
    if (!event) return event.error();
    history.apply(entry.at, *event);
  }
  return history;
}

void RunHistory::apply(Moment at, const RunEvent& event) { std::visit(Apply{*this, at}, event); }

RunState RunHistory::state(bool held) const {
  if (ended_ && (held || is_final(*ended_))) return state_of(ended_->outcome);
  if (cancelled_ && !held) return RunState::cancelled;
  if (paused_) return RunState::paused;
  if (waits_until_ || (released_alone_ && !held)) return RunState::waiting;
  return held ? RunState::running : RunState::interrupted;
}

JobCounts RunHistory::counts(bool held) const {
  if (ended_ && (is_final(*ended_) || jobs_.empty())) return ended_->jobs;
  JobCounts counts;
  for (const auto& [id, job] : jobs_) {
    const bool dead = job.state == JobPast::State::running && !held;
    count(counts, dead ? JobPast::State::waiting : job.state);
  }
  return counts;
}

std::vector<Delivered> RunHistory::outputs() const {
  if (ended_ && is_final(*ended_)) return ended_->outputs;
  std::vector<Delivered> outputs;
  for (const auto& [item, film] : films_) {
    for (const OutputPlaced& placed : film.outputs) outputs.push_back(placed.film);
  }
  return outputs;
}

bool RunHistory::can_be_resumed() const {
  if (!submitted_ || cancelled_) return false;
  return !ended_ || (ended_->outcome != RunOutcome::succeeded && ended_->outcome != RunOutcome::cancelled);
}

}  // namespace spool::core
