#include "pipelines/document/containers.h"

#include "core/ascii.h"

#include <algorithm>
#include <array>
#include <vector>

namespace spool::pipelines {
namespace {

using Word = std::string_view;

constexpr std::array<Word, 2> mp4_files = {"mp4", "m4v"};
constexpr std::array<Word, 1> mov_files = {"mov"};
constexpr std::array<Word, 1> mkv_files = {"mkv"};
constexpr std::array<Word, 1> webm_files = {"webm"};
constexpr std::array<Word, 2> ts_files = {"ts", "m2ts"};

constexpr std::array<Word, 4> mp4_pictures = {"h264", "hevc", "av1", "vp9"};
constexpr std::array<Word, 4> mov_pictures = {"h264", "hevc", "prores", "dnxhr"};
constexpr std::array<Word, 6> mkv_pictures = {"h264", "hevc", "av1", "vp9", "prores", "dnxhr"};
constexpr std::array<Word, 2> webm_pictures = {"vp9", "av1"};
constexpr std::array<Word, 2> ts_pictures = {"h264", "hevc"};

constexpr std::array<Word, 6> mp4_sounds = {"aac", "opus", "flac", "mp3", "ac3", "alac"};
constexpr std::array<Word, 4> mov_sounds = {"aac", "pcm", "alac", "ac3"};
constexpr std::array<Word, 7> mkv_sounds = {"aac", "opus", "flac", "pcm", "mp3", "ac3", "alac"};
constexpr std::array<Word, 1> webm_sounds = {"opus"};
constexpr std::array<Word, 3> ts_sounds = {"aac", "mp3", "ac3"};

constexpr std::array<Container, 5> containers = {{
    {"MP4", "mp4", mp4_files, mp4_pictures, mp4_sounds},
    {"MOV", "mov", mov_files, mov_pictures, mov_sounds},
    {"Matroska", "matroska", mkv_files, mkv_pictures, mkv_sounds},
    {"WebM", "webm", webm_files, webm_pictures, webm_sounds},
    {"MPEG-TS", "mpegts", ts_files, ts_pictures, ts_sounds},
}};

bool holds(std::span<const Word> words, Word word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// "`a`, `b` or `c`", each with a beginning of its own.
std::string listed(std::span<const Word> words, Word before) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " or " : ", ";
    text.append("`").append(before).append(words[i]).append("`");
  }
  return text;
}

std::string files_of(bool (Container::*takes)(Word) const, Word codec) {
  std::vector<Word> extensions;
  for (const Container& container : containers) {
    if ((container.*takes)(codec)) extensions.push_back(container.extensions.front());
  }
  return listed(extensions, ".");
}

}  // namespace

bool Container::takes_picture(Word codec) const { return holds(pictures, codec); }

bool Container::takes_sound(Word codec) const { return holds(sounds, codec); }

std::string_view extension_of(Word muxer) {
  const auto found = std::ranges::find(containers, muxer, &Container::muxer);
  return found == containers.end() ? muxer : found->extensions.front();
}

const Container* container_of(Word file) {
  const Word name = file.substr(file.rfind('/') + 1);
  const auto dot = name.rfind('.');
  if (dot == Word::npos) return nullptr;
  const std::string extension = core::lower(name.substr(dot + 1));
  for (const Container& container : containers) {
    if (holds(container.extensions, extension)) return &container;
  }
  return nullptr;
}

std::string extensions_hint() {
  std::vector<Word> extensions;
  extensions.reserve(containers.size());
  for (const Container& container : containers) extensions.push_back(container.extensions.front());
  return "end the name with " + listed(extensions, ".");
}

std::string extensions_for_picture(Word codec) { return files_of(&Container::takes_picture, codec); }

std::string extensions_for_sound(Word codec) { return files_of(&Container::takes_sound, codec); }

std::string any_of_words(std::span<const Word> words) { return listed(words, ""); }

}  // namespace spool::pipelines
