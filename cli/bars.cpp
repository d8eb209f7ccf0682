#include "cli/bars.h"

#include "cli/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace spool::cli {
namespace {

constexpr int narrowest_with_bar = 44;
constexpr int widest_bar = 30;
constexpr int percent_columns = 5;  // "100 %"
constexpr int remark_columns = 13;  // "1:02:03 left"

/// A drawn part and how wide it is: colours take bytes, not columns.
std::string bar(double fraction, int width, const Look& look) {
  const int filled = std::clamp(static_cast<int>(std::lround(fraction * width)), 0, width);
  std::string text = look.paint.good;
  for (int i = 0; i < filled; ++i) text += look.utf8 ? "━" : "#";
  text += look.paint.off + look.paint.dim;
  for (int i = filled; i < width; ++i) text += look.utf8 ? "─" : "-";
  return text + look.paint.off;
}

struct Content {
  std::string name;  // printable
  double fraction = 0;
  std::string remark;
};

BarLine drawn(const Content& content, int columns, const Look& look) {
  const int percent = static_cast<int>(std::floor(content.fraction * 100));
  const std::string share = fmt::format("{:>{}}", fmt::format("{} %", percent), percent_columns);
  if (columns < narrowest_with_bar) {
    const int name = std::max(0, columns - percent_columns - 1);
    const std::string text = fitted(content.name, name, look.utf8) + " " + share;
    return {shortened(text, columns, look.utf8), std::min(columns, name + 1 + percent_columns)};
  }
  const int spaces = 3;
  const int free = columns - percent_columns - remark_columns - spaces;
  const int bar_width = std::min(widest_bar, free / 2);
  const std::string name = fitted(content.name, free - bar_width, look.utf8);
  const std::string remark = fitted(content.remark, remark_columns, look.utf8);
  return {name + " " + bar(content.fraction, bar_width, look) + " " + share + " " + remark, columns};
}

std::string name_of(const RunningJob& job, const Look& look) {
  std::string name = job.item.empty() ? "" : printable(job.item) + ": ";
  name += printable(job.job);
  const std::string steps = printable(joined_steps(job.steps));
  if (!steps.empty()) name += (look.utf8 ? " · " : " - ") + steps;
  return name;
}

BarLine job_line(const RunningJob& job, int columns, const Look& look) {
  const std::string speed = job.speed > 0 ? fmt::format("{:.1f}x", job.speed) : "";
  return drawn({name_of(job, look), job.fraction, speed}, columns, look);
}

BarLine whole_line(const Board& board, Time now, int columns, const Look& look) {
  const std::string unit = board.is_batch() ? "file" : "job";
  const std::string name =
      fmt::format("{}: {}/{}", printable(board.pipeline()), board.done(), counted(board.total(), unit));
  const auto left = board.seconds_left(now);
  return drawn({name, board.fraction(), left ? clock_text(*left) + " left" : ""}, columns, look);
}

}  // namespace

std::vector<BarLine> bar_lines(const Board& board, Time now, Size size, const Look& look) {
  const int columns = std::max(1, size.columns - 1);
  std::vector<BarLine> lines;
  const auto room = static_cast<std::size_t>(std::max(0, size.rows - 3));
  const auto& running = board.running();
  const std::size_t shown = running.size() <= room ? running.size() : room;
  for (std::size_t i = 0; i < shown; ++i) lines.push_back(job_line(running[i], columns, look));
  if (shown < running.size()) {
    const auto hidden = static_cast<std::int64_t>(running.size() - shown);
    const std::string text =
        shortened(fmt::format("and {} more", counted(hidden, "job")), columns, look.utf8);
    lines.push_back({text, spool::cli::columns(text)});
  }
  if (board.active()) lines.push_back(whole_line(board, now, columns, look));
  return lines;
}

std::string Canvas::back_to_the_top(int columns) {
  int rows = 0;
  for (const int width : drawn_) rows += std::max(1, (width + columns - 1) / std::max(1, columns));
  return rows == 0 ? "\r" : fmt::format("\r\x1b[{}A", rows);
}

std::string Canvas::replace(const std::vector<BarLine>& lines, int columns) {
  std::string bytes = back_to_the_top(columns);
  drawn_.clear();
  for (const BarLine& line : lines) {
    bytes += line.text + "\x1b[K\n";
    drawn_.push_back(line.columns);
  }
  return bytes + "\x1b[J";
}

std::string Canvas::erase(int columns) {
  if (drawn_.empty()) return "";
  std::string bytes = back_to_the_top(columns) + "\x1b[J";
  drawn_.clear();
  return bytes;
}

}  // namespace spool::cli
