#include "core/json_string.h"

#include "core/utf8.h"

#include <algorithm>

namespace spool::core {
namespace {

constexpr std::string_view hex = "0123456789abcdef";

bool is_plain(char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; }

void append_code(std::string& json, unsigned code) {
  json += {'\\', 'u', hex[code >> 12U], hex[(code >> 8U) & 15U], hex[(code >> 4U) & 15U], hex[code & 15U]};
}

void append_escape(std::string& json, char c) {
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
      append_code(json, static_cast<unsigned char>(c));
  }
}

}  // namespace

void append_json_string(std::string& json, std::string_view bytes) {
  json += '"';
  while (!bytes.empty()) {
    // Nearly all of nearly every text is plain: taken as it stands, as far as that goes.
    const auto plain = static_cast<std::size_t>(std::ranges::find_if_not(bytes, is_plain) - bytes.begin());
    json += bytes.substr(0, plain);
    bytes.remove_prefix(plain);
    if (bytes.empty()) break;
    const Letter letter = first_letter(bytes);
    if (!letter.valid) {
      append_code(json, 0xdc00U | letter.code);
    } else if (letter.bytes == 1) {
      append_escape(json, bytes.front());
    } else {
      json += bytes.substr(0, letter.bytes);
    }
    bytes.remove_prefix(letter.bytes);
  }
  json += '"';
}

std::string json_string(std::string_view bytes) {
  std::string json;
  append_json_string(json, bytes);
  return json;
}

}  // namespace spool::core
