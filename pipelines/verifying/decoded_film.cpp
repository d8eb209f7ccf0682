#include "pipelines/verifying/decoded_film.h"

#include <charconv>
#include <initializer_list>

namespace spool::pipelines {

namespace {

bool begins(std::string_view text, std::string_view with) { return text.substr(0, with.size()) == with; }

/// Takes `[level] ` out of a line and gives it, without its brackets; "" where there is none.
std::string take_level(std::string& line) {
  for (const std::string_view level : {"warning", "error", "fatal", "panic"}) {
    const std::string mark = '[' + std::string(level) + "] ";
    const std::size_t at = line.find(mark);
    if (at == std::string::npos) continue;
    line.erase(at, mark.size());
    return std::string(level);
  }
  return {};
}

/// "[h264 @ 0x55a3d5ae7400] words" as "h264: words"; who speaks without a name ("NULL") is left out.
std::string without_address(const std::string& line) {
  const std::size_t at = line.find(" @ ");
  const std::size_t end = line.find("] ");
  if (!begins(line, "[") || at == std::string::npos || end == std::string::npos || at > end) return line;
  const std::string who = line.substr(1, at - 1);
  return (who == "NULL" ? "" : who + ": ") + line.substr(end + 2);
}

/// The n of "Last message repeated n times"; 0 for any other line.
std::int64_t repeated(std::string_view line) {
  constexpr std::string_view words = "Last message repeated ";
  const std::size_t at = line.find(words);
  if (at == std::string_view::npos) return 0;
  std::int64_t times = 0;
  std::from_chars(line.data() + at + words.size(), line.data() + line.size(), times);
  return times;
}

}  // namespace

bool DecodedFilm::on_stdout(std::string_view chunk) {
  lines_.feed(chunk, [this](std::string_view line) { take_line(line); });
  return true;
}

void DecodedFilm::on_stderr(std::string_view chunk) {
  words_.feed(chunk, [this](std::string_view line) { take_word(line); });
}

void DecodedFilm::finish() {
  lines_.finish([this](std::string_view line) { take_line(line); });
  words_.finish([this](std::string_view line) { take_word(line); });
}

void DecodedFilm::take_line(std::string_view line) {
  FfprobeOutput& its = begins(line, "frame|") ? decoded_ : asked_;
  its.on_stdout(line);
  its.on_stdout("\n");
}

void DecodedFilm::take_word(std::string_view line) {
  std::string words(line);
  if (const std::int64_t times = repeated(words); times > 0) {
    if (last_was_error_) errors_ += times;
    return;
  }
  const std::string level = take_level(words);
  last_was_error_ = !level.empty() && level != "warning";
  if (last_was_error_ && errors_++ == 0) first_error_ = without_address(words);
  asked_.on_stderr(words + '\n');
}

}  // namespace spool::pipelines
