// Where events are kept for good: append-only, in groups. The seam between the journal and the disk: one real
// side (sqlite_store.h), one in the simulation that can fail, be slow, or forget what was not yet committed.
#pragma once

#include "core/error.h"

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace spool::core {

/// One event as it is stored.
struct Entry {
  std::chrono::system_clock::time_point at;  ///< kept in microseconds
  std::string run;
  std::string kind;  ///< "job.done"; run_event.h has them all
  std::string body;  ///< a JSON object
  /// What lists can do without and may be megabytes: kept apart, so that they need not read past it. Empty:
  /// none.
  std::string large = {};
};

class Store {
 public:
  using Done = std::function<void(Result<void>)>;

  Store() = default;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;
  virtual ~Store() = default;

  /// Puts the group on the disk, all or none of it, then calls `done` on the event loop (never before this
  /// returns). Called with one group at a time. Errors as those of the real one:
  /// `disk.full`, `disk.failed`, `state.damaged`, `state.busy`, `state.unusable`.
  virtual void append(std::vector<Entry> group, Done done) = 0;
};

}  // namespace spool::core
