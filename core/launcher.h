// A launcher for Boost.Process v2 that stands where 1.81's own do not (they break epoll after vfork, leak
// descriptors, leave zombies, cost by the parent's memory). v2's initializers (process_stdio,
// process_start_dir, ours) apply to it. Source: GROUND, "Child processes".
//
// In the child, with every signal blocked: a process group of its own and SIGKILL when the spawning thread
// dies, then the initializers, no descriptor above 2, default signals, execve. Whatever fails there comes back
// as errno through a pipe that exec closes (TSan turns vfork into fork, so shared memory would not do).
#pragma once

#include "core/unique_fd.h"

#include <boost/asio/detail/throw_error.hpp>  // IWYU pragma: keep - 1.81's launcher uses it without
#include <boost/process/v2/posix/default_launcher.hpp>
#include <boost/process/v2/process.hpp>

#include <sys/types.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace spool::core {

/// An initializer: limits of the child. Also forbids core files, which would land in the work folder.
struct ProcessLimits {
  std::optional<std::uint64_t> memory;     ///< bytes of address space
  std::optional<std::uint64_t> file_size;  ///< bytes of any file that it writes
  std::optional<std::chrono::seconds> processor;  ///< time on one, until SIGXCPU

  boost::system::error_code on_exec_setup(boost::process::v2::posix::default_launcher&,
                                          const boost::process::v2::filesystem::path&,
                                          const char* const*) const;
};

/// The descriptor, or a duplicate of it, above 2 (where a child's own 0, 1 and 2 go, should ours be closed);
/// empty on failure.
UniqueFd above_stdio(UniqueFd fd);

/// A pipe whose ends are above 2 and close-on-exec.
boost::system::error_code open_pipe(UniqueFd& read, UniqueFd& write);

/// Signals whose action may be another than the default when a child is started: those that are so now (ignored
/// under nohup, say), and those that we handle at some time. To set all 64 anew costs a child 13 us.
std::vector<int> signals_to_restore();

namespace launching {

/// All signals blocked in this thread as long as it lives: no handler of ours may run in the child while it
/// shares our memory.
class SignalsBlocked {
 public:
  SignalsBlocked();
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;
  ~SignalsBlocked();

 private:
  sigset_t before_;
};

/// The pipe that errno comes back through.
struct ErrnoPipe {
  UniqueFd read, write;
  boost::system::error_code open();
  /// 0: the child was replaced by exec.
  int receive();
};

// Steps in the child: async-signal-safe, errno or 0.
int join_own_group(pid_t parent);
int close_all_on_exec();
void restore_signals(std::span<const int> signals);
[[noreturn]] void report_and_exit(int pipe, int error);

UniqueFd open_pidfd(pid_t pid);
/// Of a child that has failed to start, so that it leaves no zombie.
void reap(pid_t pid);
void kill_and_reap(pid_t pid);

}  // namespace launching

/// Descriptors that an initializer puts in the child's place of 0, 1 and 2 must themselves be above 2.
struct Launcher : boost::process::v2::posix::default_launcher {
  using Error = boost::system::error_code;
  using Path = boost::process::v2::filesystem::path;

  UniqueFd pidfd;                ///< of the child that was started last; `pid` is its id
  std::span<const int> signals;  ///< those that get their default action back in the child

  /// Starts the child: `pid` and `pidfd` are its own then. This is what the spawning thread calls: it needs
  /// no executor, and has no handle whose destructor waits for the child.
  template <class Args, class... Inits>
  Error spawn(const Path& executable, const Args& args, Inits&&... inits) {
    namespace hooks = boost::process::v2::posix::detail;
    const char* const* argv = build_argv_(executable, args);
    Error error = hooks::on_setup(*this, executable, argv, inits...);
    if (!error) error = start(executable, argv, inits...);
    if (error) {
      hooks::on_error(*this, executable, argv, error, inits...);
    } else {
      hooks::on_success(*this, executable, argv, inits...);
    }
    return error;
  }

  /// The form in which v2 calls its launchers.
  template <class Executor, class Args, class... Inits>
  auto operator()(Executor executor, Error& error, const Path& executable, Args&& args, Inits&&... inits)
      -> boost::process::v2::basic_process<Executor> {
    error = spawn(executable, args, inits...);
    if (error) return boost::process::v2::basic_process<Executor>(executor);
    return boost::process::v2::basic_process<Executor>(executor, pid, pidfd.release());
  }

 private:
  template <class... Inits>
  Error start(const Path& executable, const char* const* argv, Inits&... inits) {
    launching::ErrnoPipe pipe;
    if (const Error error = pipe.open()) return error;
    const pid_t child = fork_into(executable, argv, pipe.write.get(), inits...);
    if (child < 0) return last_error();
    pipe.write.reset();
    if (const int failed = pipe.receive(); failed != 0) {
      launching::reap(child);
      return Error(failed, boost::system::system_category());
    }
    pidfd = launching::open_pidfd(child);
    if (!pidfd) {
      const Error error = last_error();
      launching::kill_and_reap(child);
      return error;
    }
    pid = child;
    return {};
  }

  /// Only this function's frame is alive in both while the child borrows our memory, and it changes nothing
  /// after vfork.
  template <class... Inits>
  [[gnu::noinline]] pid_t fork_into(const Path& executable, const char* const* argv, int errno_pipe,
                                    Inits&... inits) {
    const launching::SignalsBlocked blocked;
    const pid_t parent = ::getpid();
    const pid_t child =
        ::vfork();  // NOLINT(clang-analyzer-security.insecureAPI.vfork): the reason for this launcher
    if (child == 0) become(executable, argv, parent, errno_pipe, inits...);
    return child;
  }

  template <class... Inits>
  [[noreturn, gnu::noinline]] void become(const Path& executable, const char* const* argv, pid_t parent,
                                          int errno_pipe, Inits&... inits) {
    int failed = launching::join_own_group(parent);
    if (failed == 0) {
      failed = boost::process::v2::posix::detail::on_exec_setup(*this, executable, argv, inits...).value();
    }
    if (failed == 0) {
      failed = launching::close_all_on_exec();
    }
    if (failed == 0) {
      launching::restore_signals(signals);
      ::execve(executable.c_str(), const_cast<char* const*>(argv), const_cast<char* const*>(env));
      failed = errno;
    }
    launching::report_and_exit(errno_pipe, failed);
  }

  static Error last_error() { return Error(errno, boost::system::system_category()); }
};

}  // namespace spool::core
