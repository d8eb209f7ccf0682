#include "core/sqlite/database.h"

#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>
#include <cstring>

namespace spool::core::sqlite {
namespace {

Error no_turn(const std::string& lock_file, int error) {
  if (error == ENOSPC || error == EDQUOT) {
    return {"disk.full",
            "no room on the disk for " + lock_file,
            "make room there, or choose another folder with --state",
            {}};
  }
  return {"state.unusable",
          "cannot lock " + lock_file + ": " + std::strerror(error),
          error == EMFILE || error == ENFILE ? "allow more open files (`ulimit -n`), then try again"
                                             : "make its folder writable, or choose another with --state",
          {}};
}

}  // namespace

Result<void> WriteTurn::wait_for(int fd, const std::string& lock_file) {
  int failed = ::flock(fd, LOCK_EX);
  while (failed != 0 && errno == EINTR) failed = ::flock(fd, LOCK_EX);
  if (failed != 0) return no_turn(lock_file, errno);
  return {};
}

Result<WriteTurn> WriteTurn::take(const std::string& lock_file) {
  UniqueFd fd(::open(lock_file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666));
  if (!fd) return no_turn(lock_file, errno);
  if (auto waited = wait_for(fd.get(), lock_file); !waited) return waited.error();
  return WriteTurn(std::move(fd));
}

WriteTurn::~WriteTurn() {
  // Not by closing alone: a child that is just being started may still have the descriptor.
  if (fd_) ::flock(fd_.get(), LOCK_UN);
}

}  // namespace spool::core::sqlite
