#include "pipelines/moments/text_decoding.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

namespace spool::pipelines {
namespace {

using namespace std::string_view_literals;

// ---- files that are given by mistake
// ---------------------------------------------------------------------------------

struct Signature {
  std::size_t offset;
  std::string_view bytes;
  std::string_view what;
  std::string_view hint;
};

constexpr std::string_view swapped = "give the video as an input and its tag file here";
constexpr std::array signatures = {
    Signature{4, "ftyp"sv, "a video (mp4 or mov)", swapped},
    Signature{4, "moov"sv, "a video (mov)", swapped},
    Signature{0, "\x1a\x45\xdf\xa3"sv, "a video (mkv or webm)", swapped},
    Signature{8, "AVI "sv, "a video (avi)", swapped},
    Signature{8, "WAVE"sv, "a sound file (wav)", swapped},
    Signature{0, "OggS"sv, "a video or sound file (ogg)", swapped},
    Signature{0, "\0\0\1\xba"sv, "a video (MPEG)", swapped},
    Signature{0, "FLV\1"sv, "a video (flv)", swapped},
    Signature{0, "\x89PNG"sv, "a picture (png)", ""},
    Signature{0, "\xff\xd8\xff"sv, "a picture (jpeg)", ""},
    Signature{0, "PK\3\4"sv, "a spreadsheet or an archive (zip)",
              "save it as CSV in the program it comes from"},
    Signature{0, "\xd0\xcf\x11\xe0"sv, "an old Office file", "save it as CSV in the program it comes from"},
    Signature{0, "\x1f\x8b"sv, "compressed (gzip)", "unpack it first"},
};

bool is_transport_stream(std::string_view bytes) {
  constexpr std::size_t packet = 188;
  return bytes.size() > 2 * packet && bytes[0] == 'G' && bytes[packet] == 'G' && bytes[2 * packet] == 'G' &&
         bytes.substr(0, packet).find_first_of("\n\r"sv) != 0 &&
         std::any_of(bytes.begin(), bytes.begin() + packet, [](char c) { return c == '\0' || c == '\xff'; });
}

core::Error not_text(std::string_view what, std::string_view hint, const std::string& file) {
  return {"moments.not_text",
          "this is not a tag file: it is " + std::string(what),
          std::string(hint),
          {file, 0, 0}};
}

std::optional<core::Error> mistaken_file(std::string_view bytes, const std::string& file) {
  for (const Signature& signature : signatures)
    if (bytes.size() >= signature.offset && bytes.substr(signature.offset).starts_with(signature.bytes))
      return not_text(signature.what, signature.hint, file);
  if (is_transport_stream(bytes)) return not_text("a video (MPEG-TS)", swapped, file);
  return std::nullopt;
}

// ---- encodings
// -------------------------------------------------------------------------------------------------------

void append_utf8(std::string& text, std::uint32_t code) {
  const auto put = [&](std::uint32_t byte) { text.push_back(static_cast<char>(byte)); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xc0 | (code >> 6));
    put(0x80 | (code & 0x3f));
  } else if (code < 0x10000) {
    put(0xe0 | (code >> 12));
    put(0x80 | ((code >> 6) & 0x3f));
    put(0x80 | (code & 0x3f));
  } else {
    put(0xf0 | (code >> 18));
    put(0x80 | ((code >> 12) & 0x3f));
    put(0x80 | ((code >> 6) & 0x3f));
    put(0x80 | (code & 0x3f));
  }
}

std::uint32_t byte_at(std::string_view bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}

/// Length of the UTF-8 sequence at `at`; 0: there is none (overlong and surrogate forms are none).
std::size_t sequence_length(std::string_view bytes, std::size_t at) {
  const std::uint32_t lead = byte_at(bytes, at);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || at + length > bytes.size()) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((byte_at(bytes, at + i) & 0xc0) != 0x80) return 0;
  const std::uint32_t second = byte_at(bytes, at + 1);
  const bool overlong = (lead == 0xe0 && second < 0xa0) || (lead == 0xf0 && second < 0x90);
  const bool outside = (lead == 0xed && second >= 0xa0) || (lead == 0xf4 && second >= 0x90);
  return overlong || outside ? 0 : length;
}

bool is_utf8(std::string_view bytes) {
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t length = sequence_length(bytes, at);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

enum class Order { little, big };

/// UTF-16 without a BOM shows itself by a zero in every other byte of its ASCII.
std::optional<Order> utf16_by_zeros(std::string_view bytes) {
  const std::size_t pairs = std::min<std::size_t>(bytes.size(), 4096) / 2;
  std::size_t even = 0, odd = 0;
  for (std::size_t i = 0; i < pairs; ++i) {
    if (bytes[2 * i] == '\0') ++even;
    if (bytes[2 * i + 1] == '\0') ++odd;
  }
  if (even == 0 && odd > pairs / 2) return Order::little;
  if (odd == 0 && even > pairs / 2) return Order::big;
  return std::nullopt;
}

/// None where it is cut off or holds half a surrogate pair.
std::optional<std::string> from_utf16(std::string_view bytes, Order order) {
  if (bytes.size() % 2 != 0) return std::nullopt;
  const auto unit = [&](std::size_t at) {
    const std::uint32_t first = byte_at(bytes, at), second = byte_at(bytes, at + 1);
    return order == Order::little ? first | (second << 8) : (first << 8) | second;
  };
  std::string text;
  text.reserve(bytes.size() / 2);
  for (std::size_t at = 0; at < bytes.size(); at += 2) {
    std::uint32_t code = unit(at);
    if (code >= 0xdc00 && code < 0xe000) return std::nullopt;
    if (code >= 0xd800 && code < 0xdc00) {
      at += 2;
      if (at >= bytes.size()) return std::nullopt;
      const std::uint32_t low = unit(at);
      if (low < 0xdc00 || low >= 0xe000) return std::nullopt;
      code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
    }
    append_utf8(text, code);
  }
  return text;
}

/// Latin-1, with what Windows puts where Latin-1 has control characters. Source: the WHATWG's index
/// windows-1252.
std::string from_windows_1252(std::string_view bytes) {
  constexpr std::array<std::uint16_t, 32> upper = {
      0x20ac, 0x81,   0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021, 0x2c6,  0x2030, 0x160,
      0x2039, 0x152,  0x8d,   0x17d,  0x8f,   0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
      0x2013, 0x2014, 0x2dc,  0x2122, 0x161,  0x203a, 0x153,  0x9d,   0x17e,  0x178};
  std::string text;
  text.reserve(bytes.size() + bytes.size() / 8);
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    const std::uint32_t byte = byte_at(bytes, at);
    append_utf8(text, byte >= 0x80 && byte < 0xa0 ? upper[byte - 0x80] : byte);
  }
  return text;
}

std::optional<std::string> to_utf8(std::string_view bytes) {
  if (bytes.starts_with("\xef\xbb\xbf"sv)) bytes.remove_prefix(3);
  if (bytes.starts_with("\xff\xfe"sv)) return from_utf16(bytes.substr(2), Order::little);
  if (bytes.starts_with("\xfe\xff"sv)) return from_utf16(bytes.substr(2), Order::big);
  if (const auto order = utf16_by_zeros(bytes)) return from_utf16(bytes, *order);
  return is_utf8(bytes) ? std::string(bytes) : from_windows_1252(bytes);
}

// ---- what is left
// ----------------------------------------------------------------------------------------------------

/// Zeros, or more control characters than any text has.
bool looks_binary(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) return true;
  const std::string_view start = text.substr(0, std::size_t{1} << 16);
  const auto controls = std::count_if(start.begin(), start.end(), [](char c) {
    return (c >= 0 && c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f') || c == '\x7f';
  });
  return static_cast<std::size_t>(controls) * 50 > start.size();
}

/// CRLF and a lone CR become LF, in place.
void unify_line_ends(std::string& text) {
  if (text.find('\r') == std::string::npos) return;
  std::size_t to = 0;
  for (std::size_t from = 0; from < text.size(); ++from) {
    const bool pair = text[from] == '\r' && from + 1 < text.size() && text[from + 1] == '\n';
    if (pair) continue;
    text[to++] = text[from] == '\r' ? '\n' : text[from];
  }
  text.resize(to);
}

}  // namespace

core::Result<std::string> decode_text(std::string_view bytes, const std::string& file) {
  if (auto mistaken = mistaken_file(bytes, file)) return std::move(*mistaken);
  auto text = to_utf8(bytes);
  if (!text || looks_binary(*text))
    return not_text("binary, or text that was cut off or damaged", "give a CSV, TSV or JSON file", file);
  unify_line_ends(*text);
  return {boost::system::in_place_value, std::move(*text)};
}

}  // namespace spool::pipelines
