#include "cli/run_state.h"

#include "cli/event_json.h"
#include "cli/event_lines.h"
#include "cli/json_line.h"
#include "cli/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <utility>

namespace spool::cli {
namespace {

const std::string& colour_of(core::RunState state, const Paint& paint) {
  switch (state) {
    case core::RunState::succeeded:
      return paint.good;
    case core::RunState::failed:
      return paint.error;
    case core::RunState::partial:
    case core::RunState::interrupted:
      return paint.warning;
    case core::RunState::waiting:
    case core::RunState::running:
    case core::RunState::paused:
      return paint.note;
    case core::RunState::cancelled:
      return paint.dim;
  }
  return paint.off;
}

std::string fact(std::string_view name, const std::string& text) { return fitted(name, 10) + text + "\n"; }

std::string done_of(const core::JobCounts& jobs) { return fmt::format("{}/{}", jobs.succeeded, jobs.total); }

/// The end of a path says more than its beginning.
std::string shortened_in_front(const std::string& text, int width, bool utf8) {
  if (columns(text) <= width) return text;
  const std::size_t slash = text.rfind('/');
  return shortened(slash == std::string::npos ? text : text.substr(slash + 1), width, utf8);
}

}  // namespace

std::string status_json(const pipelines::RunStatus& status) {
  const core::JobCounts& jobs = status.jobs;
  JsonLine json;
  json.begin_object()
      .member("run", status.run)
      .member("pipeline", status.pipeline)
      .member("state", core::to_string(status.state));
  json.key("jobs")
      .begin_object()
      .member("total", jobs.total)
      .member("waiting", jobs.waiting)
      .member("running", jobs.running)
      .member("succeeded", jobs.succeeded)
      .member("failed", jobs.failed)
      .member("skipped", jobs.skipped)
      .end_object();
  put_films(json.key("outputs"), status.outputs);
  json.member("submitted", utc_text(status.submitted));
  if (status.waits_until) json.member("waits_until", utc_text(*status.waits_until));
  if (!status.reason.empty()) json.member("reason", status.reason);
  json.end_object();
  return json.text();
}

std::string jobs_text(const core::JobCounts& jobs) {
  const std::array<std::pair<std::int64_t, const char*>, 5> parts = {{{jobs.succeeded, "done"},
                                                                      {jobs.running, "running"},
                                                                      {jobs.waiting, "waiting"},
                                                                      {jobs.failed, "failed"},
                                                                      {jobs.skipped, "skipped"}}};
  std::string text = counted(jobs.total, "job");
  const char* before = ": ";
  for (const auto& [count, what] : parts) {
    if (count == 0) continue;
    text += fmt::format("{}{} {}", before, count, what);
    before = ", ";
  }
  return text;
}

std::string local_time_text(std::chrono::system_clock::time_point at) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(at);
  std::tm local = {};
  if (::localtime_r(&seconds, &local) == nullptr) return "";
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}", local.tm_year + 1900, local.tm_mon + 1, local.tm_mday,
                     local.tm_hour, local.tm_min);
}

std::string status_text(const pipelines::RunStatus& status, const Paint& paint) {
  std::string text = fact("run", status.run);
  text += fact("pipeline", printable(status.pipeline));
  text += fact("begun", local_time_text(status.submitted));
  text += fact("state", colour_of(status.state, paint) + std::string(to_string(status.state)) + paint.off);
  if (!status.reason.empty()) text += fact("why", printable(status.reason));
  if (status.waits_until) text += fact("until", local_time_text(*status.waits_until));
  text += fact("jobs", jobs_text(status.jobs));
  for (const core::Delivered& film : status.outputs) text += fact("film", film_text(film));
  return text;
}

std::string runs_table(const std::vector<pipelines::RunStatus>& runs, int width, bool utf8,
                       const Paint& paint) {
  if (runs.empty()) return "";
  int run_width = 3, jobs_width = 4;
  for (const pipelines::RunStatus& run : runs) {
    run_width = std::max(run_width, columns(run.run));
    jobs_width = std::max(jobs_width, static_cast<int>(done_of(run.jobs).size()));
  }
  constexpr int state_width = 11, when_width = 16, gaps = 8;
  const int rest =
      width > 0 ? std::max(0, width - run_width - state_width - jobs_width - when_width - gaps) : 0;
  const auto row = [&](std::string_view run, const std::string& state, const std::string& jobs,
                       const std::string& when, const std::string& pipeline) {
    return fitted(run, run_width, utf8) + "  " + state + "  " +
           fmt::format("{:>{}}", jobs, static_cast<std::size_t>(jobs_width)) + "  " +
           fitted(when, when_width) + "  " + pipeline + "\n";
  };
  std::string text = row("run", fitted("state", state_width), "jobs", "begun", "pipeline");
  for (const pipelines::RunStatus& run : runs) {
    const std::string state =
        colour_of(run.state, paint) + fitted(to_string(run.state), state_width) + paint.off;
    const std::string pipeline = printable(run.pipeline);
    text += row(run.run, state, done_of(run.jobs), local_time_text(run.submitted),
                width > 0 ? shortened_in_front(pipeline, rest, utf8) : pipeline);
  }
  return text;
}

}  // namespace spool::cli
