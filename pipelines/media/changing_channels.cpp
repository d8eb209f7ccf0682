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
    audio.channels_change = std::ranges::any_of(
        decoded, [&](const Packet& frame) { return frame.channels != decoded.front().channels; });
  }
}

}  // namespace spool::pipelines
