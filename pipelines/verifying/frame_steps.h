// How far apart a film's pictures are meant to be, and where they are not. Pure.
// Source: EXACT, "Joining" ("evenly spaced").
#pragma once

#include "pipelines/verifying/film_facts.h"

#include <cstddef>
#include <optional>

namespace spool::pipelines {

/// The constant rate that a film keeps to longest.
struct FrameSteps {
  Rational ticks = 0;        ///< from a picture to the next; 0: there are not two
  std::int64_t allowed = 0;  ///< ticks by which a stamp may be off: 0 where a step is a whole number of them
  std::optional<std::size_t> first_astray;  ///< the first picture that is not in its place
  std::size_t uneven = 0;                   ///< steps that are longer or shorter
};

/// `coarse`: stamps are rounded to milliseconds, and each may be a tick off.
FrameSteps steps_of(const DecodedPictures& pictures, bool coarse);

}  // namespace spool::pipelines
