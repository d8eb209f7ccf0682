#include "cli/event_lines.h"

#include "cli/quote.h"
#include "cli/text.h"
#include "pipelines/running/render_error.h"

#include <fmt/format.h>

#include <chrono>

namespace spool::cli {
namespace {

constexpr std::chrono::seconds quiet_for = std::chrono::seconds(15);  // then a line says how far it is

std::string job_name(const core::Event& event, const std::string& job,
                     const std::vector<std::string>& steps) {
  std::string name = event.item.empty() ? "" : printable(event.item) + ": ";
  name += printable(job);
  const std::string text = printable(joined_steps(steps));
  return text.empty() ? name : name + " (" + text + ")";
}

}  // namespace

std::string one_line_of(const std::string& reason) {
  const std::string message = pipelines::without_last_lines(reason);
  return printable(message.substr(0, message.find('\n')));
}

std::string_view outcome_text(core::JobOutcome outcome) {
  switch (outcome) {
    case core::JobOutcome::succeeded:
      return "done";
    case core::JobOutcome::failed:
      return "failed";
    case core::JobOutcome::timed_out:
      return "timed out";
    case core::JobOutcome::stalled:
      return "stalled";
    case core::JobOutcome::cancelled:
      return "cancelled";
    case core::JobOutcome::skipped:
      return "skipped";
  }
  return "";
}

std::string_view outcome_text(core::RunOutcome outcome) {
  switch (outcome) {
    case core::RunOutcome::succeeded:
      return "done";
    case core::RunOutcome::partial:
      return "partly done";
    case core::RunOutcome::failed:
      return "failed";
    case core::RunOutcome::interrupted:
      return "interrupted";
    case core::RunOutcome::cancelled:
      return "cancelled";
  }
  return "";
}

std::string film_text(const core::Delivered& film) {
  std::string text = printable(film.path) + ": ";
  if (film.frames > 0) text += counted(film.frames, "frame") + ", ";
  text += seconds_text(film.seconds);
  return film.cached ? text + " (up to date)" : text;
}

std::string EventLines::on(const core::Event& event) {
  board_.on(event);
  std::string text = std::visit([&](const auto& what) { return lines(event, what); }, event.what);
  if (!text.empty()) last_line_ = event.at;
  return text;
}

std::string EventLines::count() const { return fmt::format("[{}/{}] ", board_.done(), board_.total()); }

std::string EventLines::lines(const core::Event& event, const core::RunStarted& started) const {
  if (!detail_.progress || (!event.item.empty() && !detail_.commands)) return "";
  if (!event.item.empty())
    return fmt::format("{}: {}\n", printable(event.item), counted(started.jobs.value_or(0), "job"));
  return fmt::format("{}: {}\n", printable(started.pipeline),
                     counted(board_.total(), board_.is_batch() ? "file" : "job"));
}

std::string EventLines::lines(const core::Event& event, const core::RunFinished& finished) const {
  if (!detail_.progress) return "";
  const std::string ending =
      fmt::format("{} in {}\n", outcome_text(finished.outcome), seconds_text(finished.seconds));
  if (!event.item.empty()) return count() + printable(event.item) + ": " + ending;
  return printable(board_.pipeline()) + ": " + ending;
}

std::string EventLines::lines(const core::Event& event, const core::JobStarted& started) const {
  if (!detail_.commands) return "";
  std::string text = fmt::format("started {}", job_name(event, started.job, started.steps));
  if (started.attempt > 1) text += fmt::format(", attempt {}", started.attempt);
  text += ":";
  for (const std::string& word : started.argv) text += " " + printable(shell_quoted(word));
  return text + "\n";
}

std::string EventLines::lines(const core::Event& event, const core::JobProgress& /*progress*/) {
  if (!detail_.progress) return "";
  if (!last_line_) last_line_ = event.at;
  if (event.at - *last_line_ < quiet_for) return "";
  std::string text = fmt::format("{}{:.0f} %", count(), board_.fraction() * 100);
  if (const auto left = board_.seconds_left(event.at)) text += ", " + clock_text(*left) + " left";
  return text + "\n";
}

std::string EventLines::lines(const core::Event& event, const core::JobFinished& finished) const {
  if (!detail_.progress || (!event.item.empty() && !detail_.commands)) return "";
  std::string text = event.item.empty() ? count() : "";
  text += job_name(event, finished.job, finished.steps) + ": ";
  if (finished.cached) return text + "taken from the cache\n";
  text += outcome_text(finished.outcome);
  if (finished.outcome == core::JobOutcome::succeeded) text += " in " + seconds_text(finished.seconds);
  if (!finished.reason.empty()) text += ": " + one_line_of(finished.reason);
  return text + "\n";
}

std::string EventLines::lines(const core::Event& event, const core::JobRetrying& retrying) const {
  if (!detail_.progress) return "";
  return job_name(event, retrying.job, {}) + fmt::format(": try {} in {}: {}\n", retrying.attempt,
                                                         seconds_text(retrying.delay_s),
                                                         one_line_of(retrying.reason));
}

std::string EventLines::lines(const core::Event& /*event*/, const core::RunPaused& paused) const {
  return fmt::format("paused: {} still running, {} waiting\n", paused.running, paused.waiting);
}

std::string EventLines::lines(const core::Event& /*event*/, const core::RunReleased& released) const {
  return fmt::format("released: {} running, {} waiting\n", released.running, released.waiting);
}

std::string EventLines::lines(const core::Event& event, const core::Said& said) const {
  using Weight = core::Said::Weight;
  if (said.weight == Weight::warning && !detail_.warnings) return "";
  if (said.weight == Weight::note && !detail_.notes) return "";
  // Where the place does not already name the file of a batch, the line does.
  const bool named = event.item.empty() || said.what.place.file.ends_with(event.item);
  return (named ? "" : printable(event.item) + ": ") + message_text(said, paint_);
}

}  // namespace spool::cli
