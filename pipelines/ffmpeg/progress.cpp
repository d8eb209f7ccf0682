#include "pipelines/ffmpeg/progress.h"

#include "pipelines/ffmpeg/picture_chain.h"

#include <algorithm>
#include <charconv>

namespace spool::pipelines {
namespace {

constexpr std::size_t most_lines = 20;
constexpr std::size_t longest_kept = 500;

std::optional<std::int64_t> whole_number(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  std::int64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc()) return std::nullopt;
  return number;
}

void keep(std::deque<std::string>& lines, std::string_view line) {
  lines.emplace_back(line.substr(0, longest_kept));
  if (lines.size() > most_lines) lines.pop_front();
}

bool is_error(std::string_view line) {
  for (const std::string_view level : {"[error] ", "[fatal] ", "[panic] "}) {
    if (line.find(level) != std::string_view::npos) return true;
  }
  return false;
}

}  // namespace

bool ProgressParser::feed(std::string_view chunk) {
  bool advanced = false;
  lines_.feed(chunk, [&](std::string_view text) { advanced = line(text) || advanced; });
  return advanced;
}

bool ProgressParser::line(std::string_view line) {
  const std::size_t equals = line.find('=');
  if (equals == std::string_view::npos) return false;
  const std::string_view key = line.substr(0, equals);
  const std::string_view value = line.substr(equals + 1);
  if (key == "progress") {
    open_.ended = value == "end";
    const bool advanced = open_.frame > latest_.frame || open_.out_time_us > latest_.out_time_us ||
                          open_.total_size > latest_.total_size || (open_.ended && !latest_.ended);
    latest_ = open_;
    return advanced;
  }
  if (key == "frame") open_.frame = whole_number(value).value_or(open_.frame);
  // out_time_ms is in microseconds too: it is the older name of the same number.
  if (key == "out_time_us") open_.out_time_us = whole_number(value).value_or(open_.out_time_us);
  if (key == "total_size") open_.total_size = whole_number(value).value_or(open_.total_size);
  if (key == "speed") {
    double speed = 0;
    const std::size_t digit = std::min(value.find_first_not_of(' '), value.size());
    const auto read = std::from_chars(value.data() + digit, value.data() + value.size(), speed);
    open_.speed = read.ec == std::errc() ? speed : 0;
  }
  return false;
}

void ErrorTail::line(std::string_view line) {
  if (line.empty()) return;
  if (is_error(line)) {
    ++errors_;
    keep(error_lines_, line);
  } else if (line.find("[info] ") == std::string_view::npos) {
    keep(last_lines_, line);
  }
}

std::string ErrorTail::text() const {
  std::string text;
  for (const std::string& kept : error_lines_.empty() ? last_lines_ : error_lines_) {
    if (!text.empty()) text += '\n';
    text += kept;
  }
  return text;
}

std::optional<std::int64_t> decoded_stamp(std::string_view line, std::string_view filter) {
  constexpr std::string_view at = " @ ";
  if (!line.starts_with('[') || !line.substr(1).starts_with(filter)) return std::nullopt;
  if (!line.substr(1 + filter.size()).starts_with(at)) return std::nullopt;
  constexpr std::string_view number = "[info] n:", stamp = " pts:";
  const std::size_t counted = line.find(number);
  if (counted == std::string_view::npos) return std::nullopt;
  const std::size_t stamped = line.find(stamp, counted);
  if (stamped == std::string_view::npos) return std::nullopt;
  return whole_number(line.substr(stamped + stamp.size()));
}

void ClipWatch::on_stderr(std::string_view chunk) {
  lines_.feed(chunk, [this](std::string_view text) { line(text); });
}

void ClipWatch::finish() {
  lines_.finish([this](std::string_view text) { line(text); });
}

bool ClipWatch::as_planned() const {
  return std::ranges::all_of(streams_,
                             [](const Stream& one) { return !one.differs && one.next == one.planned.end; });
}

bool ClipWatch::is_shown() const {
  return pictures_ > 0 && std::ranges::all_of(streams_, [](const Stream& one) {
           return one.planned.begin == one.planned.end || one.next != one.planned.begin || one.differs;
         });
}

void ClipWatch::line(std::string_view line) {
  for (std::size_t i = 0; i < streams_.size(); ++i) {
    if (const auto tick = decoded_stamp(line, stamp_filters[i])) {
      stamp(streams_[i], *tick);
      return;
    }
  }
  const std::int64_t before = tail_.errors();
  tail_.line(line);
  if (is_shown()) errors_while_shown_ += tail_.errors() - before;
}

void ClipWatch::stamp(Stream& stream, std::int64_t tick) {
  ++pictures_;
  if (stream.next == stream.planned.end || *stream.next != tick) {
    stream.differs = stream.differs || stream.planned.begin != stream.planned.end;
    return;
  }
  ++stream.next;
}

}  // namespace spool::pipelines
