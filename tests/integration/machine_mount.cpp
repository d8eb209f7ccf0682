#include "tests/integration/machine_mount.h"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>

namespace spool::test {
namespace {

/// Without rights of root: those that a user has over mounts of a name space of his own.
bool leave_by_user_name_space() {
  const std::string user = std::to_string(geteuid());
  const std::string group = std::to_string(getegid());
  if (unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return false;
  std::ofstream("/proc/self/setgroups") << "deny";
  std::ofstream("/proc/self/uid_map") << "0 " + user + " 1";
  std::ofstream("/proc/self/gid_map") << "0 " + group + " 1";
  return true;
}

/// What is mounted from here on is seen by us and our children alone.
bool have_own_mounts() {
  static const bool own = [] {
    if (unshare(CLONE_NEWNS) != 0 && !leave_by_user_name_space()) return false;
    return mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
  }();
  return own;
}

std::string options(std::uint64_t bytes) { return "mode=0755,size=" + std::to_string(bytes); }

}  // namespace

SmallDisk::SmallDisk(std::uint64_t bytes) : bytes_(bytes) {
  const bool mounted =
      have_own_mounts() && mount("none", path().c_str(), "tmpfs", 0, options(bytes).c_str()) == 0;
  EXPECT_TRUE(mounted) << "a tmpfs cannot be mounted (" << std::strerror(errno)
                       << "): run the tests as root, in a container with CAP_SYS_ADMIN, or where users may "
                          "have name spaces";
}

SmallDisk::~SmallDisk() { umount2(path().c_str(), MNT_DETACH); }

void SmallDisk::remount() {
  unsigned long flags = MS_REMOUNT;
  if (read_only_) flags |= MS_RDONLY;
  EXPECT_EQ(mount("none", path().c_str(), "tmpfs", flags, options(bytes_).c_str()), 0)
      << std::strerror(errno);
}

void SmallDisk::resize(std::uint64_t bytes) {
  bytes_ = bytes;
  remount();
}

void SmallDisk::make_read_only(bool yes) {
  read_only_ = yes;
  remount();
}

void SmallDisk::fill() const {
  const int ballast = open((path() + "/ballast").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  const std::string block(4096, 'x');
  while (write(ballast, block.data(), block.size()) > 0) continue;
  close(ballast);
}

void SmallDisk::free_again() const { unlink((path() + "/ballast").c_str()); }

std::uint64_t SmallDisk::free_bytes() const {
  struct statvfs disk = {};
  statvfs(path().c_str(), &disk);
  return static_cast<std::uint64_t>(disk.f_bavail) * disk.f_frsize;
}

}  // namespace spool::test
