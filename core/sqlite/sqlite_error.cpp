#include "core/sqlite/sqlite_error.h"

#include <sqlite3.h>

#include <cerrno>
#include <cstring>

namespace spool::core::sqlite {
namespace {

Error damaged(const std::string& path, const std::string& why) {
  return {"state.damaged",
          path + " is damaged: " + why,
          "move it away, with " + path + "-wal and " + path +
              "-shm where they are: what was noted in it is lost, films that are finished stay",
          {}};
}

Error full(const std::string& path) {
  return {"disk.full",
          "no room on the disk for " + path,
          "make room there, or choose another folder with --state",
          {}};
}

Error unusable(const std::string& path, const std::string& why) {
  return {"state.unusable",
          "cannot use " + path + ": " + why,
          "make its folder writable, or choose another with --state",
          {}};
}

/// SQLite says FULL for most of these, but not where it meets them while it syncs, or by a quota.
bool is_no_room(int code, int system_error) {
  return code == SQLITE_FULL || code == SQLITE_IOERR_SHMSIZE || system_error == ENOSPC ||
         system_error == EDQUOT || system_error == EFBIG;
}

}  // namespace

Error error_of(sqlite3* handle, int code, const std::string& path) {
  const int system_error = handle == nullptr ? 0 : sqlite3_system_errno(handle);
  std::string why = sqlite3_errstr(code);
  if (system_error != 0) why = std::strerror(system_error);
  if (is_no_room(code, code == SQLITE_OK ? 0 : system_error)) return full(path);
  switch (code & 0xff) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
      return damaged(path, sqlite3_errstr(code & 0xff));
    case SQLITE_ERROR:  // of statements that are fixed: the tables are not those that we make
    case SQLITE_SCHEMA:
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
    case SQLITE_TOOBIG:
      return damaged(path, handle == nullptr ? why : sqlite3_errmsg(handle));
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
      return {
          "state.busy", path + " is held by another program", "end what else has it open, and try again", {}};
    case SQLITE_IOERR:
      return {"disk.failed", "cannot read or write " + path + ": " + why, "look at the disk", {}};
    default:
      return unusable(path, why);
  }
}

}  // namespace spool::core::sqlite
