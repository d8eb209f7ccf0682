#include "cli/followed_lines.h"

#include "cli/event_read.h"
#include "cli/run_state.h"

#include <chrono>
#include <cstdint>
#include <vector>

namespace spool::cli {
namespace {

/// What has happened before we came, as far as the lines count it.
void catch_up(EventLines& lines, const pipelines::RunStatus& status) {
  const auto now = std::chrono::system_clock::now();
  lines.on({now, status.run, "", core::RunStarted{status.pipeline, status.jobs.total}});
  const std::int64_t over = status.jobs.succeeded + status.jobs.failed + status.jobs.skipped;
  for (std::int64_t i = 0; i < over; ++i) lines.on({now, status.run, "", core::JobFinished()});
}

std::string films_of(const core::Event& event) {
  const auto* finished = std::get_if<core::RunFinished>(&event.what);
  std::string text;
  if (finished == nullptr) return text;
  for (const core::Delivered& film : finished->outputs) text += film_text(film) + "\n";
  return text;
}

}  // namespace

FollowedLines::FollowedLines(const FoundRun& found, const Face& face) : found_(found), face_(face) {}

void FollowedLines::begin() {
  any_ = true;
  if (face_.common.json) return;
  const auto items = pipelines::items_of(found_.state, found_.run);
  const auto status = pipelines::status_of(found_.state, found_.run);
  std::optional<std::int64_t> files;
  if (items && !items->empty()) files = static_cast<std::int64_t>(items->size());
  const Paint colours = paint(face_.terminal.output && face_.terminal.colours);
  lines_.emplace(Detail{true, true, true, face_.common.verbose}, colours, files);
  if (!status) return;
  written_ = print(status_text(*status, colours));
  catch_up(*lines_, *status);
}

void FollowedLines::on(std::string_view line) {
  if (!any_) begin();
  if (!written_) return;
  if (!lines_) {
    written_ = print(std::string(line) + "\n");
    return;
  }
  const auto event = read_event(line);
  if (event) written_ = print(lines_->on(*event) + films_of(*event));
}

}  // namespace spool::cli
