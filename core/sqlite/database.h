// SQLite behind RAII, and no more of it than is used: a connection, statements, a transaction under a lock
// that other processes wait for. Everything here blocks.
#pragma once

#include "core/error.h"
#include "core/unique_fd.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

struct sqlite3;
struct sqlite3_stmt;

namespace spool::core::sqlite {

class Statement;

enum class Access { read_only, read_write, at_rest };

/// A connection. busy_timeout is 0: who writes holds a WriteTurn, and readers of a WAL never wait. Opening
/// and closing take turns by a flock on PATH.opening: SQLite would answer "busy" where two recover at once.
class Database {
 public:
  /// `read_write` makes the file where it is missing, in WAL mode with synchronous=FULL. `read_only` reads in
  /// a folder that cannot be written, too, unless a dead writer has left something to recover there.
  /// `at_rest` reads the file alone as it lies there, without a log or a lock, and leaves no trace (the
  /// others make -wal and -shm beside it, and the last one takes them away); what is written meanwhile may
  /// look like damage to it. Errors: `state.damaged` (not a database, or broken), `disk.full`, `disk.failed`,
  /// `state.busy` (another program holds it), `state.unusable` (cannot be opened or written).
  static Result<Database> open(const std::string& path, Access access);

  Database(Database&&) noexcept = default;
  Database& operator=(Database&&) noexcept = default;
  ~Database() = default;

  Result<void> execute(const std::string& sql);
  [[nodiscard]] Result<Statement> prepare(std::string_view sql) const;
  /// `pragma user_version`: the schema's version.
  [[nodiscard]] Result<int> version() const;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  friend class Transaction;
  struct Close {
    std::string turn_file;  ///< empty: not opened yet, the turn is held
    void operator()(sqlite3* handle) const;
  };
  using Handle = std::unique_ptr<sqlite3, Close>;
  static Result<Database> connect(const std::string& file, const std::string& path, Access access,
                                  Close close);
  Database(Handle handle, std::string path) : handle_(std::move(handle)), path_(std::move(path)) {}
  Handle handle_;
  std::string path_;
};

/// Prepared once, run often: bind, step, read, reset. Parameters and columns count from 0.
class Statement {
 public:
  Statement(Statement&&) noexcept = default;
  Statement& operator=(Statement&&) noexcept = default;
  ~Statement() = default;

  void bind(int parameter, std::int64_t value);
  void bind(int parameter, std::string_view text);  ///< a copy; any bytes
  /// True: a row is there. False: at the end.
  Result<bool> step();
  /// Ready for the next run; bindings stay.
  void reset();
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] std::string text(int column) const;  ///< empty where it is NULL

 private:
  friend class Database;
  struct Finalize {
    void operator()(sqlite3_stmt* handle) const;
  };
  Statement(sqlite3_stmt* handle, sqlite3* database, std::string path);
  std::unique_ptr<sqlite3_stmt, Finalize> handle_;
  sqlite3* database_;
  std::string path_;
};

/// The turn of one writer among processes: a blocking flock on a file of its own, as long as it lives. Where
/// it waits, the kernel wakes it.
class WriteTurn {
 public:
  /// Error `state.unusable`: the lock file cannot be made.
  static Result<WriteTurn> take(const std::string& lock_file);
  WriteTurn(WriteTurn&&) noexcept = default;
  WriteTurn& operator=(WriteTurn&&) = delete;
  ~WriteTurn();

 private:
  friend class Database;
  explicit WriteTurn(UniqueFd fd) : fd_(std::move(fd)) {}
  static Result<void> wait_for(int fd, const std::string& lock_file);
  UniqueFd fd_;
};

/// BEGIN IMMEDIATE now; rolled back unless committed.
class Transaction {
 public:
  static Result<Transaction> begin(Database& database);
  Transaction(Transaction&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();
  Result<void> commit();

 private:
  explicit Transaction(Database& database) : database_(&database) {}
  Database* database_;
};

/// Error `state.network` where the folder (or, as long as it is not made, the one that it will be in) is on a
/// file system that SQLite's WAL is not safe on (nfs, smb, cifs, fuse of the network kind, 9p, …), with a
/// remedy.
Result<void> check_local(const std::string& folder);

}  // namespace spool::core::sqlite
