#include "pipelines/document/times.h"

#include "core/ascii.h"

#include <array>
#include <cstdint>
#include <string>

namespace spool::pipelines {
namespace {

constexpr std::size_t most_whole_digits = 9;  // seconds of thirty years: everything stays far inside 64 bits
constexpr std::size_t most_decimals = 9;

std::size_t digits_at(std::string_view text) {
  std::size_t count = 0;
  while (count < text.size() && core::is_digit(text[count])) ++count;
  return count;
}

std::optional<std::int64_t> whole(std::string_view digits) {
  if (digits.empty() || digits.size() > most_whole_digits) return std::nullopt;
  std::int64_t value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

/// Digits with or without decimals; what lies beyond the ninth is rounded.
struct Number {
  Rational value = 0;
  bool decimal = false;
  std::size_t length = 0;  ///< characters used
};

std::optional<Number> number_at(std::string_view text) {
  const std::size_t before = digits_at(text);
  const auto units = whole(text.substr(0, before));
  if (!units) return std::nullopt;
  if (before == text.size() || text[before] != '.') return Number{*units, false, before};
  const std::string_view decimals = text.substr(before + 1, digits_at(text.substr(before + 1)));
  if (decimals.empty()) return std::nullopt;
  std::int64_t part = 0;
  std::int64_t scale = 1;
  for (std::size_t i = 0; i < decimals.size() && i < most_decimals; ++i) {
    part = part * 10 + (decimals[i] - '0');
    scale *= 10;
  }
  if (decimals.size() > most_decimals && decimals[most_decimals] >= '5') ++part;
  return Number{Rational(*units * scale + part, scale), true, before + 1 + decimals.size()};
}

/// "1:30.5", "00:01:30.500": all but the last are whole, all but the first below 60.
std::optional<Rational> by_colons(std::string_view text) {
  Rational sum = 0;
  for (int part = 0; part < 3; ++part) {
    const auto number = number_at(text);
    if (!number || (part > 0 && number->value >= Rational(60))) return std::nullopt;
    sum = sum * Rational(60) + number->value;
    text.remove_prefix(number->length);
    if (text.empty()) return part == 0 ? std::nullopt : std::optional<Rational>(sum);
    if (number->decimal || text.front() != ':') return std::nullopt;
    text.remove_prefix(1);
  }
  return std::nullopt;
}

struct Unit {
  std::string_view name;
  Rational seconds;
};

/// "1h2m3.5s", "90000ms", "12.5": units falling, decimals only in the last; a number alone is seconds.
std::optional<Rational> by_units(std::string_view text) {
  static const std::array<Unit, 4> units = {Unit{"h", 3600}, Unit{"ms", Rational(1, 1000)}, Unit{"m", 60},
                                            Unit{"s", 1}};
  Rational sum = 0;
  std::optional<Rational> smallest;
  while (!text.empty()) {
    const auto number = number_at(text);
    if (!number) return std::nullopt;
    text.remove_prefix(number->length);
    if (text.empty() && !smallest) return number->value;
    const Unit* found = nullptr;
    for (const Unit& unit : units) {
      if (found == nullptr && text.starts_with(unit.name)) found = &unit;
    }
    if (found == nullptr || (smallest && found->seconds >= *smallest)) return std::nullopt;
    text.remove_prefix(found->name.size());
    if (number->decimal && !text.empty()) return std::nullopt;
    smallest = found->seconds;
    sum += number->value * found->seconds;
  }
  return smallest ? std::optional<Rational>(sum) : std::nullopt;
}

core::Error no_time(std::string_view text) {
  std::string words =
      text.empty() ? std::string("an empty text") : "`" + std::string(text.substr(0, 60)) + "`";
  return {"document.time", words + " is not a time", std::string(time_forms), {}};
}

}  // namespace

std::optional<Rational> parse_duration(std::string_view text) {
  if (text.find(':') != std::string_view::npos) return by_colons(text);
  return by_units(text);
}

core::Result<TimePoint> parse_time(std::string_view text) {
  TimePoint point;
  if (text == "end") {
    point.kind = TimePoint::Kind::end;
    return point;
  }
  if (text.size() > 1 && text.back() == 'f') {
    const auto frame = whole(text.substr(0, text.size() - 1));
    if (!frame || digits_at(text) + 1 != text.size()) return no_time(text);
    point.kind = TimePoint::Kind::frame;
    point.frame = *frame;
    return point;
  }
  const bool before_end = text.starts_with('-');
  const auto seconds = parse_duration(before_end ? text.substr(1) : text);
  if (!seconds) return no_time(text);
  if (before_end) point.kind = TimePoint::Kind::before_end;
  point.seconds = *seconds;
  return point;
}

}  // namespace spool::pipelines
