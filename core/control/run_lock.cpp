#include "core/control/run_lock.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <filesystem>
#include <string_view>
#include <system_error>

namespace spool::core {
namespace {

std::string lock_file(const std::string& folder) { return folder + "/lock"; }

/// What can be locked of the file, a byte each.
enum class Part : off_t { controller = 0, moment = 1 };

struct flock lock_of(Part part, short type = F_WRLCK) {
  struct flock lock = {};
  lock.l_type = type;
  lock.l_whence = SEEK_SET;
  lock.l_start = static_cast<off_t>(part);
  lock.l_len = 1;
  return lock;
}

/// 0, or an errno: EAGAIN where another has it.
int try_to_lock(int fd, Part part) {
  struct flock lock = lock_of(part);
  if (::fcntl(fd, F_OFD_SETLK, &lock) == 0) return 0;
  return errno == EACCES ? EAGAIN : errno;
}

/// The same, but waits: the kernel wakes us.
int lock_in_turn(int fd, Part part) {
  struct flock lock = lock_of(part);
  while (::fcntl(fd, F_OFD_SETLKW, &lock) != 0) {
    if (errno != EINTR) return errno;
  }
  return 0;
}

void unlock(int fd, Part part) {
  struct flock lock = lock_of(part, F_UNLCK);
  ::fcntl(fd, F_OFD_SETLK, &lock);
}

bool is_locked(int fd, Part part) {
  struct flock lock = lock_of(part);
  return ::fcntl(fd, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
}

Error unusable(const std::string& path, int error) {
  const std::string reason = std::generic_category().message(error);
  if (error == ENOSPC || error == EDQUOT)
    return {"disk.full", "there is no room for '" + path + "'", "make room, then try again", {}};
  return {"state.unusable",
          "'" + path + "' cannot be locked: " + reason,
          "give a state folder that you may write to with --state DIR",
          {}};
}

Holder read_holder(int fd) {
  std::array<char, 320> text = {};
  const ssize_t count = ::pread(fd, text.data(), text.size(), 0);
  std::string_view line(text.data(), count > 0 ? static_cast<std::size_t>(count) : 0);
  line = line.substr(0, line.find('\n'));
  Holder holder;
  const auto [rest, wrong] = std::from_chars(line.data(), line.data() + line.size(), holder.pid);
  if (wrong != std::errc()) return {};
  line.remove_prefix(static_cast<std::size_t>(rest - line.data()));
  if (!line.empty()) holder.host = line.substr(1);
  return holder;
}

std::string host_name() {
  std::array<char, 256> name = {};
  if (::gethostname(name.data(), name.size() - 1) != 0) return "";
  return name.data();
}

/// 0, or the errno of why it could not be said. Emptied first: a name that is not there is better than a dead
/// one's.
int write_holder(int fd) {
  const std::string line = std::to_string(::getpid()) + " " + host_name() + "\n";
  if (::ftruncate(fd, 0) != 0) return errno;
  const ssize_t count = ::pwrite(fd, line.data(), line.size(), 0);
  if (count < 0) return errno;
  return static_cast<std::size_t>(count) == line.size() ? 0 : ENOSPC;
}

/// Whether the path still leads to this file: between opening and locking it may have been swept away with
/// its run.
bool still_there(int fd, const std::string& path) {
  struct stat ours = {};
  struct stat there = {};
  return ::fstat(fd, &ours) == 0 && ::stat(path.c_str(), &there) == 0 && ours.st_dev == there.st_dev &&
         ours.st_ino == there.st_ino;
}

/// The lock file, made where missing, in our turn: others wait as long as we have it open and do not unlock.
Result<UniqueFd> open_in_turn(const std::string& folder) {
  const std::string path = lock_file(folder);
  while (true) {
    std::error_code wrong;
    std::filesystem::create_directories(folder, wrong);
    if (wrong) return unusable(folder, wrong.value());
    UniqueFd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!fd && errno == ENOENT) continue;  // the folder was swept just now
    if (!fd) return unusable(path, errno);
    if (const int error = lock_in_turn(fd.get(), Part::moment); error != 0) return unusable(path, error);
    if (still_there(fd.get(), path)) return fd;
  }
}

}  // namespace

Result<RunLock> RunLock::take(const std::string& folder) {
  auto fd = open_in_turn(folder);
  if (!fd) return fd.error();
  const int refused = try_to_lock(fd->get(), Part::controller);
  if (refused == EAGAIN) return held_by(folder, read_holder(fd->get()));
  if (refused != 0) return unusable(lock_file(folder), refused);
  if (const int error = write_holder(fd->get()); error != 0) return unusable(lock_file(folder), error);
  unlock(fd->get(), Part::moment);
  return RunLock(std::move(*fd));
}

Result<RunLock> RunLock::take_for_a_moment(const std::string& folder) {
  auto fd = open_in_turn(folder);
  if (!fd) return fd.error();
  if (is_locked(fd->get(), Part::controller)) return held_by(folder, read_holder(fd->get()));
  return RunLock(std::move(*fd));
}

std::optional<Holder> RunLock::holder(const std::string& folder) {
  const UniqueFd fd(::open(lock_file(folder).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!fd || !is_locked(fd.get(), Part::controller)) return std::nullopt;
  return read_holder(fd.get());
}

Error held_by(const std::string& folder, const Holder& holder) {
  const std::string run = std::filesystem::path(folder).filename().string();
  const std::string who = holder.pid > 0 ? "process " + std::to_string(holder.pid) : "another process";
  return {
      "run.held",
      "run " + run + " has a controller already: " + who + (holder.host.empty() ? "" : " on " + holder.host),
      "`spool status " + run + " --follow` shows it, `spool cancel " + run + "` ends it",
      {}};
}

}  // namespace spool::core
