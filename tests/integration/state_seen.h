// A state folder as somebody sees it who shares no code with Spool: the journal by SQLite alone, the files by
// their names.
#pragma once

#include "tests/integration/child.h"

#include <functional>
#include <set>
#include <string>
#include <vector>

namespace spool::test {

/// What the journal says of all its runs.
struct OnRecord {
  std::set<std::string> runs;
  std::set<std::string> finished;  ///< jobs that succeeded
  bool ended = false;              ///< a run has ended, and was not interrupted
};

/// Reads a copy: looking changes nothing. Nothing on record where there is no journal yet.
OnRecord on_record(const std::string& state);

/// SQLite's own "pragma integrity_check" of a copy: "ok".
std::string integrity(const std::string& database);

/// What lies in a state folder and should not when nothing runs: anything but the databases, their locks, and
/// whole entries of the cache. Paths from `state` on.
std::vector<std::string> left_in(const std::string& state);

/// Names in a folder that Spool gave to what was to become a film.
std::vector<std::string> half_placed_in(const std::string& folder);

/// Every file below a folder.
std::vector<std::string> files_below(const std::string& folder);

}  // namespace spool::test
