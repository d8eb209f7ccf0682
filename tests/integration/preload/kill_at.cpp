// Preloaded into a controller by tests: counts the calls by which it changes files, and at the Nth of them
// kills it, or lets the call fail. One count over all threads in the order in which the calls are made, and
// nothing of it in ffmpeg: what strace's injection, which counts for each thread and follows children, cannot
// do.
//   SPOOL_TEST_AT=N         the Nth call, from 1; unset: none, all are only counted
//   SPOOL_TEST_CALLS=WHICH  files: all (default); room: those that take room on a disk; journal: the syncs of
//                           the journal, each of which ends a commit; starts: of children
//   SPOOL_TEST_DO=WHAT      before, after: killed before the call, after it; an errno: the call fails with it
//   SPOOL_TEST_ON=1         from the Nth call on all of them fail, not just that one
//   SPOOL_TEST_REPORT=FILE  gets a line "N CALL FILE" for each call but those made in a child
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace {

enum class Calls { files, room, journal, starts };

struct Orders {
  pid_t controller = 0;  ///< none: this is another program
  long at = 0;
  Calls calls = Calls::files;
  bool after = false;
  bool on = false;
  int error = 0;
  int report = -1;
};

const char* setting(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? "" : value;
}

Orders read_orders() {
  Orders orders;
  if (std::string_view(program_invocation_short_name) != "spool") return orders;
  orders.controller = ::getpid();
  orders.at = std::strtol(setting("SPOOL_TEST_AT"), nullptr, 10);
  const std::string_view calls = setting("SPOOL_TEST_CALLS");
  if (calls == "journal") orders.calls = Calls::journal;
  if (calls == "room") orders.calls = Calls::room;
  if (calls == "starts") orders.calls = Calls::starts;
  orders.after = std::string_view(setting("SPOOL_TEST_DO")) == "after";
  orders.error = static_cast<int>(std::strtol(setting("SPOOL_TEST_DO"), nullptr, 10));
  orders.on = *setting("SPOOL_TEST_ON") != '\0';
  if (const char* path = setting("SPOOL_TEST_REPORT"); *path != '\0') {
    orders.report = static_cast<int>(
        ::syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
  }
  return orders;
}

const Orders& orders() {
  static const Orders read = read_orders();
  return read;
}
[[maybe_unused]] const Orders& read_at_the_start = orders();

/// What the program would have called.
template <class Function>
Function* real(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

std::array<char, 4096> name_of(int fd) {
  std::array<char, 4096> name = {};
  std::array<char, 64> link = {};
  std::snprintf(link.data(), link.size(), "/proc/self/fd/%d", fd);
  if (::readlink(link.data(), name.data(), name.size() - 1) < 0) name[0] = '?';
  return name;
}

/// What a terminal, a pipe or a log gets changes no file of the controller's.
bool is_of_interest(int fd) {
  struct stat status = {};
  return fd > 2 && ::fstat(fd, &status) == 0 && (S_ISREG(status.st_mode) || S_ISDIR(status.st_mode));
}

bool is_sync(std::string_view call) { return call == "fsync" || call == "fdatasync"; }

bool takes_room(std::string_view call) {
  constexpr std::array calls = {"open", "write", "pwrite", "copy_file_range", "ftruncate", "mkdir", "linkat"};
  return std::find(calls.begin(), calls.end(), call) != calls.end();
}

bool is_counted(std::string_view call, std::string_view file) {
  switch (orders().calls) {
    case Calls::room:
      return takes_room(call);
    case Calls::journal:
      return is_sync(call) && file.ends_with("/journal.db-wal");
    case Calls::starts:
      return call == "execve";
    case Calls::files:
      break;
  }
  return true;
}

void die() {
  // By its number: this may be a child that has yet to become another program.
  ::kill(orders().controller, SIGKILL);
}

/// One counted call, or none.
class Call {
 public:
  Call(const char* call, const char* file) {
    if (orders().controller == 0 || !is_counted(call, file)) return;
    static std::atomic<long> count = 0;
    const long now = ++count;
    // A child on its way to another program may have a limit on the size of files by now.
    if (orders().report >= 0 && ::getpid() == orders().controller)
      ::dprintf(orders().report, "%ld %s %s\n", now, call, file);
    const bool meant = now == orders().at || (orders().on && orders().at > 0 && now > orders().at);
    if (!meant) return;
    fails_ = orders().error != 0;
    dies_after_ = orders().after;
    if (!fails_ && !dies_after_) die();
  }
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;
  ~Call() {
    const int kept = errno;
    if (dies_after_) die();
    errno = kept;
  }

  /// The call's own answer, or that it failed.
  template <class Do>
  auto answer(Do what) const {
    if (!fails_) return what();
    errno = orders().error;
    return static_cast<decltype(what())>(-1);
  }

 private:
  bool fails_ = false;
  bool dies_after_ = false;
};

template <class Do>
auto with(const char* call, const char* file, Do what) {
  const Call counted(call, file);
  return counted.answer(what);
}

template <class Do>
auto with_open(const char* call, int fd, Do what) {
  if (!is_of_interest(fd)) return what();
  const auto name = name_of(fd);
  return with(call, name.data(), what);
}

/// Opening changes something only where it makes a file, or empties one.
template <class Do>
int opening(const char* path, int flags, Do what) {
  const int kept = errno;
  const bool makes = (flags & O_CREAT) != 0 && ((flags & O_TRUNC) != 0 || ::access(path, F_OK) != 0);
  errno = kept;
  if (!makes) return what();
  return with("open", path, what);
}

mode_t mode_in(int flags, va_list more) {
  return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(more, mode_t) : 0;
}

}  // namespace

extern "C" {

int fsync(int fd) {
  return with_open("fsync", fd, [&] { return real<int(int)>("fsync")(fd); });
}
int fdatasync(int fd) {
  return with_open("fdatasync", fd, [&] { return real<int(int)>("fdatasync")(fd); });
}
ssize_t write(int fd, const void* bytes, size_t size) {
  return with_open("write", fd,
                   [&] { return real<ssize_t(int, const void*, size_t)>("write")(fd, bytes, size); });
}
ssize_t pwrite64(int fd, const void* bytes, size_t size, off64_t at) {
  return with_open("pwrite", fd, [&] {
    return real<ssize_t(int, const void*, size_t, off64_t)>("pwrite64")(fd, bytes, size, at);
  });
}
ssize_t pwrite(int fd, const void* bytes, size_t size, off_t at) { return pwrite64(fd, bytes, size, at); }
ssize_t copy_file_range(int from, off64_t* from_at, int to, off64_t* to_at, size_t size, unsigned int flags) {
  return with_open("copy_file_range", to, [&] {
    return real<ssize_t(int, off64_t*, int, off64_t*, size_t, unsigned int)>("copy_file_range")(
        from, from_at, to, to_at, size, flags);
  });
}
int ftruncate64(int fd, off64_t size) noexcept {
  return with_open("ftruncate", fd, [&] { return real<int(int, off64_t)>("ftruncate64")(fd, size); });
}
int ftruncate(int fd, off_t size) noexcept { return ftruncate64(fd, size); }

int rename(const char* from, const char* to) noexcept {
  return with("rename", to, [&] { return real<int(const char*, const char*)>("rename")(from, to); });
}
int renameat2(int from_folder, const char* from, int to_folder, const char* to, unsigned int flags) noexcept {
  return with("renameat2", to, [&] {
    return real<int(int, const char*, int, const char*, unsigned int)>("renameat2")(from_folder, from,
                                                                                    to_folder, to, flags);
  });
}
int link(const char* from, const char* to) noexcept {
  return with("link", to, [&] { return real<int(const char*, const char*)>("link")(from, to); });
}
int linkat(int from_folder, const char* from, int to_folder, const char* to, int flags) noexcept {
  return with("linkat", to, [&] {
    return real<int(int, const char*, int, const char*, int)>("linkat")(from_folder, from, to_folder, to,
                                                                        flags);
  });
}
int unlink(const char* path) noexcept {
  return with("unlink", path, [&] { return real<int(const char*)>("unlink")(path); });
}
int unlinkat(int folder, const char* path, int flags) noexcept {
  return with("unlinkat", path,
              [&] { return real<int(int, const char*, int)>("unlinkat")(folder, path, flags); });
}
int rmdir(const char* path) noexcept {
  return with("rmdir", path, [&] { return real<int(const char*)>("rmdir")(path); });
}
int mkdir(const char* path, mode_t mode) noexcept {
  return with("mkdir", path, [&] { return real<int(const char*, mode_t)>("mkdir")(path, mode); });
}

int open64(const char* path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  const mode_t mode = mode_in(flags, more);
  va_end(more);
  return opening(path, flags, [&] { return real<int(const char*, int, ...)>("open64")(path, flags, mode); });
}
int open(const char* path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  const mode_t mode = mode_in(flags, more);
  va_end(more);
  return opening(path, flags, [&] { return real<int(const char*, int, ...)>("open")(path, flags, mode); });
}

/// In the child, which has the controller's memory until then.
int execve(const char* path, char* const* argv, char* const* environment) noexcept {
  return with("execve", path, [&] {
    return real<int(const char*, char* const*, char* const*)>("execve")(path, argv, environment);
  });
}

}  // extern "C"
