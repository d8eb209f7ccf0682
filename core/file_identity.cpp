#include "core/file_identity.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <ctime>

namespace spool::core {
namespace {

constexpr std::int64_t second = 1'000'000'000;
constexpr std::int64_t longest_tick = 10'000'000;
constexpr std::int64_t coarsest_stamp = 2 * second;

std::int64_t nanoseconds(const timespec& time) {
  return static_cast<std::int64_t>(time.tv_sec) * second + static_cast<std::int64_t>(time.tv_nsec);
}

/// As the kernel stamps files: the last tick, not this very moment.
std::int64_t stamping_clock() {
  timespec now = {};
  ::clock_gettime(CLOCK_REALTIME_COARSE, &now);
  return nanoseconds(now);
}

}  // namespace

bool is_young(std::int64_t changed_ns, std::int64_t now_ns) {
  const std::int64_t grain = changed_ns % second == 0 ? coarsest_stamp : longest_tick;
  return now_ns - changed_ns < grain;
}

FileIdentity identity_of(const struct stat& status) {
  FileIdentity identity;
  identity.device = static_cast<std::uint64_t>(status.st_dev);
  identity.inode = static_cast<std::uint64_t>(status.st_ino);
  identity.size = static_cast<std::uint64_t>(status.st_size);
  identity.modified_ns = nanoseconds(status.st_mtim);
  identity.changed_ns = nanoseconds(status.st_ctim);
  identity.young = is_young(identity.changed_ns, stamping_clock());
  return identity;
}

Result<FileIdentity> identify(const std::string& path) {
  struct stat status = {};
  if (::stat(path.c_str(), &status) == 0) return identity_of(status);
  if (errno == ENOENT || errno == ENOTDIR || errno == ENAMETOOLONG) {
    return Error{"input.missing", path + " does not exist", "", {}};
  }
  return Error{"input.unreadable",
               path + " cannot be read: " + std::strerror(errno),
               "look at its permissions and its disk",
               {}};
}

}  // namespace spool::core
