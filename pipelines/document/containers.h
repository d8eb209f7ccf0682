// What a film's file can be, and which codecs go into it: one table, which documents are checked against.
// Source: LANGUAGE, "Format". What stands here has been rendered and looked at
// (tests/ffmpeg/formats_test.cpp).
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace spool::pipelines {

struct Container {
  std::string_view name;                         ///< for people: "WebM"
  std::string_view muxer;                        ///< ffmpeg's
  std::span<const std::string_view> extensions;  ///< lower case, without the dot; the usual one first
  std::span<const std::string_view> pictures;    ///< codecs; the first is taken where a document names none
  std::span<const std::string_view> sounds;      ///< likewise

  [[nodiscard]] bool takes_picture(std::string_view codec) const;
  [[nodiscard]] bool takes_sound(std::string_view codec) const;
};

/// By the extension of a file's name, upper and lower case alike; null: films are not written so.
const Container* container_of(std::string_view file);

/// The usual one of a muxer's files.
std::string_view extension_of(std::string_view muxer);

/// "end the name with `.mp4`, `.mov`, …": for what has no such extension.
std::string extensions_hint();

/// "`.mkv`, `.mov`": the files that take a codec; empty: none does.
std::string extensions_for_picture(std::string_view codec);
std::string extensions_for_sound(std::string_view codec);

/// "`h264`, `hevc` or `av1`".
std::string any_of_words(std::span<const std::string_view> words);

}  // namespace spool::pipelines
