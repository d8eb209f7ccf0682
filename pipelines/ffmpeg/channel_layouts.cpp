#include "pipelines/ffmpeg/channel_layouts.h"

#include <algorithm>
#include <bit>
#include <cstddef>

namespace spool::pipelines {
namespace {

// Speakers, as bits, by the names that ffmpeg has for them.
constexpr unsigned fl = 1U << 0U, fr = 1U << 1U, fc = 1U << 2U, lfe = 1U << 3U, bl = 1U << 4U, br = 1U << 5U;
constexpr unsigned flc = 1U << 6U, frc = 1U << 7U, bc = 1U << 8U, sl = 1U << 9U, sr = 1U << 10U;

struct Layout {
  std::string_view name;
  unsigned speakers;
};

/// Of those of so many channels, ffmpeg's default stands first.
constexpr std::array<Layout, 26> layouts = {{{"mono", fc},
                                             {"stereo", fl | fr},
                                             {"2.1", fl | fr | lfe},
                                             {"3.0", fl | fr | fc},
                                             {"3.0(back)", fl | fr | bc},
                                             {"4.0", fl | fr | fc | bc},
                                             {"quad", fl | fr | bl | br},
                                             {"quad(side)", fl | fr | sl | sr},
                                             {"3.1", fl | fr | fc | lfe},
                                             {"5.0", fl | fr | fc | bl | br},
                                             {"5.0(side)", fl | fr | fc | sl | sr},
                                             {"4.1", fl | fr | fc | lfe | bc},
                                             {"5.1", fl | fr | fc | lfe | bl | br},
                                             {"5.1(side)", fl | fr | fc | lfe | sl | sr},
                                             {"6.0", fl | fr | fc | bc | sl | sr},
                                             {"6.0(front)", fl | fr | flc | frc | sl | sr},
                                             {"hexagonal", fl | fr | fc | bl | br | bc},
                                             {"6.1", fl | fr | fc | lfe | bc | sl | sr},
                                             {"6.1(back)", fl | fr | fc | lfe | bl | br | bc},
                                             {"6.1(front)", fl | fr | lfe | flc | frc | sl | sr},
                                             {"7.0", fl | fr | fc | bl | br | sl | sr},
                                             {"7.0(front)", fl | fr | fc | flc | frc | sl | sr},
                                             {"7.1", fl | fr | fc | lfe | bl | br | sl | sr},
                                             {"7.1(wide)", fl | fr | fc | lfe | bl | br | flc | frc},
                                             {"7.1(wide-side)", fl | fr | fc | lfe | flc | frc | sl | sr},
                                             {"octagonal", fl | fr | fc | bl | br | bc | sl | sr}}};

/// 0: not known.
unsigned speakers_of(std::string_view name) {
  const auto found = std::ranges::find(layouts, name, &Layout::name);
  return found == layouts.end() ? 0 : found->speakers;
}

/// Only where there are two pairs beside and behind is it told which of them is which.
unsigned places_of(std::string_view name) {
  const unsigned speakers = speakers_of(name);
  const bool only_beside = (speakers & sl) != 0 && (speakers & bl) == 0;
  return only_beside ? (speakers & ~(sl | sr)) | bl | br : speakers;
}

}  // namespace

std::string default_layout(int channels) {
  constexpr int most = 8;
  const int wanted = std::clamp(channels, 1, most);
  const auto has_as_many = [wanted](const Layout& layout) { return std::popcount(layout.speakers) == wanted; };
  return std::string(std::ranges::find_if(layouts, has_as_many)->name);
}

std::string layout_of(const AudioStream& audio) {
  return channels_in(audio.layout) == audio.channels ? audio.layout : default_layout(audio.channels);
}

int channels_in(std::string_view layout) { return std::popcount(speakers_of(layout)); }

bool same_places(std::string_view one, std::string_view other) { return one == other || places_of(one) == places_of(other); }

bool is_folded(std::string_view sound, std::string_view film) {
  const unsigned places = places_of(sound);
  return places != fc && (places & ~places_of(film)) != 0;
}

Words layout_words(std::string_view layout) {
  // Of other numbers an encoder (AC-3) that is told no more takes the layout that stands first in its own list.
  static constexpr std::array<std::string_view, 4> told_by_number = {"mono", "stereo", "5.1", "7.1"};
  if (std::ranges::find(told_by_number, layout) != told_by_number.end()) return {"-ac", std::to_string(channels_in(layout))};
  return {"-channel_layout", std::string(layout)};
}

std::string placed_as(std::string_view layout) {
  std::string as_they_are;
  for (int i = 0; i < channels_in(layout); ++i) as_they_are += (i == 0 ? "" : "|") + std::to_string(i);
  return "channelmap=map=" + as_they_are + ":channel_layout=" + std::string(layout);
}

}  // namespace spool::pipelines
