#include "pipelines/document/named_formats.h"

#include <array>

namespace spool::pipelines {
namespace {

using Text = std::string_view;

constexpr int no_crf = -1;

struct Named {
  Text name;
  SizeRule size;  ///< empty: the source's
  bool crops = false;
  Text video;
  int crf = no_crf;
  Text preset, profile;
  Text audio, audio_bitrate;
  int sample_rate = 48000;  ///< 0: the source's
};

constexpr SizeRule as_it_is = {};
constexpr SizeRule short_side(int pixels) { return {0, 0, pixels}; }

constexpr std::array<Named, 13> formats = {{
    {"source", as_it_is, false, "", no_crf, "", "", "", "", 0},
    {"web_720p", short_side(720), false, "h264", 21, "medium", "high", "aac", "160k"},
    {"web_1080p", short_side(1080), false, "h264", 20, "medium", "high", "aac", "192k"},
    {"web_2160p", short_side(2160), false, "hevc", 22, "medium", "", "aac", "192k"},
    {"webm_720p", short_side(720), false, "vp9", 32, "2", "", "opus", "128k"},
    {"webm_1080p", short_side(1080), false, "vp9", 31, "2", "", "opus", "160k"},
    {"small_720p", short_side(720), false, "av1", 38, "8", "", "opus", "96k"},
    {"phone_vertical", {1080, 1920, 0}, true, "h264", 21, "medium", "high", "aac", "160k"},
    {"phone_square", {1080, 1080, 0}, true, "h264", 21, "medium", "high", "aac", "160k"},
    {"preview_360p", short_side(360), false, "h264", 28, "veryfast", "", "aac", "96k"},
    {"archive", as_it_is, false, "hevc", 18, "slow", "", "flac", "", 0},
    {"master_prores", as_it_is, false, "prores", no_crf, "", "hq", "pcm", "", 48000},
    {"master_dnxhr", as_it_is, false, "dnxhr", no_crf, "", "dnxhr_hq", "pcm", "", 48000},
}};

std::optional<Located<std::string>> word(Text text, const Place& place) {
  if (text.empty()) return std::nullopt;
  return Located<std::string>{std::string(text), place};
}

Format made(const Named& named, const Place& place) {
  Format format;
  if (named.size.width > 0 || named.size.short_side > 0) format.size = Located<SizeRule>{named.size, place};
  if (named.crops) format.fit = Located<FitMode>{FitMode::crop, place};
  format.video = word(named.video, place);
  if (named.crf != no_crf) format.crf = Located<Rational>{named.crf, place};
  format.preset = word(named.preset, place);
  format.profile = word(named.profile, place);
  format.audio = word(named.audio, place);
  format.audio_bitrate = word(named.audio_bitrate, place);
  if (named.sample_rate > 0) format.sample_rate = Located<int>{named.sample_rate, place};
  return format;
}

}  // namespace

std::optional<Format> named_format(Text name, const Place& place) {
  for (const Named& named : formats) {
    if (named.name == name) return made(named, place);
  }
  return std::nullopt;
}

std::vector<std::string> named_format_words() {
  std::vector<std::string> words;
  words.reserve(formats.size());
  for (const Named& named : formats) words.emplace_back(named.name);
  return words;
}

}  // namespace spool::pipelines
