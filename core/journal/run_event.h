// The events of a run that are kept, typed, and their form in the journal. What another time would decide
// otherwise is in them; the state of a run is their fold (run_history.h), and nothing else is kept.
#pragma once

#include "core/error.h"
#include "core/event.h"
#include "core/file_identity.h"
#include "core/journal/store.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace spool::core {

using Moment = std::chrono::system_clock::time_point;

/// A person asked for it: the run exists from here on. `run.submitted`
struct RunSubmitted {
  std::string pipeline;  ///< as given; absolute where it is a file
  std::string request;   ///< JSON, opaque to core: the whole request, the document's bytes included
};
/// A controller has taken the run up; they count from 1. `run.taken`
struct RunTaken {
  int session = 1;
  std::int64_t pid = 0;
  std::string host;
};
/// Nothing starts before then. `run.waiting`
struct RunWaiting {
  Moment until;
};
struct PlannedJob {
  std::string id;    ///< unique in the run
  std::string kind;  ///< "clip"
  std::string recipe;  ///< a digest of how it is made: equal ones from equal inputs give equal bytes
};
/// One document with one set of inputs is planned. `film.planned`
struct FilmPlanned {
  std::string item;      ///< the file of a batch, as given; empty elsewhere
  std::string pipeline;  ///< its name
  std::vector<PlannedJob> jobs;
  std::string decisions;  ///< JSON, opaque: probes, tag files, the ffmpeg: what a replay decides from
};
/// What decides a job's bytes, the content of its inputs included, is known: it may be long after it was planned (a large file
/// takes a while to be read). `job.keyed`
struct JobKeyed {
  std::string job;
  std::string key;  ///< JSON, opaque
};
/// Not committed by itself: it goes along. `job.began`
struct JobBegan {
  std::string job;
  int attempt = 1;
};
/// It failed, and is worth another try at `due`. `job.retried`
struct JobRetried {
  std::string job;
  int attempt = 2;  ///< the next one
  Moment due;
  std::string code, reason;
};
/// A work file that a finished job has left, below the run's work folder.
struct MadeFile {
  std::string name;
  std::uint64_t size = 0;
  std::string digest;  ///< of its content (core/cache/digest.h)
};
/// The last word on a job in this session. `job.done`
struct JobDone {
  std::string job;
  JobOutcome outcome = JobOutcome::succeeded;
  int attempt = 1;
  double seconds = 0;
  bool cached = false;
  std::string code, reason;  ///< where it failed
  std::vector<MadeFile> made;
};
/// A film is in its place. `output.placed`
struct OutputPlaced {
  std::string item;
  Delivered film;
  std::string key;        ///< of the job that made it, with the film's format: an equal one means the same film
  FileIdentity identity;  ///< of the file then: an equal one means unchanged since
};
struct RunPauseAsked {};   ///< `run.paused`
struct RunReleaseAsked {};  ///< `run.released`
struct RunCancelAsked {};  ///< `run.cancelled`
/// Committed before the hook is spawned: it runs at least once. `hook.began`
struct HookBegan {
  std::string id;     ///< stable: RUN + "-" + "failure" or "success" + "-" + position
  std::string which;  ///< "on_failure" or "on_success"
};
/// `hook.ended`
struct HookEnded {
  std::string id;
  bool ok = true;
  std::string reason;
};
/// One film (item) has ended. `film.ended`
struct FilmEnded {
  std::string item;
  RunOutcome outcome = RunOutcome::succeeded;
  int exit_code = 0;  ///< as if it had been alone
};
struct JobCounts {
  std::int64_t total = 0, waiting = 0, running = 0, succeeded = 0, failed = 0, skipped = 0;
};
/// The run has ended; `interrupted` can be resumed. With what a list of runs shows. `run.ended`
struct RunEnded {
  RunOutcome outcome = RunOutcome::succeeded;
  int exit_code = 0;
  JobCounts jobs;
  std::vector<Delivered> outputs;
  std::string reason;  ///< why it stopped, where that is not a job's failure ("no room on the disk")
};

using RunEvent = std::variant<RunSubmitted, RunTaken, RunWaiting, FilmPlanned, JobKeyed, JobBegan, JobRetried, JobDone,
                              OutputPlaced, RunPauseAsked, RunReleaseAsked, RunCancelAsked, HookBegan,
                              HookEnded, FilmEnded, RunEnded>;

/// Texts may hold bytes that are not UTF-8 (paths); they come back as they were.
Entry to_entry(std::string run, Moment at, const RunEvent& event);
/// Error `state.damaged`: no such kind, or a body that does not fit it.
Result<RunEvent> from_entry(const Entry& entry);

}  // namespace spool::core
