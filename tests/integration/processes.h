// Other processes, as /proc tells of them.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace spool::test {

/// Processes (not zombies) whose arguments or working directory mention this text, the caller left out.
std::vector<pid_t> processes_about(const std::string& text);

/// Children, their children, and so on.
std::vector<pid_t> descendants(pid_t of);

/// 'R', 'S', 'T' (stopped), 'Z' …; 0 if there is none.
char state_of(pid_t pid);

/// Blocks until this child of ours has stopped.
void wait_until_stopped(pid_t pid);

/// Whether a process that is not our child is stopped, or goes on, within two seconds: a signal takes a moment to arrive.
bool comes_to(pid_t pid, bool stopped);

/// How often a process's threads gave up the processor of their own accord: once for each wait.
std::int64_t waits_of(pid_t pid);

/// A process that is not our child, held by a pidfd.
class ProcessHandle {
 public:
  explicit ProcessHandle(pid_t pid);
  ~ProcessHandle();
  ProcessHandle(ProcessHandle&& other) noexcept;
  ProcessHandle(const ProcessHandle&) = delete;
  ProcessHandle& operator=(const ProcessHandle&) = delete;
  ProcessHandle& operator=(ProcessHandle&&) = delete;
  [[nodiscard]] bool ends_within(std::chrono::milliseconds limit) const;

 private:
  int descriptor_ = -1;
};

std::vector<ProcessHandle> handles_of_descendants(pid_t of);

}  // namespace spool::test
