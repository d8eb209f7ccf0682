#include "cli/text.h"

#include "core/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace spool::cli {
namespace {

struct Range {
  char32_t first, last;
};

template <std::size_t n>
bool within(const std::array<Range, n>& ranges, char32_t code) {
  return std::ranges::any_of(ranges,
                             [&](const Range& range) { return range.first <= code && code <= range.last; });
}

bool is_control(char32_t code) {
  constexpr std::array<Range, 7> controls = {{{0x00, 0x1f},
                                              {0x7f, 0x9f},
                                              {0x61c, 0x61c},  // directions of writing
                                              {0x200e, 0x200f},
                                              {0x2028, 0x202e},  // line separators, directions
                                              {0x2066, 0x2069},
                                              {0xfeff, 0xfeff}}};
  return within(controls, code);
}

bool is_wide(char32_t code) {
  constexpr std::array<Range, 9> wide = {{{0x1100, 0x115f},
                                          {0x2e80, 0x303e},
                                          {0x3041, 0xa4cf},
                                          {0xac00, 0xd7a3},
                                          {0xf900, 0xfaff},
                                          {0xfe30, 0xfe6f},
                                          {0xff00, 0xff60},
                                          {0x1f300, 0x1faff},
                                          {0x20000, 0x3fffd}}};
  return within(wide, code);
}

bool is_combining(char32_t code) {
  constexpr std::array<Range, 6> combining = {
      {{0x300, 0x36f}, {0x483, 0x489}, {0x591, 0x5bd}, {0x200b, 0x200d}, {0x20d0, 0x20ff}, {0xfe00, 0xfe0f}}};
  return within(combining, code);
}

int width_of(char32_t code) {
  if (is_combining(code)) return 0;
  return is_wide(code) ? 2 : 1;
}

std::string escaped(const core::Letter& letter) {
  if (letter.code == '\n') return "\\n";
  if (letter.code == '\t') return "\\t";
  if (letter.code == '\r') return "\\r";
  return letter.valid && letter.code > 0xff
             ? fmt::format("\\u{:04x}", static_cast<std::uint32_t>(letter.code))
             : fmt::format("\\x{:02x}", static_cast<std::uint32_t>(letter.code));
}

}  // namespace

std::string printable(std::string_view text, bool keep_newlines) {
  std::string shown;
  shown.reserve(text.size());
  while (!text.empty()) {
    const core::Letter letter = core::first_letter(text);
    const bool kept = keep_newlines && letter.code == '\n';
    if (letter.valid && (kept || !is_control(letter.code))) {
      shown += text.substr(0, letter.bytes);
    } else {
      shown += escaped(letter);
    }
    text.remove_prefix(letter.bytes);
  }
  return shown;
}

int columns(std::string_view printable_text) {
  int total = 0;
  while (!printable_text.empty()) {
    const core::Letter letter = core::first_letter(printable_text);
    total += width_of(letter.code);
    printable_text.remove_prefix(letter.bytes);
  }
  return total;
}

std::string shortened(std::string_view printable_text, int width, bool utf8) {
  if (columns(printable_text) <= width) return std::string(printable_text);
  if (width <= 0) return "";
  std::string kept;
  int used = 0;
  while (!printable_text.empty()) {
    const core::Letter letter = core::first_letter(printable_text);
    if (used + width_of(letter.code) > width - 1) break;
    used += width_of(letter.code);
    kept += printable_text.substr(0, letter.bytes);
    printable_text.remove_prefix(letter.bytes);
  }
  return kept + (utf8 ? "…" : "~");
}

std::string fitted(std::string_view printable_text, int width, bool utf8) {
  std::string text = shortened(printable_text, width, utf8);
  const int missing = width - columns(text);
  if (missing > 0) text.append(static_cast<std::size_t>(missing), ' ');
  return text;
}

std::string clock_text(double seconds) {
  const auto whole = static_cast<std::int64_t>(std::llround(std::clamp(seconds, 0.0, 1e9)));
  const std::int64_t hours = whole / 3600;
  if (hours > 0) return fmt::format("{}:{:02}:{:02}", hours, whole / 60 % 60, whole % 60);
  return fmt::format("{}:{:02}", whole / 60, whole % 60);
}

std::string seconds_text(double seconds) { return fmt::format("{:.2f} s", seconds); }

std::string counted(std::int64_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

}  // namespace spool::cli
