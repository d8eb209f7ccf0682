#include "pipelines/planning/sound_layouts.h"

#include "pipelines/ffmpeg/capabilities.h"
#include "pipelines/ffmpeg/channel_layouts.h"
#include "pipelines/media/report.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <span>
#include <vector>

namespace spool::pipelines {
namespace {

using Word = std::string_view;

// Pairs at the sides go by the name of those behind, unless there are both: the same is heard.
// AAC's 6.1 comes back without a layout, as what seven channels are taken for; others that it can have come back as something else.
constexpr std::array<Word, 11> aac = {"mono", "stereo", "2.1", "3.0", "3.0(back)", "4.0", "quad", "5.0", "5.1", "6.1", "7.1"};
constexpr std::array<Word, 7> fdk = {"mono", "stereo", "3.0", "4.0", "5.0", "5.1", "7.1"};
// libopus is given five and seven channels in a wrong order by ffmpeg.
constexpr std::array<Word, 6> opus = {"mono", "stereo", "3.0", "quad", "5.1", "7.1"};
constexpr std::array<Word, 2> mp3 = {"mono", "stereo"};
constexpr std::array<Word, 11> ac3 = {"mono", "stereo", "2.1", "3.0", "3.0(back)", "4.0", "quad", "3.1", "5.0", "4.1", "5.1"};
constexpr std::array<Word, 8> alac = {"mono", "stereo", "3.0", "4.0", "5.0", "5.1", "6.1(back)", "7.1(wide)"};
// Of PCM, Matroska tells but the number of channels.
constexpr std::array<Word, 8> by_number = {"mono", "stereo", "2.1", "4.0", "5.0", "5.1", "6.1", "7.1"};

/// Empty: any.
std::span<const Word> layouts_of(Word encoder, const Container& container) {
  const std::string codec = sound_codec(encoder);
  if (encoder == "libfdk_aac") return fdk;
  if (codec == "aac") return aac;
  if (codec == "opus") return opus;
  if (codec == "mp3") return mp3;
  if (codec == "flac") return flac_layouts;
  if (codec == "ac3") return ac3;
  if (codec == "alac") return alac;
  if (container.muxer == "matroska") return by_number;
  return {};
}

struct Way {
  Word from;
  std::array<Word, 3> to;  ///< the best first
};

/// First what has a place for each channel, and is silent where the sound has none; then what lets a folded one be heard from nearby: what
/// was behind, from between the two that are. ffmpeg leaves low frequencies out that have no place. Beyond these: 5.1, stereo.
constexpr std::array<Way, 11> ways = {{{"2.1", {"3.1"}},
                                       {"3.0", {"5.0"}},
                                       {"3.0(back)", {"4.0", "quad", "5.0"}},
                                       {"4.0", {"5.0"}},
                                       {"quad", {"5.0"}},
                                       {"6.0", {"6.1", "5.0"}},
                                       {"6.0(front)", {"7.1(wide)", "quad", "5.0"}},
                                       {"6.1(front)", {"7.1(wide)"}},
                                       {"7.0", {"7.1", "5.0"}},
                                       {"7.0(front)", {"7.1(wide)", "5.0"}},
                                       {"octagonal", {"7.1", "5.0"}}}};

/// The layout, and what comes nearest to it, the best first.
std::vector<Word> wishes_for(Word wanted) {
  std::vector<Word> wishes = {wanted};
  const auto way = std::ranges::find_if(ways, [&](const Way& one) { return same_places(one.from, wanted); });
  if (way != ways.end()) std::ranges::copy_if(way->to, std::back_inserter(wishes), [](Word word) { return !word.empty(); });
  wishes.insert(wishes.end(), {"5.1", "stereo"});
  return wishes;
}

}  // namespace

std::string sound_name(Word encoder) {
  struct Name {
    Word codec, name;
  };
  constexpr std::array<Name, 7> names = {{{"aac", "AAC"}, {"opus", "Opus"}, {"mp3", "MP3"}, {"flac", "FLAC"}, {"ac3", "AC-3"}, {"alac", "ALAC"}, {"pcm", "PCM"}}};
  const std::string codec = sound_codec(encoder);
  const auto found = std::ranges::find(names, codec, &Name::codec);
  return std::string(found == names.end() ? encoder : found->name);
}

int most_channels(Word encoder, const Container& container) {
  const std::span<const Word> layouts = layouts_of(encoder, container);
  int most = layouts.empty() ? 8 : 0;
  for (const Word layout : layouts) most = std::max(most, channels_in(layout));
  return most;
}

std::optional<std::string> nearest_layout(Word encoder, const Container& container, const std::string& wanted, bool as_many) {
  const std::span<const Word> layouts = layouts_of(encoder, container);
  if (layouts.empty() || std::ranges::find(layouts, wanted) != layouts.end()) return wanted;
  const auto fits = [&](Word layout) { return !as_many || channels_in(layout) == channels_in(wanted); };
  for (const Word wish : wishes_for(wanted)) {
    const auto found = std::ranges::find_if(layouts, [&](Word layout) { return fits(layout) && same_places(layout, wish); });
    if (found != layouts.end()) return std::string(*found);
  }
  const auto other = std::ranges::find_if(layouts, fits);
  return other == layouts.end() ? std::nullopt : std::optional(std::string(*other));
}

std::optional<std::string> layout_note(const AudioStream& source, const FilmFormat& film) {
  if (!film.sound) return std::nullopt;
  const std::string own = layout_of(source);
  const std::string becomes = channels_in_words(source) + " sound becomes " + layout_in_words(film.sound->layout);
  const bool lacks = !film.sound->instead_of.empty() && same_places(own, film.sound->instead_of);
  if (!lacks) return is_folded(own, film.sound->layout) ? std::optional(becomes) : std::nullopt;
  const bool untold = film.container == "matroska" && sound_codec(film.sound->encoder) == "pcm";
  return becomes + ", as " + sound_name(film.sound->encoder) + (untold ? " in Matroska" : "") + " has no " + layout_in_words(own);
}

}  // namespace spool::pipelines
