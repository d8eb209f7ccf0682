// Does decoded sound go on without a gap? Pure. Source: EXACT, "Sound".
#pragma once

#include "pipelines/verifying/film_facts.h"

#include <cstdint>

namespace spool::pipelines {

/// Places where a frame does not begin where the one before ends.
struct SoundGaps {
  std::int64_t count = 0;
  std::int64_t samples = 0;  ///< of the first; below 0: frames overlap there
  Rational at = 0;           ///< of the first, seconds of the stamps
};

/// To the sample where stamps tell samples, else as near as they are rounded.
SoundGaps gaps_of(const DecodedSound& sound);

/// The most samples that came out of one packet.
std::int64_t longest_frame(const DecodedSound& sound);

}  // namespace spool::pipelines
