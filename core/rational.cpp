#include "core/rational.h"

#include <limits>
#include <numeric>
#include <stdexcept>

namespace spool::core {
namespace {

__extension__ using Wide = __int128;

Wide greatest_common_divisor(Wide a, Wide b) {
  if (a < 0) a = -a;
  if (b < 0) b = -b;
  // Division of 128 bits is a call: it is left as soon as both fit a register, which is nearly always at once.
  constexpr Wide most = std::numeric_limits<std::int64_t>::max();
  while (b != 0) {
    if (a <= most && b <= most) return std::gcd(static_cast<std::int64_t>(a), static_cast<std::int64_t>(b));
    const Wide rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

struct Lowest {
  std::int64_t num;
  std::int64_t den;
};

Lowest in_lowest_terms(Wide num, Wide den) {
  if (den == 0) throw std::domain_error("a fraction's denominator is 0");
  if (den < 0) {
    num = -num;
    den = -den;
  }
  if (const Wide divisor = greatest_common_divisor(num, den); divisor > 1) {
    num /= divisor;
    den /= divisor;
  }
  constexpr Wide most = std::numeric_limits<std::int64_t>::max();
  if (num > most || num < -most || den > most) throw std::overflow_error("a fraction does not fit 64 bits");
  return {static_cast<std::int64_t>(num), static_cast<std::int64_t>(den)};
}

Rational make(Wide num, Wide den) {
  const Lowest lowest = in_lowest_terms(num, den);
  return {lowest.num, lowest.den};
}

Wide floor_wide(Wide num, Wide den) {
  Wide quotient = num / den;
  if (num % den != 0 && num < 0) --quotient;
  return quotient;
}

std::int64_t floor_of(Wide num, Wide den) { return static_cast<std::int64_t>(floor_wide(num, den)); }

/// Digits only, at most 18 of them (so that it fits).
std::optional<std::int64_t> digits_of(std::string_view text) {
  if (text.empty() || text.size() > 18) return std::nullopt;
  std::int64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::int64_t power_of_ten(std::size_t exponent) {
  std::int64_t power = 1;
  while (exponent-- > 0) power *= 10;
  return power;
}

std::optional<Rational> unsigned_of(std::string_view text) {
  if (const auto slash = text.find('/'); slash != std::string_view::npos) {
    const auto num = digits_of(text.substr(0, slash));
    const auto den = digits_of(text.substr(slash + 1));
    if (!num || !den || *den == 0) return std::nullopt;
    return Rational(*num, *den);
  }
  const auto point = text.find('.');
  if (point == std::string_view::npos) {
    const auto whole = digits_of(text);
    return whole ? std::optional<Rational>(*whole) : std::nullopt;
  }
  const std::string_view before = text.substr(0, point);
  const std::string_view after = text.substr(point + 1);
  constexpr std::size_t most_decimals = 12;
  if (after.empty() || after.size() > most_decimals) return std::nullopt;
  const auto whole = before.empty() ? std::optional<std::int64_t>(0) : digits_of(before);
  const auto part = digits_of(after);
  if (!whole || !part) return std::nullopt;
  const std::int64_t scale = power_of_ten(after.size());
  const Wide num = static_cast<Wide>(*whole) * scale + *part;
  // Trailing zeros are no reason to refuse a number, digits that 64 bits cannot hold are.
  if (num / greatest_common_divisor(num, scale) > std::numeric_limits<std::int64_t>::max())
    return std::nullopt;
  return make(num, scale);
}

}  // namespace

Rational::Rational(std::int64_t numerator, std::int64_t denominator) {
  const Lowest lowest = in_lowest_terms(numerator, denominator);
  num_ = lowest.num;
  den_ = lowest.den;
}

std::optional<Rational> Rational::parse(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  const auto value = unsigned_of(text);
  if (!value) return std::nullopt;
  return negative ? -*value : *value;
}

std::int64_t Rational::floor() const { return floor_of(num_, den_); }
std::int64_t Rational::ceil() const { return -floor_of(-static_cast<Wide>(num_), den_); }
std::int64_t Rational::round_half_up() const {
  return floor_of(static_cast<Wide>(num_) * 2 + den_, static_cast<Wide>(den_) * 2);
}

std::string Rational::to_string() const {
  return den_ == 1 ? std::to_string(num_) : std::to_string(num_) + "/" + std::to_string(den_);
}

std::string Rational::to_decimal(int digits) const {
  const std::int64_t scale = power_of_ten(static_cast<std::size_t>(digits));
  Wide scaled = floor_wide(static_cast<Wide>(num_) * scale * 2 + den_, static_cast<Wide>(den_) * 2);
  std::string text = scaled < 0 ? "-" : "";
  if (scaled < 0) scaled = -scaled;
  text += std::to_string(static_cast<std::int64_t>(scaled / scale));
  if (digits > 0) {
    const std::string part = std::to_string(static_cast<std::int64_t>(scaled % scale));
    text += ".";
    text.append(static_cast<std::size_t>(digits) - part.size(), '0');
    text += part;
  }
  return text;
}

Rational operator+(Rational a, Rational b) {
  return make(static_cast<Wide>(a.num_) * b.den_ + static_cast<Wide>(b.num_) * a.den_,
              static_cast<Wide>(a.den_) * b.den_);
}
Rational operator-(Rational a, Rational b) {
  return make(static_cast<Wide>(a.num_) * b.den_ - static_cast<Wide>(b.num_) * a.den_,
              static_cast<Wide>(a.den_) * b.den_);
}
Rational operator*(Rational a, Rational b) {
  return make(static_cast<Wide>(a.num_) * b.num_, static_cast<Wide>(a.den_) * b.den_);
}
Rational operator/(Rational a, Rational b) {
  return make(static_cast<Wide>(a.num_) * b.den_, static_cast<Wide>(a.den_) * b.num_);
}
std::strong_ordering operator<=>(Rational a, Rational b) {
  return static_cast<Wide>(a.num_) * b.den_ <=> static_cast<Wide>(b.num_) * a.den_;
}

}  // namespace spool::core
