// Exact fractions: every number between a document and ffmpeg's argv is one of these, never a floating point.
// Source: EXACT, "every number here is rational".
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace spool::core {

/// numerator/denominator in lowest terms, denominator > 0. Intermediate products use 128 bits; a result that
/// does not fit 64 bits throws std::overflow_error (inputs are limited so that it never does in practice).
class Rational {
 public:
  constexpr Rational() = default;
  constexpr Rational(std::int64_t whole)  // NOLINT(google-explicit-constructor): an integer is a fraction
      : num_(whole) {}
  Rational(std::int64_t numerator, std::int64_t denominator);

  /// "12", "-0.25", "+3", ".5", "30000/1001"; nothing else (no exponent, no spaces, at most 12 decimals).
  /// None where it does not fit 64 bits.
  static std::optional<Rational> parse(std::string_view text);

  [[nodiscard]] std::int64_t num() const { return num_; }
  [[nodiscard]] std::int64_t den() const { return den_; }
  [[nodiscard]] bool is_integer() const { return den_ == 1; }

  [[nodiscard]] std::int64_t floor() const;
  [[nodiscard]] std::int64_t ceil() const;
  [[nodiscard]] std::int64_t round_half_up() const;  ///< floor(x + 1/2)
  [[nodiscard]] double approximate() const { return static_cast<double>(num_) / static_cast<double>(den_); }

  /// "30000/1001", or "30" for a whole number.
  [[nodiscard]] std::string to_string() const;
  /// Decimal, rounded half up to `digits` places (0 to 18), no exponent: 1/3 -> "0.333333".
  [[nodiscard]] std::string to_decimal(int digits) const;

  friend Rational operator+(Rational a, Rational b);
  friend Rational operator-(Rational a, Rational b);
  friend Rational operator*(Rational a, Rational b);
  friend Rational operator/(Rational a, Rational b);  ///< b must not be 0
  friend Rational operator-(Rational a) { return Rational(0) - a; }
  Rational& operator+=(Rational b) { return *this = *this + b; }
  Rational& operator-=(Rational b) { return *this = *this - b; }
  friend bool operator==(Rational, Rational) = default;
  friend std::strong_ordering operator<=>(Rational a, Rational b);

 private:
  std::int64_t num_ = 0;
  std::int64_t den_ = 1;
};

}  // namespace spool::core
