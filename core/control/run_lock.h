// One controller for a run: a lock on STATE/runs/RUN/lock, which goes with its process. Children never
// inherit it. It is a lock of the open file (fcntl, F_OFD_SETLK), which dies as a flock does, but can be
// asked about without being taken: who looks never keeps out who takes.
#pragma once

#include "core/error.h"
#include "core/unique_fd.h"

#include <cstdint>
#include <optional>
#include <string>

namespace spool::core {

/// Who holds a run. `pid` is 0 in the instant in which it has not yet said so.
struct Holder {
  std::int64_t pid = 0;
  std::string host;
};

class RunLock {
 public:
  /// As its controller. `folder`: STATE/runs/RUN, made where missing. Blocks, but for no controller. Errors:
  /// `run.held` (says by whom, and what to do), `state.unusable`, `disk.full`.
  static Result<RunLock> take(const std::string& folder);
  /// To work on a run that has no controller, and soon be done: `holder` does not see it, others wait for it.
  /// Errors likewise.
  static Result<RunLock> take_for_a_moment(const std::string& folder);
  /// Who holds it just now; none: nobody does. Never makes anything.
  static std::optional<Holder> holder(const std::string& folder);

  RunLock(RunLock&&) noexcept = default;
  RunLock& operator=(RunLock&&) noexcept = default;
  ~RunLock() = default;

 private:
  explicit RunLock(UniqueFd fd) : fd_(std::move(fd)) {}
  UniqueFd fd_;
};

/// The error `run.held`, for whoever knows of a holder in another way.
Error held_by(const std::string& folder, const Holder& holder);

}  // namespace spool::core
