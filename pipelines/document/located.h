// Values of a document with their places, and times as they are written. Source: LANGUAGE, "Times",
// "Interpolation".
#pragma once

#include "core/error.h"
#include "core/rational.h"

#include <cstdint>
#include <string>

namespace spool::pipelines {

using core::Place;
using core::Rational;

template <class T>
struct Located {
  T value{};
  Place place;
};

/// Text in which `${label}` and the like wait for a clip; document names (vars, inputs) are already filled
/// in, and `$$` is still `$$`: expand it with document/interpolation.h.
struct Template {
  std::string text;
  Place place;
};

/// A point on a source's clock as written: "12.5", "1:30.5", "2700f", "end", "-5s".
struct TimePoint {
  enum class Kind { seconds, before_end, frame, end };
  Kind kind = Kind::seconds;
  Rational seconds = 0;    ///< of `seconds` and `before_end`; never negative
  std::int64_t frame = 0;  ///< of `frame`: index in order of showing
  friend bool operator==(const TimePoint&, const TimePoint&) = default;
};

}  // namespace spool::pipelines
