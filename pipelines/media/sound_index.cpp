#include "pipelines/media/sound_index.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>

namespace spool::pipelines {

namespace {

/// Stamps of one stream in samples of its rate.
struct SampleClock {
  explicit SampleClock(const AudioStream& audio) : per_tick(audio.time_base * Rational(audio.sample_rate)) {
    const Rational millisecond = Rational(1, 1000) / audio.time_base;
    jitter = std::max<std::int64_t>(1, millisecond.floor());
  }

  [[nodiscard]] std::int64_t samples(std::int64_t ticks) const {
    return (Rational(ticks) * per_tick).round_half_up();
  }
  /// Whether ticks are whole numbers of samples, so that durations are exact.
  [[nodiscard]] bool is_exact() const { return per_tick == Rational(1); }

  Rational per_tick;
  std::int64_t jitter =
      1;  ///< ticks that stamps in a row may be apart by rounding: a millisecond, never less than a tick
};

/// Every packet with a stamp; one without follows the one before.
std::vector<Packet> stamped(const std::vector<Packet>& packets) {
  std::vector<Packet> result;
  result.reserve(packets.size());
  for (Packet packet : packets) {
    if (packet.pts == no_stamp) {
      if (result.empty()) continue;
      packet.pts = result.back().pts + result.back().duration;
    }
    result.push_back(packet);
  }
  return result;
}

/// The stamp, in samples, of the first sample that the decoder lets through: it throws away `skip` samples,
/// and whole packets that are flagged, which count towards them.
std::int64_t first_sample(const std::vector<Packet>& packets, const SampleClock& clock) {
  std::int64_t to_skip = 0;
  for (const Packet& packet : packets) {
    if (packet.skip > 0) to_skip = packet.skip;
    const std::int64_t length = clock.samples(packet.duration);
    const bool silent = packet.discarded || (length > 0 && length <= to_skip);
    if (!silent) return clock.samples(packet.pts) + to_skip;
    to_skip = std::max<std::int64_t>(0, to_skip - length);
  }
  return packets.empty() ? 0 : clock.samples(packets.front().pts);
}

std::int64_t end_sample(const std::vector<Packet>& packets, const SampleClock& clock) {
  for (auto packet = packets.rbegin(); packet != packets.rend(); ++packet) {
    if (!packet->discarded) return clock.samples(packet->pts + packet->duration) - packet->cut;
  }
  return 0;
}

/// Samples a packet where all but the last have the same; else 0.
std::int64_t size_by_durations(const std::vector<Packet>& packets, const SampleClock& clock) {
  const std::int64_t size = packets.front().duration;
  const bool same = std::all_of(packets.begin(), packets.end() - 1,
                                [size](const Packet& packet) { return packet.duration == size; });
  return same && packets.back().duration <= size ? clock.samples(size) : 0;
}

/// Where stamps are coarser than samples: the size on whose grid all of them lie, within their rounding.
std::int64_t size_by_stamps(const std::vector<Packet>& packets, const SampleClock& clock) {
  if (packets.size() < 2) return clock.samples(packets.front().duration);
  const std::int64_t first = packets.front().pts;
  const auto steps = static_cast<std::int64_t>(packets.size() - 1);
  const Rational mean = Rational(packets.back().pts - first, steps) * clock.per_tick;
  // A millisecond's error over a few packets is more than a sample each: codec frames are multiples of 32 as
  // a rule.
  const std::int64_t grid = steps < 100 ? 32 : 1;
  const std::int64_t size = (mean / Rational(grid)).round_half_up() * grid;
  const auto allowed = (Rational(clock.jitter + 1) * clock.per_tick).floor();
  for (std::size_t i = 0; i < packets.size(); ++i) {
    const std::int64_t expected = static_cast<std::int64_t>(i) * size;
    if (std::abs(clock.samples(packets[i].pts - first) - expected) > allowed) return 0;
  }
  return size;
}

/// Whether some packet does not begin where the one before ends.
bool has_gaps(const std::vector<Packet>& packets, const SampleClock& clock) {
  for (std::size_t i = 1; i < packets.size(); ++i) {
    const std::int64_t expected = packets[i - 1].pts + packets[i - 1].duration;
    if (std::abs(packets[i].pts - expected) > clock.jitter) return true;
  }
  return false;
}

}  // namespace

SoundIndex index_sound(const AudioStream& audio, const std::vector<Packet>& all) {
  SoundIndex index;
  const std::vector<Packet> packets = stamped(all);
  if (packets.empty() || audio.sample_rate <= 0) return index;
  const SampleClock clock(audio);
  index.first = first_sample(packets, clock);
  index.end = std::max(index.first, end_sample(packets, clock));
  index.frame_size = clock.is_exact() ? size_by_durations(packets, clock) : size_by_stamps(packets, clock);
  // A grid that every stamp lies on leaves no room for a gap; coarse durations alone would seem to.
  const bool on_grid = !clock.is_exact() && index.frame_size > 0;
  index.gaps = !on_grid && has_gaps(packets, clock);
  return index;
}

}  // namespace spool::pipelines
