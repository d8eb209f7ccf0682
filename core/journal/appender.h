// Groups of entries into the tables of the journal. Blocks; belongs to the writer's thread.
#pragma once

#include "core/journal/store.h"
#include "core/sqlite/database.h"

#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>

namespace spool::core {

class Appender {
 public:
  static Result<Appender> prepare(sqlite::Database database, std::string turn_file);

  /// All or none, on the disk when it returns.
  Result<void> append(std::span<const Entry> group);

 private:
  /// A run as its row says.
  struct Run {
    std::int64_t number = 0, events = 0, ended = 0;
    bool planned = false;
  };
  /// What stands in the tables of runs within one group: read once, written once.
  using Runs = std::unordered_map<std::string, Run>;

  Appender(sqlite::Database database, std::string turn_file, sqlite::Statement find_run,
           sqlite::Statement add_run, sqlite::Statement set_run, sqlite::Statement add_event,
           sqlite::Statement add_large, sqlite::Statement set_placed);

  Result<Run*> run_of(const Entry& entry, Runs& runs);
  Result<void> add(const Entry& entry, Run& run);
  Result<void> take_note(const Entry& entry, Run& run);
  Result<void> write_back(const Runs& runs);

  sqlite::Database database_;
  std::string turn_file_;
  sqlite::Statement find_run_, add_run_, set_run_, add_event_, add_large_, set_placed_;
};

}  // namespace spool::core
