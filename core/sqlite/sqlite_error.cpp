#include "core/sqlite/sqlite_error.h"

#include "core/unique_fd.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

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

Error unusable(const std::string& path, const std::string& why, int system_error) {
  return {"state.unusable",
          "cannot use " + path + ": " + why,
          system_error == EMFILE || system_error == ENFILE
              ? "allow more open files (`ulimit -n`), then try again"
              : "make its folder writable, or choose another with --state",
          {}};
}

int last_error_of(sqlite3_file* file) {
  int error = 0;
  if (file == nullptr || file->pMethods == nullptr) return 0;
  return file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &error) == SQLITE_OK ? error : 0;
}

/// The kernel's reason. What sqlite3_system_errno gives may have been overwritten on the way; the files keep
/// theirs.
int system_error_of(sqlite3* handle) {
  for (const int which : {SQLITE_FCNTL_FILE_POINTER, SQLITE_FCNTL_JOURNAL_POINTER}) {
    sqlite3_file* file = nullptr;
    if (sqlite3_file_control(handle, "main", which, &file) != SQLITE_OK) continue;
    if (const int error = last_error_of(file); error != 0) return error;
  }
  return sqlite3_system_errno(handle);
}

/// What cannot be made beside a database, SQLite tries to open once more for reading, and then says that it
/// is not there. Why it could not be made is found by trying.
int why_nothing_beside(const std::string& path) {
  const std::string trial = path + ".trial";
  const UniqueFd made(::open(trial.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!made) return errno;
  ::unlink(trial.c_str());
  return ENOENT;
}

/// SQLite says FULL for most of these, but not where it meets them while it syncs, or by a quota.
bool is_no_room(int code, int system_error) {
  return code == SQLITE_FULL || code == SQLITE_IOERR_SHMSIZE || system_error == ENOSPC ||
         system_error == EDQUOT || system_error == EFBIG;
}

}  // namespace

Error error_of(sqlite3* handle, int code, const std::string& path) {
  const int kind = code & 0xff;
  const bool by_the_kernel = kind == SQLITE_IOERR || kind == SQLITE_CANTOPEN;
  int system_error = handle != nullptr && by_the_kernel ? system_error_of(handle) : 0;
  const bool is_there = ::access(path.c_str(), F_OK) == 0;
  if (kind == SQLITE_CANTOPEN && system_error == ENOENT && is_there) system_error = why_nothing_beside(path);
  const std::string why = system_error == 0 ? sqlite3_errstr(code) : std::strerror(system_error);
  if (is_no_room(code, system_error)) return full(path);
  switch (kind) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
      return damaged(path, sqlite3_errstr(kind));
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
      // The file ends before it should. SQLite up to 3.40 took that for a database that is broken, too.
      if (code == SQLITE_IOERR_SHORT_READ) return damaged(path, sqlite3_errstr(SQLITE_CORRUPT));
      return {"disk.failed", "cannot read or write " + path + ": " + why, "look at the disk", {}};
    default:
      return unusable(path, why, system_error);
  }
}

}  // namespace spool::core::sqlite
