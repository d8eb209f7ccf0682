#include "pipelines/media/first_look.h"

#include "core/ascii.h"

#include <algorithm>
#include <array>

namespace spool::pipelines {

using core::Error;

namespace {

struct Signature {
  std::string_view start;  ///< lower case
  std::string_view what;
  bool playlist;
};

constexpr std::array<Signature, 14> signatures{{
    {"#extm3u", "a playlist (M3U)", true},
    {"ffconcat version", "a playlist (an ffconcat list)", true},
    {"[playlist]", "a playlist (PLS)", true},
    {"[internetshortcut]", "a link to a web page", true},
    {"v=0\r\no=", "a description of a network stream (SDP)", true},
    {"v=0\no=", "a description of a network stream (SDP)", true},
    {"<mpd", "a playlist (DASH)", true},
    {"<smil", "a playlist (SMIL)", true},
    {"<!doctype html", "a web page", false},
    {"<html", "a web page", false},
    {"<svg", "a drawing (SVG)", false},
    {"<?xml", "an XML text", false},
    {"#!", "a script", false},
    {"webvtt", "a text of subtitles", false},
}};

/// Without a byte order mark and the white space before the first word.
std::string_view from_first_word(std::string_view bytes) {
  if (bytes.substr(0, 3) == "\xef\xbb\xbf") bytes.remove_prefix(3);
  const std::size_t word = bytes.find_first_not_of(" \t\r\n");
  return word == std::string_view::npos ? std::string_view() : bytes.substr(word);
}

bool is_text(std::string_view bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](char letter) {
    const auto byte = static_cast<unsigned char>(letter);
    return byte >= 0x20 ? byte != 0x7f
                        : byte == '\t' || byte == '\n' || byte == '\r' || byte == '\f' || byte == 0x1b;
  });
}

/// UTF-16 text: a byte order mark, then mostly letters with a zero beside each.
bool is_wide_text(std::string_view bytes) {
  const bool marked = bytes.substr(0, 2) == "\xff\xfe" || bytes.substr(0, 2) == "\xfe\xff";
  if (!marked || bytes.size() < 4) return false;
  const auto zeros = std::count(bytes.begin(), bytes.end(), '\0');
  return static_cast<std::size_t>(zeros) * 3 > bytes.size();
}

/// A WebP file whose header says that it holds several pictures, which no ffmpeg of today decodes.
bool is_animated_webp(std::string_view bytes) {
  constexpr std::size_t flags_at = 20;
  constexpr int animation = 0x02;
  return bytes.size() > flags_at && bytes.substr(0, 4) == "RIFF" && bytes.substr(8, 8) == "WEBPVP8X" &&
         (static_cast<unsigned char>(bytes[flags_at]) & animation) != 0;
}

Error is_a(const std::string& name, std::string_view what, bool playlist) {
  if (playlist) {
    return {"input.playlist",
            name + " is " + std::string(what) + ", not video",
            "name the video files themselves: Spool follows no playlist and fetches nothing",
            {}};
  }
  return {"input.not_media",
          name + " is " + std::string(what) + ", not video",
          "download or copy the file again, and look at what came",
          {}};
}

}  // namespace

std::optional<Error> refuse_by_first_bytes(const std::string& name, std::string_view bytes) {
  const bool only_zeros = std::all_of(bytes.begin(), bytes.end(), [](char byte) { return byte == '\0'; });
  if (only_zeros) {
    return Error{"input.not_media",
                 name + " begins with nothing but zeros: the copy was never filled",
                 "copy the file again from where it was recorded",
                 {}};
  }
  if (is_animated_webp(bytes)) {
    return Error{"input.unsupported_container",
                 name + " is an animated WebP, which ffmpeg cannot decode",
                 "save it as a GIF or a video in the program that it comes from",
                 {}};
  }
  const bool plain = is_text(bytes);
  if (!plain && !is_wide_text(bytes)) return std::nullopt;
  // Raw pictures and a few old formats are text at their start.
  if (bytes.substr(0, 9) == "YUV4MPEG2") return std::nullopt;
  std::string start = core::lower(from_first_word(bytes).substr(0, 1024));
  const std::size_t manifest = start.find("<mpd");
  if (start.compare(0, 5, "<?xml") == 0 && manifest != std::string::npos) start.erase(0, manifest);
  for (const Signature& signature : signatures) {
    if (start.compare(0, signature.start.size(), signature.start) == 0) {
      return is_a(name, signature.what, signature.playlist);
    }
  }
  return is_a(name, "a text", false);
}

}  // namespace spool::pipelines
