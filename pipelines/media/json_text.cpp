#include "pipelines/media/json_text.h"

#include <cstddef>

namespace spool::pipelines {

namespace {

constexpr std::string_view digits = "0123456789abcdef";

std::string hexadecimal(unsigned byte) { return {digits[byte >> 4U], digits[byte & 15U]}; }

bool continues(char byte) { return (static_cast<unsigned char>(byte) & 0xc0U) == 0x80U; }

/// Bytes of the UTF-8 letter at the start of `text`; 0 where there is none (also for overlong forms and
/// surrogates).
std::size_t letter_length(std::string_view text) {
  const auto byte = [&text](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  const unsigned first = byte(0);
  const std::size_t length = first < 0x80   ? 1
                             : first < 0xc2 ? 0
                             : first < 0xe0 ? 2
                             : first < 0xf0 ? 3
                             : first < 0xf5 ? 4
                                            : 0;
  if (length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if (!continues(text[i])) return 0;
  }
  const bool overlong = (first == 0xe0 && byte(1) < 0xa0) || (first == 0xf0 && byte(1) < 0x90);
  const bool surrogate = first == 0xed && byte(1) > 0x9f;
  const bool beyond = first == 0xf4 && byte(1) > 0x8f;
  return overlong || surrogate || beyond ? 0 : length;
}

}  // namespace

std::string json_text(std::string_view text) {
  std::string json = "\"";
  while (!text.empty()) {
    const std::size_t length = letter_length(text);
    const unsigned first = static_cast<unsigned char>(text.front());
    if (length == 0) {
      json += "\\udc" + hexadecimal(first);
    } else if (first < 0x20) {
      json += "\\u00" + hexadecimal(first);
    } else {
      if (first == '"' || first == '\\') json += '\\';
      json += text.substr(0, length);
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return json + '"';
}

}  // namespace spool::pipelines
