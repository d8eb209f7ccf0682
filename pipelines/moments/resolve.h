// A tagged moment meets its source: times become exact seconds from the source's time 0, and must lie inside
// it. Source: LANGUAGE, "Times"; DESIGN, promise 2.
#pragma once

#include "core/error.h"
#include "pipelines/document/document.h"

#include <cstdint>
#include <optional>
#include <string>

namespace spool::pipelines {

/// What a source tells about time.
class SourceClock {
 public:
  SourceClock() = default;
  SourceClock(const SourceClock&) = delete;
  SourceClock& operator=(const SourceClock&) = delete;
  virtual ~SourceClock() = default;

  /// Its length from time 0.
  [[nodiscard]] virtual Rational seconds() const = 0;
  /// Time of the picture of this index in order of showing; none outside.
  [[nodiscard]] virtual std::optional<Rational> frame_time(std::int64_t index) const = 0;
  /// The file's name, for a person.
  [[nodiscard]] virtual std::string name() const = 0;
};

/// Half-open, seconds from the source's time 0.
struct Span {
  Rational from = 0, to = 0;
  [[nodiscard]] Rational length() const { return to - from; }
  friend bool operator==(const Span&, const Span&) = default;
};

/// An end `2700f` of a file of 2700 pictures is the file's end.
/// Errors: `moments.outside` (an end lies outside the source), `moments.empty` (it ends where it starts, or
/// before).
core::Result<Span> resolve(const TaggedMoment& moment, const SourceClock& clock, const std::string& file);

/// "12.5 s", "1:30.25", "1:02:03": seconds for a person, to the millisecond.
std::string clock_text(Rational seconds);

}  // namespace spool::pipelines
