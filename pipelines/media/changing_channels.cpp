#include "pipelines/media/changing_channels.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace spool::pipelines {
namespace {

constexpr std::array<std::string_view, 7> codecs = {"aac", "aac_latm", "ac3", "eac3", "dts", "mp2", "mp3"};

}  // namespace

bool may_change_channels(const Media& media) {
  return media.kind == ContainerKind::mpeg && std::ranges::any_of(media.audio, [](const AudioStream& audio) {
           return std::ranges::find(codecs, audio.codec) != codecs.end();
         });
}

void mark_changing_channels(Media& media, const FfprobeOutput& frames) {
  for (AudioStream& audio : media.audio) {
    const std::vector<Packet>& decoded = frames.packets_of(audio.index);
    if (decoded.empty()) continue;
    const auto [fewest, most] = std::ranges::minmax(decoded, {}, &Packet::channels);
    audio.channels_change = fewest.channels != most.channels;
    if (!audio.channels_change || audio.channels == most.channels) continue;
    audio.channels = most.channels;  // ffprobe tells those of any frame
    audio.layout.clear();
  }
}

}  // namespace spool::pipelines
