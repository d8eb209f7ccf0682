#include "pipelines/ffmpeg/copied_packets.h"

#include "pipelines/ffmpeg/argv_parts.h"
#include "pipelines/ffmpeg/big_endian.h"
#include "pipelines/ffmpeg/timing.h"

#include <algorithm>
#include <charconv>
#include <cstddef>

namespace spool::pipelines {
namespace {

/// Calls `take` for each line that is no comment.
template <class Take>
void each_line(std::string_view text, Take take) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    if (end > 0 && text.front() != '#') take(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

/// The field at a position of a line of fields between commas, without the blanks before it.
std::string_view field(std::string_view line, int position) {
  for (; position > 0; --position) {
    const std::size_t comma = line.find(',');
    if (comma == std::string_view::npos) return {};
    line.remove_prefix(comma + 1);
  }
  line = line.substr(0, line.find(','));
  line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  return line;
}

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// Bytes that say how long a coded unit is, by the decoder's configuration in a file's description.
std::size_t length_size(bool is_h264, std::string_view description) {
  const std::string_view name = is_h264 ? "avcC" : "hvcC";
  const std::size_t at = description.find(name);
  const std::size_t position = at + name.size() + (is_h264 ? 4 : 21);
  if (at == std::string_view::npos || position >= description.size()) return 4;
  return (static_cast<unsigned char>(description[position]) & 3U) + 1;
}

/// A slice of a picture at whose decoding everything begins anew; none: no slice.
std::optional<bool> refreshes(bool is_h264, unsigned char first) {
  if (is_h264) {
    constexpr unsigned int idr = 5;
    const unsigned int type = first & 0x1fU;
    return type >= 1 && type <= idr ? std::optional(type == idr) : std::nullopt;
  }
  constexpr unsigned int idr_with_leading = 19, idr = 20, slices = 32;
  const unsigned int type = (first >> 1U) & 0x3fU;
  return type < slices ? std::optional(type == idr_with_leading || type == idr) : std::nullopt;
}

/// Standard output is the answer's.
Words asking_words(const Tools& tools) {
  return {tools.ffmpeg, "-nostdin", "-hide_banner", "-nostats", "-v", "level+warning"};
}

Words digest_words(std::string_view file) { return {"-f", "framehash", "-hash", "murmur3", std::string(file)}; }

/// Leaves the coded slices.
std::string slices_only(std::string_view codec) {
  return std::string("filter_units=pass_types=") + (codec == "hevc" ? "0-31" : "1-5");
}

}  // namespace

std::string packet_list(std::string_view output) { return std::string(output) + ".packets"; }

std::vector<std::string> packet_list_words(std::string_view codec, std::string_view file) {
  Words words = {"-bsf:v", slices_only(codec)};
  append(words, digest_words(file));
  return words;
}

std::optional<std::string> wrong_packets(const ClipJob& clip, std::string_view list) {
  constexpr int pts = 2;
  std::vector<std::int64_t> stamps;
  each_line(list, [&](std::string_view line) {
    if (const auto stamp = number(field(line, pts))) stamps.push_back(*stamp);
  });
  std::ranges::sort(stamps);
  const auto& shown = clip.source->pictures.shown;
  const auto first = shown.begin() + static_cast<std::ptrdiff_t>(clip.cut.first);
  const auto end = shown.begin() + static_cast<std::ptrdiff_t>(clip.cut.end);
  if (std::equal(first, end, stamps.begin(), stamps.end())) return std::nullopt;
  return "its packets are not those of its pictures";
}

core::Error wrong_copy(const std::string& what) { return {"render.wrong_copy", what, "", {}}; }

bool begins_anew(const Mp4Part& part, std::string_view bytes) {
  const bool is_h264 = part.codec.starts_with("avc");
  const std::size_t size = length_size(is_h264, part.description);
  while (bytes.size() > size) {
    const std::uint64_t length = big_endian(bytes, 0, size);
    bytes.remove_prefix(size);
    if (const auto refresh = refreshes(is_h264, static_cast<unsigned char>(bytes.front()))) return *refresh;
    bytes.remove_prefix(std::min<std::uint64_t>(length, bytes.size()));
  }
  return false;
}

std::vector<std::string> part_digests_argv(const std::string& file, std::string_view codec, const Tools& tools) {
  Words words = asking_words(tools);
  append(words, input_words(file));
  append(words, {"-map", "0:v:0", "-map", "0:v:0", "-c", "copy", "-bsf:0", slices_only(codec), "-bsf:1"});
  append(words, {std::string("filter_units=pass_types=") + (codec == "hevc" ? "33" : "7")});
  append(words, digest_words("-"));
  return words;
}

std::vector<std::string> digests_argv(const std::vector<std::string>& files, std::string_view codec, const Tools& tools) {
  Words words = asking_words(tools);
  for (const std::string& file : files) append(words, input_words(file));
  for (std::size_t i = 0; i < files.size(); ++i) append(words, {"-map", std::to_string(i) + ":v:0"});
  append(words, {"-c", "copy"});
  append(words, packet_list_words(codec, "-"));
  return words;
}

std::vector<std::string> seams_argv(const std::string& film, const std::vector<Rational>& times, const Tools& tools) {
  Words words = asking_words(tools);
  append(words, {"-xerror"});
  for (const Rational& time : times) {
    const Rational sought((time * microseconds).ceil(), microseconds);
    append(words, input_words(film, {"-noaccurate_seek", "-ss", sought.to_decimal(6)}));
  }
  for (std::size_t i = 0; i < times.size(); ++i) append(words, {"-map", std::to_string(i) + ":v:0"});
  for (std::size_t i = 0; i < times.size(); ++i) append(words, {"-frames:" + std::to_string(i), "2"});
  append(words, digest_words("-"));
  return words;
}

Digests parse_digests(std::string_view printed) {
  constexpr int size = 4, digest = 5;
  Digests streams;
  each_line(printed, [&](std::string_view line) {
    const auto stream = number(field(line, 0));
    if (!stream || *stream < 0 || *stream >= static_cast<std::int64_t>(looked_at_once)) return;
    const auto index = static_cast<std::size_t>(*stream);
    if (streams.size() <= index) streams.resize(index + 1);
    streams[index].push_back(std::string(field(line, size)) + " " + std::string(field(line, digest)));
  });
  return streams;
}

}  // namespace spool::pipelines
