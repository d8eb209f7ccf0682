#include "pipelines/media/span_words.h"

#include <algorithm>

namespace spool::pipelines {

namespace {

std::string two_digits(std::int64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); }

}  // namespace

std::string span_in_words(core::Rational seconds) {
  using core::Rational;
  seconds = std::max(seconds, Rational(0));
  if (seconds < Rational(60)) return seconds.to_decimal(1) + " s";
  const std::int64_t whole = seconds.round_half_up();
  if (whole < 3600) return std::to_string(whole / 60) + " min " + two_digits(whole % 60) + " s";
  const std::int64_t minutes = whole / 60;
  return std::to_string(minutes / 60) + " h " + two_digits(minutes % 60) + " min";
}

std::string short_decimal(core::Rational number) {
  std::string text = number.to_decimal(3);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

}  // namespace spool::pipelines
