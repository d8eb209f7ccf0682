// The journal's store on this machine: STATE/journal.db, SQLite with WAL and synchronous=FULL. A writer
// thread of its own. Many processes share it: each group is written under a blocking flock on
// STATE/journal.lock (SQLite's own waiting is a loop of naps), never while the event loop waits.
#pragma once

#include "core/error.h"
#include "core/journal/run_history.h"
#include "core/journal/store.h"

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace spool::core {

class SqliteStore final : public Store {
 public:
  /// Makes the state folder and the database where they are missing, brings an older schema up to date.
  /// Blocks. Errors: `state.unusable` (cannot be made or written; says why), `state.network` (a network file
  /// system, with a remedy), `state.newer` (written by a newer Spool), `state.damaged` (not a database, or a
  /// broken one), `disk.full`.
  static Result<std::unique_ptr<SqliteStore>> open(boost::asio::any_io_executor executor,
                                                   const std::string& state);
  ~SqliteStore() override;
  void append(std::vector<Entry> group, Done done) override;

 private:
  class Writer;
  explicit SqliteStore(std::unique_ptr<Writer> writer);
  std::unique_ptr<Writer> writer_;
};

/// Reads what is on the disk. Blocks; opens read-only and never waits for a writer. A state folder without a
/// journal reads as empty. Errors as SqliteStore::open's; every entry is checked against what was written
/// (`state.damaged`).
class JournalReader {
 public:
  static Result<JournalReader> open(const std::string& state);
  JournalReader(JournalReader&&) noexcept;
  JournalReader& operator=(JournalReader&&) noexcept;
  ~JournalReader();

  /// All events of a run, in the order in which they were committed; none: no such run.
  [[nodiscard]] Result<std::vector<Entry>> entries(const std::string& run) const;
  /// The run that they tell of, folded; that of no events: no such run.
  [[nodiscard]] Result<RunHistory> history(const std::string& run) const;
  /// Ids of all runs, the newest first.
  [[nodiscard]] Result<std::vector<std::string>> runs() const;
  /// Of each run (newest first; at most `most`, 0: all) what a list of runs needs: its first event and, where
  /// it has ended for good, the last `run.ended`; other runs (interrupted ones too) come with all their
  /// events. None has its large part. 10,000 ended runs take well below 100 ms.
  [[nodiscard]] Result<std::vector<std::vector<Entry>>> heads(std::size_t most) const;
  /// The newest `output.placed` of exactly this path, in any run.
  [[nodiscard]] Result<std::optional<Entry>> placed(const std::string& path) const;
  /// The newest run other than `but` whose `run.submitted` names this pipeline and that has a
  /// `film.planned`; empty: none. To say what has changed since.
  [[nodiscard]] Result<std::string> previous(const std::string& pipeline, const std::string& but) const;

 private:
  struct Connection;
  explicit JournalReader(std::unique_ptr<Connection> connection);
  std::unique_ptr<Connection> connection_;
};

/// Whether a run may be forgotten: whoever asks takes its lock (core/control/run_lock.h) and keeps it until
/// the end, so that nobody resumes it meanwhile. Must not throw.
using MayGo = std::function<bool(const std::string& run)>;

/// Takes runs out of the journal that ended for good (not interrupted) before `before`; gives their ids, so
/// that their folders can go. Blocks, under the writers' lock, some runs at a time.
Result<std::vector<std::string>> forget_runs(const std::string& state,
                                             std::chrono::system_clock::time_point before,
                                             const MayGo& may_go = {});

}  // namespace spool::core
