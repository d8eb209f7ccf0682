#include "cli/event_json.h"

#include "cli/json_line.h"

#include <fmt/format.h>

#include <variant>

namespace spool::cli {
namespace {

std::string_view name_of(const core::RunStarted& /*event*/) { return "run.started"; }
std::string_view name_of(const core::RunFinished& /*event*/) { return "run.finished"; }
std::string_view name_of(const core::JobStarted& /*event*/) { return "job.started"; }
std::string_view name_of(const core::JobProgress& /*event*/) { return "job.progress"; }
std::string_view name_of(const core::JobFinished& /*event*/) { return "job.finished"; }
std::string_view name_of(const core::JobRetrying& /*event*/) { return "job.retrying"; }
std::string_view name_of(const core::RunPaused& /*event*/) { return "run.paused"; }
std::string_view name_of(const core::RunReleased& /*event*/) { return "run.released"; }
std::string_view name_of(const core::Said& said) {
  switch (said.weight) {
    case core::Said::Weight::error:
      return "error";
    case core::Said::Weight::warning:
      return "warning";
    case core::Said::Weight::note:
      return "note";
  }
  return "";
}

void write(JsonLine& json, const core::RunStarted& started) {
  json.member("pipeline", started.pipeline).member("jobs", started.jobs);
}

void write(JsonLine& json, const core::RunFinished& finished) {
  json.member("outcome", outcome_word(finished.outcome)).member("seconds", finished.seconds);
  put_films(json.key("outputs"), finished.outputs);
  json.key("failed").begin_array();
  for (const core::FailedJob& failed : finished.failed)
    json.begin_object()
        .member("job", failed.job)
        .member("code", failed.code)
        .member("reason", failed.reason)
        .end_object();
  json.end_array();
}

void write(JsonLine& json, const core::JobStarted& started) {
  json.member("job", started.job)
      .member("steps", started.steps)
      .member("kind", started.kind)
      .member("argv", started.argv)
      .member("attempt", started.attempt);
}

void write(JsonLine& json, const core::JobProgress& progress) {
  json.member("job", progress.job)
      .member("fraction", progress.fraction)
      .member("speed", progress.speed)
      .member("frame", progress.frame);
}

void write(JsonLine& json, const core::JobFinished& finished) {
  json.member("job", finished.job)
      .member("steps", finished.steps)
      .member("kind", finished.kind)
      .member("outcome", outcome_word(finished.outcome))
      .member("seconds", finished.seconds)
      .member("cached", finished.cached);
  if (!finished.reason.empty()) json.member("reason", finished.reason);
}

void write(JsonLine& json, const core::JobRetrying& retrying) {
  json.member("job", retrying.job)
      .member("attempt", retrying.attempt)
      .member("delay_s", retrying.delay_s)
      .member("reason", retrying.reason);
}

void write(JsonLine& json, const core::RunPaused& paused) {
  json.member("running", paused.running).member("waiting", paused.waiting);
}

void write(JsonLine& json, const core::RunReleased& released) {
  json.member("running", released.running).member("waiting", released.waiting);
}

void write(JsonLine& json, const core::Said& said) {
  json.member("code", said.what.code)
      .member("message", said.what.message)
      .known("file", said.what.place.file)
      .known("line", said.what.place.line)
      .known("column", said.what.place.column)
      .member("hint", said.what.hint);
}

}  // namespace

std::string event_json(const core::Event& event) {
  JsonLine json;
  json.begin_object();
  json.member("event", std::visit([](const auto& what) { return name_of(what); }, event.what));
  json.member("at", utc_text(event.at));
  if (!event.run.empty()) json.member("run", event.run);
  if (!event.item.empty()) json.member("item", event.item);
  std::visit([&](const auto& what) { write(json, what); }, event.what);
  json.end_object();
  return json.text();
}

void put_films(JsonLine& json, const std::vector<core::Delivered>& films) {
  json.begin_array();
  for (const core::Delivered& film : films)
    json.begin_object()
        .member("path", film.path)
        .member("frames", film.frames)
        .member("samples", film.samples)
        .member("seconds", film.seconds)
        .member("cached", film.cached)
        .end_object();
  json.end_array();
}

std::string utc_text(std::chrono::system_clock::time_point at) {
  const auto millis = std::chrono::floor<std::chrono::milliseconds>(at);
  const auto day = std::chrono::floor<std::chrono::days>(millis);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss<std::chrono::milliseconds> time(millis - day);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     time.hours().count(), time.minutes().count(), time.seconds().count(),
                     time.subseconds().count());
}

std::string_view outcome_word(core::RunOutcome outcome) {
  switch (outcome) {
    case core::RunOutcome::succeeded:
      return "succeeded";
    case core::RunOutcome::partial:
      return "partial";
    case core::RunOutcome::failed:
      return "failed";
    case core::RunOutcome::interrupted:
      return "interrupted";
    case core::RunOutcome::cancelled:
      return "cancelled";
  }
  return "";
}

std::string_view outcome_word(core::JobOutcome outcome) {
  switch (outcome) {
    case core::JobOutcome::succeeded:
      return "succeeded";
    case core::JobOutcome::failed:
      return "failed";
    case core::JobOutcome::timed_out:
      return "timed_out";
    case core::JobOutcome::stalled:
      return "stalled";
    case core::JobOutcome::cancelled:
      return "cancelled";
    case core::JobOutcome::skipped:
      return "skipped";
  }
  return "";
}

}  // namespace spool::cli
