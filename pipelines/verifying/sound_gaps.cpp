#include "pipelines/verifying/sound_gaps.h"

#include <algorithm>
#include <cstdlib>
#include <optional>

namespace spool::pipelines {

namespace {

/// Samples by which frames may seem apart where stamps do not tell samples: both ends of what lies between
/// them are rounded to a tick. Vorbis comes out earlier than its stamps say where its blocks change their
/// size.
std::int64_t allowed_samples(const DecodedSound& sound) {
  const Rational samples_a_tick = sound.time_base * Rational(sound.rate);
  const bool exact = (Rational(1) / samples_a_tick).is_integer();
  const std::int64_t rounding = exact ? 0 : (Rational(2) * samples_a_tick).ceil();
  return rounding + (sound.codec == "vorbis" ? longest_frame(sound) : 0);
}

}  // namespace

std::int64_t longest_frame(const DecodedSound& sound) {
  std::int64_t most = 0;
  for (const DecodedSound::Frame& frame : sound.frames) most = std::max(most, frame.samples);
  return most;
}

SoundGaps gaps_of(const DecodedSound& sound) {
  SoundGaps gaps;
  const Rational samples_a_tick = sound.time_base * Rational(sound.rate);
  const std::int64_t allowed = allowed_samples(sound);
  std::optional<std::int64_t> awaited;
  for (const DecodedSound::Frame& frame : sound.frames) {
    const std::int64_t begins = (Rational(frame.stamp) * samples_a_tick).round_half_up();
    const std::int64_t off = awaited ? begins - *awaited : 0;
    const bool gap = std::abs(off) > allowed;
    if (gap && gaps.count++ == 0) {
      gaps.samples = off;
      gaps.at = Rational(*awaited, sound.rate);
    }
    // Counted on from the last gap, as many small ones are a large one.
    awaited = (gap || !awaited ? begins : *awaited) + frame.samples;
  }
  return gaps;
}

}  // namespace spool::pipelines
