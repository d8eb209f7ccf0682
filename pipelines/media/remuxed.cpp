#include "pipelines/media/remuxed.h"

#include <algorithm>

namespace spool::pipelines {

namespace {

const Rational movie_ticks = 90000;  // a second, as remux_argv asks for

/// Where a track starts in the copy that should start at `seconds`: the muxer counts in whole ticks
/// of the movie, rounded down.
Rational track_start(Rational seconds) {
  if (seconds <= Rational(0)) return 0;
  return Rational((seconds * movie_ticks).floor()) / movie_ticks;
}

std::int64_t in_ticks(Rational seconds, Rational time_base) { return (seconds / time_base).round_half_up(); }

}  // namespace

std::vector<Packet> RemuxedStamps::pictures(const std::vector<Packet>& packets,
                                            const std::vector<Packet>& shown, Rational time_base) const {
  std::vector<Packet> result;
  const auto key = std::find_if(packets.begin(), packets.end(), [](const Packet& packet) {
    return packet.keyframe && packet.pts != no_stamp;
  });
  if (key == packets.end()) return result;
  const std::int64_t first = key->pts;
  const std::int64_t wanted = first - in_ticks(start_, time_base);
  const std::int64_t moved = in_ticks(track_start(Rational(wanted) * time_base), time_base) - first;
  const bool by_packets = &packets == &shown;
  const std::size_t from = by_packets ? static_cast<std::size_t>(key - packets.begin()) : 0;
  result.reserve(shown.size());
  for (std::size_t i = from; i < shown.size(); ++i) {
    Packet packet = shown[i];
    if (packet.pts == no_stamp || (!by_packets && packet.pts < first)) continue;
    if (packet.pts < first) packet.discarded = true;
    packet.pts += moved;
    if (packet.dts != no_stamp) packet.dts += moved;
    result.push_back(packet);
  }
  return result;
}

SoundIndex RemuxedStamps::sound(SoundIndex source, const AudioStream& audio) const {
  if (audio.sample_rate <= 0) return source;
  const Rational rate = audio.sample_rate;
  const Rational begins = Rational((Rational(source.first) - start_ * rate).round_half_up()) / rate;  // its track counts samples
  const std::int64_t first = (track_start(begins) * rate).round_half_up();
  source.end += first - source.first;
  source.first = first;
  return source;
}

}  // namespace spool::pipelines
