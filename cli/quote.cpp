#include "cli/quote.h"

#include "cli/text.h"
#include "core/utf8.h"

#include <fmt/format.h>

#include <algorithm>

namespace spool::cli {
namespace {

void append_json_ascii(std::string& json, char c) {
  switch (c) {
    case '"':
      json += "\\\"";
      return;
    case '\\':
      json += "\\\\";
      return;
    case '\n':
      json += "\\n";
      return;
    case '\r':
      json += "\\r";
      return;
    case '\t':
      json += "\\t";
      return;
    default:
      if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
        json += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
      else
        json += c;
  }
}

}  // namespace

std::string shell_quoted(std::string_view word) {
  std::string quoted = "'";
  for (const char c : word) {
    if (c == '\'')
      quoted += "'\\''";
    else
      quoted += c;
  }
  quoted += '\'';
  return quoted;
}

namespace {

bool is_plain(char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; }

}  // namespace

std::string json_quoted(std::string_view text) {
  std::string json = "\"";
  while (!text.empty()) {
    // Nearly all of nearly every text is plain: taken as it stands, as far as that goes.
    const auto plain = static_cast<std::size_t>(std::ranges::find_if_not(text, is_plain) - text.begin());
    json += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) break;
    const core::Letter letter = core::first_letter(text);
    if (!letter.valid)
      json += fmt::format("\\udc{:02x}", static_cast<unsigned>(letter.code));
    else if (letter.bytes == 1)
      append_json_ascii(json, text.front());
    else
      json += text.substr(0, letter.bytes);
    text.remove_prefix(letter.bytes);
  }
  json += '"';
  return json;
}

std::string dot_quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : printable(text)) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  quoted += '"';
  return quoted;
}

}  // namespace spool::cli
