#include "pipelines/running/retry_policy.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <variant>

namespace spool::pipelines {
namespace {

constexpr const char* no_memory = "memory was short";
constexpr const char* no_room = "there was no room on the disk";

struct Sign {
  std::string_view text;
  const char* why;
};

/// What C libraries, ffmpeg and its encoders say of a machine that is short of something.
constexpr std::array signs = {
    Sign{"Cannot allocate memory", no_memory},
    Sign{"Out of memory", no_memory},
    Sign{"out of memory", no_memory},
    Sign{"std::bad_alloc", no_memory},
    Sign{"malloc of size", no_memory},
    Sign{"No space left on device", no_room},
    Sign{"Disk quota exceeded", no_room},
    Sign{"Resource temporarily unavailable", "the machine had no process or thread to give"},
    Sign{"Too many open files", "there were too many open files"},
    Sign{"Stale file handle", "a file system was gone for a while"},
    Sign{"Transport endpoint is not connected", "a file system was gone for a while"},
};

std::optional<std::string> by_last_lines(std::string_view lines) {
  const auto stands_there = [&](const Sign& sign) { return lines.find(sign.text) != std::string_view::npos; };
  const auto* const found = std::find_if(signs.begin(), signs.end(), stands_there);
  if (found == signs.end()) return std::nullopt;
  return found->why;
}

/// The faults of a machine, not of a program.
std::optional<std::string> by_errno(int error) {
  switch (error) {
    case EAGAIN:
      return "the machine had no process to give";
    case ENOMEM:
      return no_memory;
    case EMFILE:
    case ENFILE:
      return "there were too many open files";
    case ENOSPC:
    case EDQUOT:
      return no_room;
    case ETXTBSY:
      return "ffmpeg was being replaced";
    default:
      return std::nullopt;
  }
}

struct ByEnding {
  const Failure& failure;

  std::optional<std::string> operator()(const core::Exited& exited) const {
    // A shell's way to say "killed by 9", which wrappers around ffmpeg pass on.
    constexpr int killed = 128 + SIGKILL;
    if (exited.code == killed) return no_memory;
    // Also where it ended with 0: a muxer that finds no room for a file's end does not always say so.
    return by_last_lines(failure.last_lines);
  }
  std::optional<std::string> operator()(const core::Signalled& ended) const {
    switch (ended.signal) {
      case SIGXFSZ:  // a file larger than any film of this length
      case SIGXCPU:
      case SIGSYS:
        return std::nullopt;
      case SIGKILL:
        return "it was killed, as a machine that is short of memory does";
      default:
        return "it was ended by signal " + std::to_string(ended.signal);
    }
  }
  std::optional<std::string> operator()(const core::NotStarted& failed) const {
    return by_errno(failed.error);
  }
  std::optional<std::string> operator()(const core::TimedOut&) const { return std::nullopt; }
  std::optional<std::string> operator()(const core::Stalled&) const { return "it stood still"; }
  std::optional<std::string> operator()(const core::Cancelled&) const { return std::nullopt; }
};

}  // namespace

std::optional<std::string> worth_another_try(const Failure& failure) {
  if (failure.code == "disk.full") return no_room;
  if (failure.code == "input.changed") return std::nullopt;  // the plan was made for another file
  return std::visit(ByEnding{failure}, failure.ending);
}

bool is_bad_clip(const Failure& failure) {
  if (!failure.code.starts_with("render.")) return false;
  if (const auto* exited = std::get_if<core::Exited>(&failure.ending)) return !ByEnding{failure}(*exited);
  if (const auto* ended = std::get_if<core::Signalled>(&failure.ending)) {
    constexpr std::array by_itself = {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGXFSZ};
    return std::find(by_itself.begin(), by_itself.end(), ended->signal) != by_itself.end();
  }
  return std::holds_alternative<core::TimedOut>(failure.ending) || std::holds_alternative<core::Stalled>(failure.ending);
}

core::Milliseconds delay_after(int attempt, core::Milliseconds backoff, double random) {
  core::Milliseconds delay = std::clamp(backoff, core::Milliseconds(0), longest_delay);
  for (int i = 1; i < attempt && delay < longest_delay && delay.count() > 0; ++i)
    delay = std::min(delay * 2, longest_delay);
  const double share = 0.5 + std::clamp(random, 0.0, 1.0) / 2;
  return core::Milliseconds(static_cast<core::Milliseconds::rep>(static_cast<double>(delay.count()) * share));
}

}  // namespace spool::pipelines
