#include "core/launcher.h"

#include "core/handled_signals.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <algorithm>

namespace spool::core {
namespace {

/// `beyond`: so much above it lies the hard limit.
boost::system::error_code limit(__rlimit_resource_t resource, std::uint64_t most, std::uint64_t beyond = 0) {
  const rlimit both = {most, most + beyond};
  if (::setrlimit(resource, &both) == 0) return {};
  return {errno, boost::system::system_category()};
}

}  // namespace

boost::system::error_code ProcessLimits::on_exec_setup(boost::process::v2::posix::default_launcher&,
                                                       const boost::process::v2::filesystem::path&,
                                                       const char* const*) const {
  boost::system::error_code error = limit(RLIMIT_CORE, 0);
  if (!error && memory) error = limit(RLIMIT_AS, *memory);
  if (!error && file_size) error = limit(RLIMIT_FSIZE, *file_size);
  // SIGKILL comes at the hard limit; a second earlier SIGXCPU tells why.
  if (!error && processor) error = limit(RLIMIT_CPU, static_cast<std::uint64_t>(processor->count()), 1);
  return error;
}

UniqueFd above_stdio(UniqueFd fd) {
  if (!fd || fd.get() > STDERR_FILENO) return fd;
  return UniqueFd(::fcntl(fd.get(), F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
}

boost::system::error_code open_pipe(UniqueFd& read, UniqueFd& write) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return {errno, boost::system::system_category()};
  read.reset(ends[0]);
  write.reset(ends[1]);
  read = above_stdio(std::move(read));
  write = above_stdio(std::move(write));
  if (read && write) return {};
  return {errno, boost::system::system_category()};
}

std::vector<int> signals_to_restore() {
  std::vector<int> signals(handled_signals.begin(), handled_signals.end());
  for (int signal = 1; signal < NSIG; ++signal) {
    struct sigaction current = {};
    if (::sigaction(signal, nullptr, &current) != 0 || current.sa_handler == SIG_DFL) continue;
    if (std::ranges::find(signals, signal) == signals.end()) signals.push_back(signal);
  }
  return signals;
}

namespace launching {

SignalsBlocked::SignalsBlocked() {
  sigset_t all;
  sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before_);
}

SignalsBlocked::~SignalsBlocked() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

boost::system::error_code ErrnoPipe::open() { return open_pipe(read, write); }

int ErrnoPipe::receive() {
  int error = 0;
  ssize_t got = 0;
  do {
    got = ::read(read.get(), &error, sizeof error);
  } while (got < 0 && errno == EINTR);
  return got == sizeof error ? error : 0;
}

int join_own_group(pid_t parent) {
  if (::setpgid(0, 0) != 0) return errno;
  if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return errno;
  // We may have died before the line above: then nobody would end the child.
  return ::getppid() == parent ? 0 : ESRCH;
}

int close_all_on_exec() {
  // By number: bookworm's glibc has the call, other libraries of its time do not.
  return ::syscall(SYS_close_range, STDERR_FILENO + 1U, ~0U, CLOSE_RANGE_CLOEXEC) == 0 ? 0 : errno;
}

void restore_signals(std::span<const int> signals) {
  // Handlers first, mask last: a signal that waits must meet its default action, never a handler of ours.
  struct sigaction standard = {};
  standard.sa_handler = SIG_DFL;
  for (const int signal : signals) ::sigaction(signal, &standard, nullptr);
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

void report_and_exit(int pipe, int error) {
  [[maybe_unused]] const ssize_t written = ::write(pipe, &error, sizeof error);
  ::_exit(127);
}

UniqueFd open_pidfd(pid_t pid) { return UniqueFd(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0))); }

void reap(pid_t pid) {
  while (::waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
  }
}

void kill_and_reap(pid_t pid) {
  ::kill(-pid, SIGKILL);
  reap(pid);
}

}  // namespace launching
}  // namespace spool::core
