#include "pipelines/moments/resolve.h"

namespace spool::pipelines {
namespace {

enum class Side { start, end };

std::optional<Rational> frame_time(const SourceClock& clock, std::int64_t frame, Side side) {
  if (const auto time = clock.frame_time(frame)) return time;
  const bool first_after_last = side == Side::end && frame > 0 && clock.frame_time(frame - 1);
  return first_after_last ? std::optional<Rational>(clock.seconds()) : std::nullopt;
}

/// None: there is no such picture.
std::optional<Rational> seconds_of(const TimePoint& point, const SourceClock& clock, Side side) {
  switch (point.kind) {
    case TimePoint::Kind::seconds:
      return point.seconds;
    case TimePoint::Kind::before_end:
      return clock.seconds() - point.seconds;
    case TimePoint::Kind::frame:
      return frame_time(clock, point.frame, side);
    case TimePoint::Kind::end:
      return clock.seconds();
  }
  return std::nullopt;
}

std::string quoted_label(const TaggedMoment& moment) {
  return moment.label.empty() ? "the moment" : "the moment \"" + moment.label + "\"";
}

class Resolver {
 public:
  Resolver(const TaggedMoment& moment, const SourceClock& clock, const std::string& file)
      : moment_(moment), clock_(clock), place_{file, moment.line, moment.column} {}

  [[nodiscard]] core::Result<Span> span() const {
    const auto from = seconds_of(moment_.start, clock_, Side::start);
    if (!from) return no_picture("starts", moment_.start.frame);
    const auto to = end_after(*from);
    if (!to) return no_picture("ends", moment_.end->frame);
    const Rational length = clock_.seconds();
    if (*from < Rational(0)) return outside("starts " + clock_text(-*from) + " before the beginning of ");
    if (*from > length) return outside("starts at " + clock_text(*from) + ", after the end of ");
    if (*to > length) return outside("ends at " + clock_text(*to) + ", after the end of ");
    if (*to <= *from)
      return core::Error{
          "moments.empty",
          quoted_label(moment_) + " ends at " + clock_text(*to) + " and starts at " + clock_text(*from),
          "its end must come after its start", place_};
    return Span{*from, *to};
  }

 private:
  [[nodiscard]] std::optional<Rational> end_after(Rational from) const {
    if (moment_.end) return seconds_of(*moment_.end, clock_, Side::end);
    return moment_.duration ? from + *moment_.duration : clock_.seconds();
  }
  [[nodiscard]] core::Error outside(const std::string& where) const {
    return {
        "moments.outside",
        quoted_label(moment_) + " " + where + clock_.name() + " (" + clock_text(clock_.seconds()) + " long)",
        "are the tags of this very file? `before` and `after` may reach over its ends, tagged times may not",
        place_};
  }
  [[nodiscard]] core::Error no_picture(const std::string& verb, std::int64_t frame) const {
    return outside(verb + " at picture " + std::to_string(frame) + ", which is not in ");
  }

  const TaggedMoment& moment_;
  const SourceClock& clock_;
  Place place_;
};

}  // namespace

core::Result<Span> resolve(const TaggedMoment& moment, const SourceClock& clock, const std::string& file) {
  return Resolver(moment, clock, file).span();
}

std::string clock_text(Rational seconds) {
  if (seconds < Rational(0)) return "-" + clock_text(-seconds);
  const std::int64_t millis = (seconds * Rational(1000)).round_half_up();
  std::string rest = Rational(millis % 60000, 1000).to_decimal(3);
  while (rest.back() == '0') rest.pop_back();
  if (rest.back() == '.') rest.pop_back();
  const std::int64_t minutes = millis / 60000;
  if (minutes == 0) return rest + " s";
  const auto two = [](const std::string& text) {
    return text.find_first_of('.') == 1 || text.size() == 1 ? "0" + text : text;
  };
  if (minutes < 60) return std::to_string(minutes) + ":" + two(rest);
  return std::to_string(minutes / 60) + ":" + two(std::to_string(minutes % 60)) + ":" + two(rest);
}

}  // namespace spool::pipelines
