// One stream of events feeds bars, lines and JSON (and later the journal). Source: CONTRACT, "Events".
#pragma once

#include "core/error.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace spool::core {

enum class RunOutcome { succeeded, partial, failed, interrupted, cancelled };
enum class JobOutcome { succeeded, failed, timed_out, stalled, cancelled, skipped };

/// An output in its place.
struct Delivered {
  std::string path;  ///< absolute
  std::int64_t frames = 0;
  std::int64_t samples = 0;
  double seconds = 0;
  bool cached = false;
};

struct FailedJob {
  std::string job;
  std::string code;
  std::string reason;
};

struct RunStarted {
  std::string pipeline;
  std::optional<std::int64_t> jobs;  ///< none for the whole of a batch
};
struct RunFinished {
  RunOutcome outcome = RunOutcome::succeeded;
  double seconds = 0;
  std::vector<Delivered> outputs;
  std::vector<FailedJob> failed;
};
struct JobStarted {
  std::string job;
  std::vector<std::string> steps;
  std::string kind;
  std::vector<std::string> argv;
  int attempt = 1;
};
struct JobProgress {
  std::string job;
  double fraction = 0;  ///< 0 to 1
  double speed = 0;     ///< seconds of film a second
  std::int64_t frame = 0;
};
struct JobFinished {
  std::string job;
  std::vector<std::string> steps;
  std::string kind;
  JobOutcome outcome = JobOutcome::succeeded;
  double seconds = 0;
  bool cached = false;
  std::string reason;  ///< empty: none
};
struct JobRetrying {
  std::string job;
  int attempt = 2;  ///< the one that starts after the delay
  double delay_s = 0;
  std::string reason;
};
struct RunPaused {
  std::int64_t running = 0;
  std::int64_t waiting = 0;
};
struct RunReleased {
  std::int64_t running = 0;
  std::int64_t waiting = 0;
};
/// Said to the person: an error, a warning, or a note (what was decided about a source).
struct Said {
  enum class Weight { error, warning, note };
  Weight weight = Weight::error;
  Error what;
};

using Happening = std::variant<RunStarted, RunFinished, JobStarted, JobProgress, JobFinished, JobRetrying,
                               RunPaused, RunReleased, Said>;

struct Event {
  std::chrono::system_clock::time_point at;
  std::string run;   ///< empty before there is one
  std::string item;  ///< the file of a batch as given; empty elsewhere
  Happening what;
};

class EventSink {
 public:
  EventSink() = default;
  EventSink(const EventSink&) = delete;
  EventSink& operator=(const EventSink&) = delete;
  virtual ~EventSink() = default;
  virtual void on(const Event& event) = 0;
};

}  // namespace spool::core
