#include "pipelines/media/sound_index.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdlib>
#include <limits>
#include <string_view>

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
std::int64_t first_sample(const std::vector<Packet>& packets, const SampleClock& clock, std::int64_t unsaid) {
  std::int64_t to_skip = unsaid;
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

/// Codecs whose packets all hold the same number of samples.
bool has_even_packets(std::string_view codec) {
  static constexpr std::array<std::string_view, 10> codecs = {"aac",  "mp1",    "mp2",    "mp3",  "ac3",
                                                              "eac3", "amr_nb", "amr_wb", "alac", "dts"};
  return std::ranges::find(codecs, codec) != codecs.end();
}

/// How long most packets are, in ticks.
std::int64_t usual_duration(const std::vector<Packet>& packets) {
  std::vector<std::int64_t> durations;
  durations.reserve(packets.size());
  for (const Packet& packet : packets) durations.push_back(packet.duration);
  const auto middle = durations.begin() + static_cast<std::ptrdiff_t>(durations.size() / 2);
  std::ranges::nth_element(durations, middle);
  return *middle;
}

/// Whether some packet does not begin where the one before ends. An mp4 has no gaps: there a packet is said to last
/// until the next one, longer than what it holds.
bool has_gaps(const std::vector<Packet>& packets, std::string_view codec, const SampleClock& clock) {
  const std::int64_t longest = has_even_packets(codec) ? usual_duration(packets) : std::numeric_limits<std::int64_t>::max();
  for (std::size_t i = 1; i < packets.size(); ++i) {
    const std::int64_t expected = packets[i - 1].pts + std::min(packets[i - 1].duration, longest);
    if (std::abs(packets[i].pts - expected) > clock.jitter) return true;
  }
  return false;
}

}  // namespace

SoundIndex index_sound(const AudioStream& audio, const std::vector<Packet>& all, std::int64_t unsaid) {
  SoundIndex index;
  const std::vector<Packet> packets = stamped(all);
  if (packets.empty() || audio.sample_rate <= 0) return index;
  const SampleClock clock(audio);
  index.first = first_sample(packets, clock, unsaid);
  index.end = std::max(index.first, end_sample(packets, clock));
  index.frame_size = clock.is_exact() ? size_by_durations(packets, clock) : size_by_stamps(packets, clock);
  // A grid that every stamp lies on leaves no room for a gap; coarse durations alone would seem to.
  const bool on_grid = !clock.is_exact() && index.frame_size > 0;
  index.gaps = !on_grid && has_gaps(packets, audio.codec, clock);
  return index;
}

std::vector<std::int64_t> opus_delays(std::string_view first_bytes) {
  constexpr std::string_view header = "OpusHead";
  constexpr std::size_t at_delay = 10;  // two bytes, the low one first
  std::vector<std::int64_t> delays;
  for (std::size_t at = first_bytes.find(header); at < first_bytes.size(); at = first_bytes.find(header, at + 1)) {
    if (at + at_delay + 2 > first_bytes.size()) break;
    const auto byte = [&](std::size_t offset) { return static_cast<unsigned char>(first_bytes[at + at_delay + offset]); };
    delays.push_back(byte(0) + 256 * byte(1));
  }
  return delays;
}

}  // namespace spool::pipelines
