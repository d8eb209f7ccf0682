#include "core/cache/file_facts.h"

#include "core/cache/digest.h"
#include "core/sqlite/database.h"

#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <system_error>
#include <utility>

namespace spool::core {
namespace {

namespace fs = std::filesystem;
using sqlite::Access;
using sqlite::Database;
using sqlite::Statement;
using sqlite::WriteTurn;

// The table's name carries the version of its form. One row for each file and kind: what the file was before
// goes with it.
constexpr auto schema =
    "create table if not exists facts_1 (device integer, inode integer, kind text, size integer, modified "
    "integer, "
    "changed integer, value text, proof text, used integer, primary key (device, inode, kind)) without rowid;"
    "create index if not exists facts_1_by_value on facts_1 (kind, value) where length(value) <= 64";
constexpr auto find_sql =
    "select value, proof, used from facts_1 where device = ? and inode = ? and kind = ? and size = ? and "
    "modified = ? and changed = ?";
constexpr auto put_sql = "insert or replace into facts_1 values (?, ?, ?, ?, ?, ?, ?, ?, ?)";
constexpr auto use_sql = "update facts_1 set used = ? where device = ? and inode = ? and kind = ?";
constexpr auto has_sql = "select 1 from facts_1 where kind = ? and value = ? and length(value) <= 64 limit 1";
constexpr auto trim_sql = "delete from facts_1 where used < ?";

std::int64_t today() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::hours>(now).count() / 24;
}

std::int64_t signed_of(std::uint64_t value) { return static_cast<std::int64_t>(value); }

/// SQLite does not notice a flipped bit in a value; a wrong fact would be a wrong film.
Digest proof_of(const FileIdentity& identity, std::string_view kind, std::string_view value) {
  std::string all;
  for (const std::uint64_t number : {identity.device, identity.inode, identity.size}) {
    all += std::to_string(number) + " ";
  }
  all += std::to_string(identity.modified_ns) + " " + std::to_string(identity.changed_ns) + " ";
  all.append(kind).append(1, '\0').append(value);
  return digest_of(all);
}

/// Device, inode and kind, from `first` on: what find, put and use begin with or end on.
void bind_key(Statement& statement, int first, const FileIdentity& identity, std::string_view kind) {
  statement.bind(first, signed_of(identity.device));
  statement.bind(first + 1, signed_of(identity.inode));
  statement.bind(first + 2, kind);
}

/// Size and times, right after device, inode and kind.
void bind_version(Statement& statement, const FileIdentity& identity) {
  statement.bind(3, signed_of(identity.size));
  statement.bind(4, identity.modified_ns);
  statement.bind(5, identity.changed_ns);
}

/// An open database with what is asked of it.
struct Session {
  Database database;
  Statement find, has;
};

Result<Session> prepare(Database database) {
  auto find = database.prepare(find_sql);
  if (!find) return find.error();
  auto has = database.prepare(has_sql);
  if (!has) return has.error();
  return Session{std::move(database), std::move(*find), std::move(*has)};
}

/// Without a trace where nobody is at work. Where somebody is (or died), what a reader needs beside the file
/// is there already.
Result<Session> open_to_read(const std::string& path) {
  const bool at_work = ::access((path + "-wal").c_str(), F_OK) == 0;
  auto database = Database::open(path, at_work ? Access::read_only : Access::at_rest);
  if (!database) return database.error();
  return prepare(std::move(*database));
}

Result<Session> open_to_write(const std::string& path) {
  auto database = Database::open(path, Access::read_write);
  if (!database) return database.error();
  if (auto set = database->execute("pragma synchronous = normal"); !set) return set.error();
  if (auto made = database->execute(schema); !made) return made.error();
  return prepare(std::move(*database));
}

bool is_damage(const Error& error) { return error.code == "state.damaged"; }

}  // namespace

struct FileFacts::Connection {
  std::string path;
  std::string lock_file;
  bool read_only = false;
  std::optional<Session> session;  ///< none: nothing is known, nothing is kept

  /// Opens it; damaged, it is taken away and made anew.
  Result<void> open() {
    session.reset();
    auto turn = WriteTurn::take(lock_file);
    if (!turn) return turn.error();
    auto opened = open_to_write(path);
    if (!opened && is_damage(opened.error())) {
      remove();
      opened = open_to_write(path);
    }
    if (!opened) return opened.error();
    session.emplace(std::move(*opened));
    return {};
  }

  /// A fault that shows only where something is read.
  void judge(const Error& error) {
    if (read_only || !is_damage(error)) return;
    session.reset();
    if (auto turn = WriteTurn::take(lock_file); turn) remove();
    static_cast<void>(open());
  }

  /// One statement that writes, in its turn among processes. `bind` gives it its values.
  template <class Bind>
  void write(const char* sql, Bind bind) {
    if (read_only || !session) return;
    if (const auto done = run(sql, bind); !done) judge(done.error());
  }

 private:
  template <class Bind>
  Result<void> run(const char* sql, Bind bind) {
    auto turn = WriteTurn::take(lock_file);
    if (!turn) return turn.error();
    auto statement = session->database.prepare(sql);
    if (!statement) return statement.error();
    bind(*statement);
    if (auto stepped = statement->step(); !stepped) return stepped.error();
    return {};
  }

  void remove() const {
    for (const char* const part : {"", "-wal", "-shm"}) ::unlink((path + part).c_str());
  }
};

FileFacts::FileFacts(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
FileFacts::FileFacts(FileFacts&&) noexcept = default;
FileFacts& FileFacts::operator=(FileFacts&&) noexcept = default;
FileFacts::~FileFacts() = default;

Result<FileFacts> FileFacts::open(const std::string& state, bool read_only) {
  auto connection = std::make_unique<Connection>();
  connection->path = state + "/facts.db";
  connection->lock_file = state + "/facts.lock";
  connection->read_only = read_only;
  if (read_only) {
    if (::access(connection->path.c_str(), R_OK) == 0) {
      if (auto session = open_to_read(connection->path)) connection->session.emplace(std::move(*session));
    }
    return FileFacts(std::move(connection));
  }
  if (auto local = sqlite::check_local(state); !local) return local.error();
  std::error_code error;
  fs::create_directories(state, error);
  if (error == std::errc::no_space_on_device)
    return Error{
        "disk.full", "no room on the disk for " + state, "make room there, or give another with --state", {}};
  if (error) {
    return Error{"state.unusable",
                 "cannot make the state folder " + state + ": " + error.message(),
                 "give another with --state DIR or $SPOOL_STATE",
                 {}};
  }
  if (auto opened = connection->open(); !opened) return opened.error();
  return FileFacts(std::move(connection));
}

std::optional<std::string> FileFacts::find(const FileIdentity& identity, std::string_view kind) const {
  if (!connection_->session) return std::nullopt;
  Statement& find = connection_->session->find;
  bind_key(find, 0, identity, kind);
  bind_version(find, identity);
  const auto row = find.step();
  if (!row) {
    connection_->judge(row.error());
    return std::nullopt;
  }
  std::optional<std::string> value;
  std::int64_t used = 0;
  if (*row && find.text(1) == proof_of(identity, kind, find.text(0))) {
    value = find.text(0);
    used = find.integer(2);
  }
  find.reset();
  if (!value || used == today()) return value;
  connection_->write(use_sql, [&](Statement& use) {
    use.bind(0, today());
    bind_key(use, 1, identity, kind);
  });
  return value;
}

void FileFacts::put(const FileIdentity& identity, std::string_view kind, std::string_view value) {
  if (identity.young) return;
  connection_->write(put_sql, [&](Statement& put) {
    bind_key(put, 0, identity, kind);
    bind_version(put, identity);
    put.bind(6, value);
    put.bind(7, proof_of(identity, kind, value));
    put.bind(8, today());
  });
}

bool FileFacts::has_value(std::string_view kind, std::string_view value) const {
  if (!connection_->session) return false;
  Statement& has = connection_->session->has;
  has.bind(0, kind);
  has.bind(1, value);
  const auto row = has.step();
  if (!row) {
    connection_->judge(row.error());
    return false;
  }
  has.reset();
  return *row;
}

void FileFacts::trim(int days) {
  connection_->write(trim_sql, [&](Statement& trim) { trim.bind(0, today() - days); });
}

}  // namespace spool::core
