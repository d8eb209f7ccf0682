#include "cli/json_line.h"

#include <cstdint>

#include <fmt/format.h>

#include "cli/utf8.h"

namespace spool::cli {
namespace {

std::string quoted_letter(const Letter& letter, std::string_view bytes) {
  if (!letter.valid) return fmt::format("\\u{:04x}", 0xdc00U + static_cast<std::uint32_t>(letter.code));
  if (letter.code == '"' || letter.code == '\\') return "\\" + std::string(bytes);
  if (letter.code < 0x20 || letter.code == 0x7f) return fmt::format("\\u{:04x}", static_cast<std::uint32_t>(letter.code));
  return std::string(bytes);
}

}  // namespace

std::string json_quoted(std::string_view text) {
  std::string quoted = "\"";
  while (!text.empty()) {
    const Letter letter = first_letter(text);
    quoted += quoted_letter(letter, text.substr(0, letter.bytes));
    text.remove_prefix(letter.bytes);
  }
  return quoted + "\"";
}

void JsonLine::name(std::string_view name) {
  if (!fields_.empty()) fields_ += ",";
  fields_ += json_quoted(name) + ":";
}

JsonLine& JsonLine::text(std::string_view field, std::string_view value) {
  name(field);
  fields_ += json_quoted(value);
  return *this;
}

JsonLine& JsonLine::flag(std::string_view field, bool value) {
  name(field);
  fields_ += value ? "true" : "false";
  return *this;
}

}  // namespace spool::cli
