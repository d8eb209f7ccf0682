#include "core/utf8.h"

#include <array>

namespace spool::core {

Letter first_letter(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {lead, 1, true};
  const std::size_t bytes = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < bytes) return {lead, 1, false};
  char32_t code = lead & (0xffU >> (bytes + 1));
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte(i) & 0xc0U) != 0x80) return {lead, 1, false};
    code = (code << 6U) | (byte(i) & 0x3fU);
  }
  constexpr std::array<char32_t, 5> least = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code >= 0xd800 && code <= 0xdfff;
  if (code < least[bytes] || surrogate || code > 0x10ffff) return {lead, 1, false};
  return {code, bytes, true};
}

std::string replace_invalid(std::string_view text) {
  std::string replaced;
  while (!text.empty()) {
    const Letter letter = first_letter(text);
    replaced += letter.valid ? text.substr(0, letter.bytes) : std::string_view("\xef\xbf\xbd");
    text.remove_prefix(letter.bytes);
  }
  return replaced;
}

std::string surrogates_for_bytes(std::string_view text) {
  std::string all;
  all.reserve(text.size());
  while (!text.empty()) {
    const Letter letter = first_letter(text);
    if (letter.valid) {
      all += text.substr(0, letter.bytes);
    } else {  // 0x80 and above: anything below is a letter
      all += '\xed';
      all += static_cast<char>(0xb0U | (letter.code >> 6U));
      all += static_cast<char>(0x80U | (letter.code & 0x3fU));
    }
    text.remove_prefix(letter.bytes);
  }
  return all;
}

std::string bytes_of_surrogates(std::string_view text) {
  std::string all;
  all.reserve(text.size());
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t found = text.find('\xed', at);
    const std::size_t end = found == std::string_view::npos ? text.size() : found;
    all += text.substr(at, end - at);
    at = end;
    if (at == text.size()) break;
    const auto second = static_cast<unsigned char>(at + 2 < text.size() ? text[at + 1] : '\0');
    if (second == 0xb2 || second == 0xb3) {  // U+DC80-DCFF
      const auto third = static_cast<unsigned char>(text[at + 2]);
      all += static_cast<char>(((second & 3U) << 6U) | (third & 0x3fU));
      at += 3;
    } else {
      all += text[at++];
    }
  }
  return all;
}

}  // namespace spool::core
