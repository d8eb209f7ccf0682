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

/// A lock on all of the file, for whoever writes.
struct flock whole_file() {
  struct flock lock = {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  return lock;
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

}  // namespace

Result<RunLock> RunLock::take(const std::string& folder) {
  const std::string path = lock_file(folder);
  while (true) {
    std::error_code wrong;
    std::filesystem::create_directories(folder, wrong);
    if (wrong) return unusable(folder, wrong.value());
    UniqueFd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!fd && errno == ENOENT) continue;  // the folder was swept just now
    if (!fd) return unusable(path, errno);
    struct flock lock = whole_file();
    if (::fcntl(fd.get(), F_OFD_SETLK, &lock) != 0) {
      if (errno == EAGAIN || errno == EACCES) return held_by(folder, read_holder(fd.get()));
      return unusable(path, errno);
    }
    if (!still_there(fd.get(), path)) continue;
    if (const int error = write_holder(fd.get()); error != 0) return unusable(path, error);
    return RunLock(std::move(fd));
  }
}

std::optional<Holder> RunLock::holder(const std::string& folder) {
  const UniqueFd fd(::open(lock_file(folder).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!fd) return std::nullopt;
  struct flock lock = whole_file();
  if (::fcntl(fd.get(), F_OFD_GETLK, &lock) != 0 || lock.l_type == F_UNLCK) return std::nullopt;
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
