#include "core/sqlite/database.h"

#include "core/sqlite/sqlite_error.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <utility>

namespace spool::core::sqlite {
namespace {

/// Who only reads opens it for writing, too, where that is allowed (and sets query_only): SQLite then takes
/// its files beside the database away again with the last connection.
int flags_of(Access access) {
  const int common = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI | SQLITE_OPEN_EXRESCODE;
  switch (access) {
    case Access::read_write:
      return common | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    case Access::read_only:
      return common | SQLITE_OPEN_READWRITE;
    case Access::at_rest:
      break;
  }
  return common | SQLITE_OPEN_READONLY;
}

/// The file as a URI that says: nobody can change it, so needs no locks and no files beside it.
std::string immutable_uri(const std::string& path) {
  std::string uri = "file:";
  for (const char c : path) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    const bool has_meaning = c == '%' || c == '?' || c == '#';
    uri += has_meaning ? std::string{'%', digits[byte >> 4U], digits[byte & 15U]} : std::string{c};
  }
  return uri + "?immutable=1";
}

bool has_content(const std::string& path) {
  struct stat found = {};
  return ::stat(path.c_str(), &found) == 0 && found.st_size > 0;
}

/// A log that only a writer could bring into the database.
Error not_taken_in(const std::string& path, Error why) {
  if (why.code == "disk.full") return why;
  why.message = "cannot read " + path + ": its last changes are in " + path +
                "-wal, which a folder that cannot be written does not allow to take in";
  why.hint = "make the folder writable, or copy it to where it is";
  return why;
}

/// Reads what every use of it needs, so that a log left by a dead writer is recovered now, under the turn.
const char* const first_read = "select count(*) from sqlite_master";
const char* const durable = "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = off";

}  // namespace

void Database::Close::operator()(sqlite3* handle) const {
  const UniqueFd turn(::open(turn_file.c_str(), O_RDONLY | O_CLOEXEC));
  if (turn) static_cast<void>(WriteTurn::wait_for(turn.get(), turn_file));
  sqlite3_close_v2(handle);
}

Result<Database> Database::connect(const std::string& file, const std::string& path, Access access,
                                   Close close) {
  sqlite3* opened = nullptr;
  const int code = sqlite3_open_v2(file.c_str(), &opened, flags_of(access), nullptr);
  Handle handle(opened, std::move(close));
  if (code != SQLITE_OK) return error_of(opened, code, path);
  Database database(std::move(handle), path);
  if (auto read = database.execute(first_read); !read) return read.error();
  const char* const settings = access == Access::read_write ? durable : "pragma query_only = on";
  if (auto set = database.execute(settings); !set) return set.error();
  return database;
}

Result<Database> Database::open(const std::string& path, Access access) {
  if (access == Access::at_rest) return connect(immutable_uri(path), path, access, Close{{}});
  const std::string turn_file = path + ".opening";
  UniqueFd turn(::open(turn_file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666));
  if (!turn) turn.reset(::open(turn_file.c_str(), O_RDONLY | O_CLOEXEC));
  if (turn) {
    if (auto taken = WriteTurn::wait_for(turn.get(), turn_file); !taken) return taken.error();
  }
  auto opened = connect(path, path, access, Close{{}});
  const bool no_files_beside =
      !opened && (opened.error().code == "state.unusable" || opened.error().code == "disk.full");
  if (no_files_beside && access == Access::read_only && has_content(path)) {
    if (has_content(path + "-wal")) return not_taken_in(path, opened.error());
    opened = connect(immutable_uri(path), path, Access::at_rest, Close{{}});
  }
  if (opened) opened->handle_.get_deleter().turn_file = turn_file;
  return opened;
}

Result<void> Database::execute(const std::string& sql) {
  const int code = sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return error_of(handle_.get(), code, path_);
  return {};
}

Result<Statement> Database::prepare(std::string_view sql) const {
  sqlite3_stmt* prepared = nullptr;
  const int code = sqlite3_prepare_v3(handle_.get(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &prepared, nullptr);
  if (code != SQLITE_OK) return error_of(handle_.get(), code, path_);
  return Statement(prepared, handle_.get(), path_);
}

Result<int> Database::version() const {
  auto statement = prepare("pragma user_version");
  if (!statement) return statement.error();
  auto row = statement->step();
  if (!row) return row.error();
  return static_cast<int>(statement->integer(0));
}

}  // namespace spool::core::sqlite
