#include "pipelines/running/render_error.h"

#include <cstring>
#include <string>

namespace spool::pipelines {
namespace {

constexpr const char* last_lines = "; ffmpeg's last lines:";

/// "clip titled-3 (Goal 1:0)": which job, for a person.
std::string name_of(const Job& job) {
  std::string name = std::string(to_string(job.kind)) + " " + job.id;
  return job.label.empty() || job.label == job.id ? name : name + " (" + job.label + ")";
}

std::string with_last_lines(std::string message, const JobOutput& output) {
  const std::string lines = output.watch().tail().text();
  return lines.empty() ? message : message + last_lines + "\n" + lines;
}

struct WordsOfEnding {
  const Job& job;
  const JobOutput& output;

  std::optional<core::Error> operator()(const core::Exited& exited) const {
    if (exited.code == 0) return std::nullopt;
    const std::string message = name_of(job) + " failed: ffmpeg ended with " + std::to_string(exited.code);
    return core::Error{"render.failed", with_last_lines(message, output), "", {}};
  }
  std::optional<core::Error> operator()(const core::Signalled& ended) const {
    const std::string message = name_of(job) + " was killed by signal " + std::to_string(ended.signal);
    const char* hint = ended.signal == 9 ? "was memory short? try fewer slots with -j" : "";
    return core::Error{"render.killed", with_last_lines(message, output), hint, {}};
  }
  std::optional<core::Error> operator()(const core::NotStarted& failed) const {
    return core::Error{"render.not_started", name_of(job) + " could not be started: " + std::strerror(failed.error),
                       "`spool doctor` looks at the tools", {}};
  }
  std::optional<core::Error> operator()(const core::TimedOut&) const {
    return core::Error{"render.timed_out", name_of(job) + " took longer than it may", "raise policy.timeout", {}};
  }
  std::optional<core::Error> operator()(const core::Stalled&) const {
    return core::Error{"render.stalled", with_last_lines(name_of(job) + " made no progress any more", output),
                       "raise policy.stall if the disk is slow", {}};
  }
  std::optional<core::Error> operator()(const core::Cancelled&) const {
    return core::Error{"render.cancelled", name_of(job) + " was ended", "", {}};
  }
};

}  // namespace

std::optional<core::Error> ending_error(const Job& job, const core::Ending& ending, const JobOutput& output) {
  return std::visit(WordsOfEnding{job, output}, ending);
}

std::optional<core::Error> clip_error(const Job& job, const JobOutput& output, bool strict) {
  const ClipWatch& watch = output.watch();
  if (!watch.as_planned()) {
    return core::Error{"render.wrong_pictures",
                       with_last_lines(name_of(job) + ": other pictures came out of the source than it lists", output),
                       "the source is damaged here: cut around the place, or repair the file", {}};
  }
  if (watch.progress().frame != job.frames) {
    return core::Error{"render.short",
                       with_last_lines(name_of(job) + " has " + std::to_string(watch.progress().frame) + " frames instead of " +
                                           std::to_string(job.frames), output),
                       "the source is damaged here, or shorter than it claims", {}};
  }
  if (strict && watch.errors_while_shown() > 0) {
    return core::Error{"render.damaged", with_last_lines(name_of(job) + ": the source is damaged", output),
                       "leave policy.strict out to accept pictures with faults", {}};
  }
  return std::nullopt;
}

std::string without_last_lines(const std::string& message) { return message.substr(0, message.find(last_lines)); }

}  // namespace spool::pipelines
