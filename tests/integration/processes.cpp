#include "tests/integration/processes.h"

#include "tests/integration/child.h"
#include "tests/patience.h"

#include <poll.h>
#include <sched.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <utility>

namespace spool::test {
namespace {

std::string proc(pid_t pid, const char* file) { return "/proc/" + std::to_string(pid) + "/" + file; }

std::vector<pid_t> all_processes() {
  std::vector<pid_t> result;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator("/proc", error)) {
    const std::string name = entry.path().filename();
    if (std::isdigit(static_cast<unsigned char>(name[0])) != 0)
      result.push_back(static_cast<pid_t>(std::stol(name)));
  }
  return result;
}

/// The fields of /proc/PID/stat after the name: state, parent, …
std::vector<std::string> fields_of(pid_t pid) {
  const std::string text = read_file(proc(pid, "stat"));
  const auto end = text.rfind(')');
  std::vector<std::string> fields;
  if (end == std::string::npos) return fields;
  std::string field;
  for (const char letter : text.substr(end + 2)) {
    if (letter != ' ' && letter != '\n') {
      field += letter;
    } else if (!field.empty()) {
      fields.push_back(std::exchange(field, {}));
    }
  }
  return fields;
}

}  // namespace

char state_of(pid_t pid) {
  const auto fields = fields_of(pid);
  return fields.empty() ? '\0' : fields[0][0];
}

std::vector<pid_t> processes_about(const std::string& text) {
  std::vector<pid_t> result;
  for (const pid_t pid : all_processes()) {
    if (pid == getpid()) continue;
    std::error_code none;
    const std::string folder = std::filesystem::read_symlink(proc(pid, "cwd"), none);
    const bool mentions =
        read_file(proc(pid, "cmdline")).find(text) != std::string::npos || folder.find(text) == 0;
    const char state = state_of(pid);
    if (mentions && state != 'Z' && state != '\0') result.push_back(pid);
  }
  return result;
}

std::vector<pid_t> descendants(pid_t of) {
  std::vector<pid_t> result;
  std::vector<pid_t> family{of};
  const std::vector<pid_t> all = all_processes();
  for (std::size_t next = 0; next < family.size(); ++next) {
    for (const pid_t pid : all) {
      const auto fields = fields_of(pid);
      if (fields.size() > 1 && fields[0] != "Z" && std::stol(fields[1]) == family[next]) {
        family.push_back(pid);
        result.push_back(pid);
      }
    }
  }
  return result;
}

void wait_until_stopped(pid_t pid) {
  siginfo_t info = {};
  waitid(P_PID, static_cast<id_t>(pid), &info, WSTOPPED | WEXITED | WNOWAIT);
}

bool comes_to(pid_t pid, bool stopped) {
  const auto limit = std::chrono::steady_clock::now() + patience(std::chrono::seconds(2));
  while ((state_of(pid) == 'T') != stopped) {
    if (std::chrono::steady_clock::now() > limit) return false;
    ::sched_yield();
  }
  return true;
}

std::int64_t waits_of(pid_t pid) {
  std::int64_t sum = 0;
  std::error_code error;
  for (const auto& thread : std::filesystem::directory_iterator(proc(pid, "task"), error)) {
    const std::string text = read_file(thread.path() / "status");
    const std::string name = "\nvoluntary_ctxt_switches:";
    const auto found = text.find(name);
    if (found != std::string::npos) sum += std::strtoll(text.c_str() + found + name.size(), nullptr, 10);
  }
  return sum;
}

ProcessHandle::ProcessHandle(pid_t pid) : descriptor_(static_cast<int>(syscall(SYS_pidfd_open, pid, 0))) {}
ProcessHandle::~ProcessHandle() {
  if (descriptor_ >= 0) close(descriptor_);
}
ProcessHandle::ProcessHandle(ProcessHandle&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}

bool ProcessHandle::ends_within(std::chrono::milliseconds limit) const {
  if (descriptor_ < 0) return true;
  pollfd wait{descriptor_, POLLIN, 0};
  return poll(&wait, 1, static_cast<int>(limit.count())) == 1;
}

std::vector<ProcessHandle> handles_of_descendants(pid_t of) {
  std::vector<ProcessHandle> handles;
  for (const pid_t pid : descendants(of)) handles.emplace_back(pid);
  return handles;
}

}  // namespace spool::test
