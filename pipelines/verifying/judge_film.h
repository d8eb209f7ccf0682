// What a film must be, asked of one that was decoded whole. Pure. Source: EXACT, "Joining", "Sound", "Trust".
#pragma once

#include "pipelines/verifying/film_facts.h"

#include <optional>
#include <string>
#include <vector>

namespace spool::pipelines {

enum class FilmProperty {
  decodes,          ///< without a complaint
  complete,         ///< all that its header claims, on a clock that does not jump
  evenly_spaced,    ///< pictures: exact ticks where a frame is a whole number of them, else ±1; in mkv ±1
  without_gap,      ///< sound: each frame where the one before ends, to the sample where stamps tell it
  starts_together,  ///< picture and sound, within one frame or one codec frame
  ends_together
};

struct FilmCheck {
  FilmProperty property = FilmProperty::decodes;
  bool ok = true;
  std::optional<Rational> at;  ///< seconds from the film's start; where the first fault is, if it is anywhere
  std::string reason;          ///< of what does not hold; empty where it does
};

struct FilmVerdict {
  std::int64_t frames = 0;   ///< decoded
  std::int64_t samples = 0;  ///< decoded, a channel of the first sound track, priming left out
  Rational seconds = 0;      ///< from the first of picture and sound to the last
  std::vector<FilmCheck> checks;

  [[nodiscard]] bool ok() const;
};

/// What can be asked of this film: a film without sound is asked nothing about it. Throws
/// std::overflow_error where stamps are beyond all time.
FilmVerdict judge_film(const FilmFacts& film);

}  // namespace spool::pipelines
