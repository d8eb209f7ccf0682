// The names that kinds and outcomes have in the journal. They are never changed.
#pragma once

#include "core/journal/run_event.h"

#include <array>
#include <string_view>
#include <utility>

namespace spool::core::words {

constexpr std::string_view kind(const RunSubmitted*) { return "run.submitted"; }
constexpr std::string_view kind(const RunTaken*) { return "run.taken"; }
constexpr std::string_view kind(const RunWaiting*) { return "run.waiting"; }
constexpr std::string_view kind(const FilmPlanned*) { return "film.planned"; }
constexpr std::string_view kind(const JobKeyed*) { return "job.keyed"; }
constexpr std::string_view kind(const JobBegan*) { return "job.began"; }
constexpr std::string_view kind(const JobRetried*) { return "job.retried"; }
constexpr std::string_view kind(const JobDone*) { return "job.done"; }
constexpr std::string_view kind(const OutputPlaced*) { return "output.placed"; }
constexpr std::string_view kind(const RunPauseAsked*) { return "run.paused"; }
constexpr std::string_view kind(const RunReleaseAsked*) { return "run.released"; }
constexpr std::string_view kind(const RunCancelAsked*) { return "run.cancelled"; }
constexpr std::string_view kind(const HookBegan*) { return "hook.began"; }
constexpr std::string_view kind(const HookEnded*) { return "hook.ended"; }
constexpr std::string_view kind(const FilmEnded*) { return "film.ended"; }
constexpr std::string_view kind(const RunEnded*) { return "run.ended"; }

template <class Outcome>
using Words = std::pair<Outcome, std::string_view>;

constexpr std::array<Words<RunOutcome>, 5> outcomes(RunOutcome) {
  return {{{RunOutcome::succeeded, "succeeded"},
           {RunOutcome::partial, "partial"},
           {RunOutcome::failed, "failed"},
           {RunOutcome::interrupted, "interrupted"},
           {RunOutcome::cancelled, "cancelled"}}};
}
constexpr std::array<Words<JobOutcome>, 6> outcomes(JobOutcome) {
  return {{{JobOutcome::succeeded, "succeeded"},
           {JobOutcome::failed, "failed"},
           {JobOutcome::timed_out, "timed_out"},
           {JobOutcome::stalled, "stalled"},
           {JobOutcome::cancelled, "cancelled"},
           {JobOutcome::skipped, "skipped"}}};
}

}  // namespace spool::core::words
