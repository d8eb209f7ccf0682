// The seam between what is to run and how the machine runs it: one real side (core/child*.h), scripted ones
// in tests.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace spool::core {

using Seconds = std::chrono::duration<double>;
using Milliseconds = std::chrono::milliseconds;

/// A child process as it is to be started. Never a shell: argv goes to execve as it stands.
/// Every child gets stdin from /dev/null where no file is named, default signals, LC_ALL=C, no FFREPORT or
/// AV_LOG_*, none of our descriptors, a process group of its own, a raised oom score, and SIGKILL when we
/// die.
struct Command {
  std::vector<std::string> argv;          ///< argv[0]: an absolute path, or a name found by $PATH
  std::string folder;                     ///< working directory; empty: ours
  std::optional<std::string> input_file;  ///< its standard input: a regular file, by an absolute path
  std::vector<std::pair<std::string, std::string>> environment;  ///< names and values beside ours, or instead
  std::optional<std::uint64_t> memory_limit;                     ///< bytes of address space (RLIMIT_AS)
  std::optional<std::uint64_t> file_limit;  ///< bytes of any file it writes (RLIMIT_FSIZE)
  std::optional<std::chrono::seconds> processor_limit;  ///< of a processor, however long it waits for one (RLIMIT_CPU)
  std::optional<Milliseconds> timeout;      ///< for the whole of it, pauses not counted
  std::optional<Milliseconds> stall;        ///< since Output last said "it advanced", pauses not counted
};

/// How a child ended. A closed variant: whoever looks at one handles all of them.
struct Exited {
  int code = 0;
};
struct Signalled {
  int signal = 0;
};
struct NotStarted {
  int error = 0;  ///< errno of the failed start
};
struct TimedOut {};
struct Stalled {};
struct Cancelled {};  ///< ended because we asked (the coroutine's cancellation)
using Ending = std::variant<Exited, Signalled, NotStarted, TimedOut, Stalled, Cancelled>;

inline bool succeeded(const Ending& ending) {
  const auto* exited = std::get_if<Exited>(&ending);
  return exited != nullptr && exited->code == 0;
}

/// What a child prints, as it comes. Called on the event loop; must not block.
class Output {
 public:
  Output() = default;
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;
  virtual ~Output() = default;

  /// A chunk of standard output (not split into lines). True: the work has advanced, the stall clock starts
  /// anew.
  virtual bool on_stdout(std::string_view chunk) = 0;
  /// A chunk of standard error.
  virtual void on_stderr(std::string_view chunk) = 0;
};

/// Starts a child and resumes when it has ended and its pipes are drained. Terminal cancellation of the
/// awaiting coroutine ends the child (SIGTERM to its group, grace, SIGKILL) and then gives `Cancelled`: no
/// child outlives its wait, but for one that the kernel does not let go (uninterruptible sleep): that one is
/// not waited for any longer than 5 s.
class Runner {
 public:
  Runner() = default;
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;
  virtual ~Runner() = default;

  /// `output` must outlive the wait.
  virtual boost::asio::awaitable<Ending> run(Command command, Output& output) = 0;

  /// Stops the groups of all children (and of those started meanwhile), and lets them go on. Their clocks
  /// stand still.
  virtual void pause_all() {}
  virtual void continue_all() {}
  [[nodiscard]] virtual bool paused() const { return false; }
};

}  // namespace spool::core
