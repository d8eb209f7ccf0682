// One controller for a run: a flock on STATE/runs/RUN/lock, which goes with its process. Children never
// inherit it.
#pragma once

#include "core/error.h"
#include "core/unique_fd.h"

#include <cstdint>
#include <optional>
#include <string>

namespace spool::core {

/// Who holds a run.
struct Holder {
  std::int64_t pid = 0;
  std::string host;
};

class RunLock {
 public:
  /// `folder`: STATE/runs/RUN, made where missing. Never waits. Error `run.held`: says by whom (pid, host)
  /// and what to do.
  static Result<RunLock> take(const std::string& folder);
  /// Who holds it just now; none: nobody does. Never makes anything.
  static std::optional<Holder> holder(const std::string& folder);

  RunLock(RunLock&&) noexcept = default;
  RunLock& operator=(RunLock&&) noexcept = default;
  ~RunLock() = default;

 private:
  explicit RunLock(UniqueFd fd) : fd_(std::move(fd)) {}
  UniqueFd fd_;
};

}  // namespace spool::core
