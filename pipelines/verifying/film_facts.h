// What a whole film turned out to be when all of it was decoded: facts only; judged in judge_film.h. Stamps
// are ticks of each stream's time base.
#pragma once

#include "core/error.h"
#include "core/rational.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace spool::pipelines {

using core::Rational;

struct DecodedPictures {
  Rational time_base = Rational(1, 1000);
  Rational rate = 0;                 ///< that the container claims, pictures a second; 0: none
  Rational average_rate = 0;         ///< over all of it; 0: none
  std::vector<std::int64_t> stamps;  ///< in the order in which the decoder gave them
  std::int64_t last_duration = 0;    ///< ticks; 0: not known
};

struct DecodedSound {
  /// What came out of one packet, priming left out.
  struct Frame {
    std::int64_t stamp = 0;
    std::int64_t samples = 0;
  };

  int track = 1;  ///< counted from 1
  std::string codec;
  Rational time_base = Rational(1, 48000);
  std::int64_t rate = 48000;  ///< samples a second
  std::vector<Frame> frames;
  std::int64_t last_duration = 0;  ///< ticks of the last frame, padding left out; 0: not known
};

/// What the decoders (and demuxer) complained of.
struct Complaints {
  std::int64_t count = 0;
  std::string first;                 ///< in ffmpeg's words
  std::optional<Rational> first_at;  ///< seconds as the stamps have it; none: nothing of the film shows it
};

struct FilmFacts {
  Rational start = 0;   ///< seconds of the stamps at which the film begins
  bool coarse = false;  ///< stamps are rounded to milliseconds (mkv, webm)
  std::optional<DecodedPictures> pictures;
  std::vector<DecodedSound> sound;
  Complaints complaints;
  std::optional<core::Error> incomplete;  ///< less than its header claims, or a clock that jumps
};

}  // namespace spool::pipelines
