#include "pipelines/ffmpeg/channel_layouts.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>

namespace spool::pipelines {
namespace {

// Speakers, as bits.
constexpr unsigned FL = 1U << 0U, FR = 1U << 1U, FC = 1U << 2U, LFE = 1U << 3U, BL = 1U << 4U, BR = 1U << 5U;
constexpr unsigned FLC = 1U << 6U, FRC = 1U << 7U, BC = 1U << 8U, SL = 1U << 9U, SR = 1U << 10U;

struct Layout {
  std::string_view name;
  unsigned speakers;
};

/// Of those of so many channels, ffmpeg's default stands first.
constexpr std::array<Layout, 26> layouts = {{{"mono", FC},
                                             {"stereo", FL | FR},
                                             {"2.1", FL | FR | LFE},
                                             {"3.0", FL | FR | FC},
                                             {"3.0(back)", FL | FR | BC},
                                             {"4.0", FL | FR | FC | BC},
                                             {"quad", FL | FR | BL | BR},
                                             {"quad(side)", FL | FR | SL | SR},
                                             {"3.1", FL | FR | FC | LFE},
                                             {"5.0", FL | FR | FC | BL | BR},
                                             {"5.0(side)", FL | FR | FC | SL | SR},
                                             {"4.1", FL | FR | FC | LFE | BC},
                                             {"5.1", FL | FR | FC | LFE | BL | BR},
                                             {"5.1(side)", FL | FR | FC | LFE | SL | SR},
                                             {"6.0", FL | FR | FC | BC | SL | SR},
                                             {"6.0(front)", FL | FR | FLC | FRC | SL | SR},
                                             {"hexagonal", FL | FR | FC | BL | BR | BC},
                                             {"6.1", FL | FR | FC | LFE | BC | SL | SR},
                                             {"6.1(back)", FL | FR | FC | LFE | BL | BR | BC},
                                             {"6.1(front)", FL | FR | LFE | FLC | FRC | SL | SR},
                                             {"7.0", FL | FR | FC | BL | BR | SL | SR},
                                             {"7.0(front)", FL | FR | FC | FLC | FRC | SL | SR},
                                             {"7.1", FL | FR | FC | LFE | BL | BR | SL | SR},
                                             {"7.1(wide)", FL | FR | FC | LFE | BL | BR | FLC | FRC},
                                             {"7.1(wide-side)", FL | FR | FC | LFE | FLC | FRC | SL | SR},
                                             {"octagonal", FL | FR | FC | BL | BR | BC | SL | SR}}};

/// 0: not known.
unsigned speakers_of(std::string_view name) {
  const auto found = std::ranges::find(layouts, name, &Layout::name);
  return found == layouts.end() ? 0 : found->speakers;
}

/// Only where there are two pairs beside and behind is it told which of them is which.
unsigned places_of(std::string_view name) {
  const unsigned speakers = speakers_of(name);
  const bool only_beside = (speakers & SL) != 0 && (speakers & BL) == 0;
  return only_beside ? (speakers & ~(SL | SR)) | BL | BR : speakers;
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
  return places != FC && (places & ~places_of(film)) != 0;
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
