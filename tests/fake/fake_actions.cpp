#include "tests/fake/fake_actions.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <map>
#include <vector>

namespace spool::fake {
namespace {

constexpr std::size_t kib = 1024;

void write_all(int fd, const std::string& text) {
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t more = ::write(fd, text.data() + done, text.size() - done);
    if (more > 0) done += static_cast<std::size_t>(more);
    if (more < 0 && errno != EINTR) std::exit(1);
  }
}

void wait_for(int milliseconds) { ::poll(nullptr, 0, milliseconds); }

void write_file(const std::string& name, std::size_t bytes) {
  const int fd = ::open(name.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (fd < 0) std::exit(1);
  write_all(fd, std::string(bytes, 'x'));
  ::close(fd);
}

/// "BYTES:FILE" to its parts.
void sized(const std::string& text, const std::function<void(std::size_t, const std::string&)>& use) {
  const std::size_t colon = text.find(':');
  use(std::strtoul(text.c_str(), nullptr, 10), text.substr(colon + 1));
}

void progress(const std::string& blocks) {
  constexpr int microseconds_a_frame = 40'000;
  const int count = std::atoi(blocks.c_str());
  for (int frame = 1; frame <= count; ++frame) {
    const std::string time = std::to_string(frame * microseconds_a_frame);
    write_all(STDOUT_FILENO, "frame=" + std::to_string(frame) + "\nfps=25.00\nout_time_us=" + time +
                                 "\nout_time_ms=" + time +
                                 "\nspeed=1.5x\nprogress=" + (frame == count ? "end" : "continue") + "\n");
  }
}

void grow(const std::string& name) {
  const int fd = ::open(name.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  const std::string block(64 * kib, 'x');
  while (fd >= 0) write_all(fd, block);
}

void eat(const std::string& mebibytes) {
  const std::size_t bytes = std::strtoul(mebibytes.c_str(), nullptr, 10) * kib * kib;
  void* block = std::malloc(bytes);
  if (block == nullptr) std::abort();
  std::memset(block, 1, bytes);
  std::free(block);
}

/// A grandchild that holds the pipes; it has left the group, if it shall, before the child goes on.
void leave_grandchild(const std::string& milliseconds, bool own_session) {
  int ready[2] = {-1, -1};
  if (::pipe2(ready, O_CLOEXEC) != 0) std::exit(1);
  const pid_t grandchild = ::fork();
  if (grandchild == 0) {
    if (own_session) ::setsid();
    ::close(ready[0]);
    ::close(ready[1]);
    wait_for(std::atoi(milliseconds.c_str()));
    ::_exit(0);
  }
  char nothing = 0;
  ::close(ready[1]);
  [[maybe_unused]] const ssize_t end = ::read(ready[0], &nothing, 1);
  ::close(ready[0]);
  if (own_session) write_all(STDOUT_FILENO, std::to_string(grandchild) + "\n");
}

[[noreturn]] void spin() {
  for (volatile unsigned turns = 0;;) turns = turns + 1;
}

void die_of(int signal) {
  std::signal(signal, SIG_DFL);
  ::raise(signal);
}

using Action = std::function<void(const std::string&)>;

const std::map<std::string, Action>& actions() {
  static const std::map<std::string, Action> known = {
      {"print", [](const std::string& text) { write_all(STDOUT_FILENO, text + "\n"); }},
      {"error", [](const std::string& text) { write_all(STDERR_FILENO, text + "\n"); }},
      {"progress", progress},
      {"chatty",
       [](const std::string& n) {
         write_all(STDERR_FILENO, std::string(std::strtoul(n.c_str(), nullptr, 10) * kib, 'e'));
       }},
      {"wait", [](const std::string& ms) { wait_for(std::atoi(ms.c_str())); }},
      {"forever",
       [](const std::string&) {
         for (;;) wait_for(-1);
       }},
      {"spin", [](const std::string&) { spin(); }},
      {"ignore-term", [](const std::string&) { std::signal(SIGTERM, SIG_IGN); }},
      {"exit", [](const std::string& status) { std::exit(std::atoi(status.c_str())); }},
      {"crash", [](const std::string&) { die_of(SIGSEGV); }},
      {"die", [](const std::string&) { die_of(SIGKILL); }},
      {"write",
       [](const std::string& rest) {
         sized(rest, [](std::size_t n, const std::string& f) { write_file(f, n); });
       }},
      {"half",
       [](const std::string& rest) {
         sized(rest, [](std::size_t n, const std::string& f) { write_file(f, n / 2); });
         die_of(SIGKILL);
       }},
      {"grow", grow},
      {"touch", [](const std::string& name) { write_file(name, 0); }},
      {"eat", eat},
      {"child", [](const std::string& ms) { leave_grandchild(ms, false); }},
      {"stray", [](const std::string& ms) { leave_grandchild(ms, true); }},
  };
  return known;
}

}  // namespace

bool act(const std::string& word) {
  const std::size_t colon = word.find(':');
  const std::string name = word.substr(0, colon);
  const std::string rest = colon == std::string::npos ? "" : word.substr(colon + 1);
  if (name == "tell") return tell(rest);
  const auto action = actions().find(name);
  if (action == actions().end()) return false;
  action->second(rest);
  return true;
}

}  // namespace spool::fake
