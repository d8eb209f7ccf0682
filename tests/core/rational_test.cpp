#include "core/rational.h"

#include <gtest/gtest.h>

#include <limits>
#include <stdexcept>

namespace spool::core {
namespace {

constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();

TEST(Rational, given_any_fraction_then_it_is_kept_in_lowest_terms_with_the_sign_above) {
  EXPECT_EQ(Rational(6, -4).num(), -3);
  EXPECT_EQ(Rational(6, -4).den(), 2);
  EXPECT_EQ(Rational(0, -7), Rational(0));
  EXPECT_EQ(Rational(most, most), Rational(1));
}

TEST(Rational, given_a_denominator_of_nought_then_it_is_refused) {
  EXPECT_THROW(Rational(1, 0), std::domain_error);
  EXPECT_THROW(Rational(1) / Rational(0), std::domain_error);
}

TEST(Rational, given_large_numbers_then_what_fits_is_exact_and_what_does_not_is_refused) {
  EXPECT_EQ(Rational(most, 3) * Rational(3, most), Rational(1));
  EXPECT_EQ(Rational(1, most) + Rational(-1, most), Rational(0));
  EXPECT_THROW(Rational(most) + Rational(1), std::overflow_error);
  EXPECT_THROW(Rational(1, most) + Rational(1, most - 1), std::overflow_error);
  EXPECT_THROW(Rational(std::numeric_limits<std::int64_t>::min(), 1), std::overflow_error);
}

TEST(Rational, given_film_rates_then_arithmetic_is_exact) {
  const Rational frame = Rational(1) / Rational(30000, 1001);
  Rational film = 0;
  for (int i = 0; i < 30000; ++i) film += frame;
  EXPECT_EQ(film, Rational(1001));
}

TEST(Rational, given_numbers_on_both_sides_of_nought_then_they_round_as_floors_do) {
  EXPECT_EQ(Rational(7, 2).floor(), 3);
  EXPECT_EQ(Rational(-7, 2).floor(), -4);
  EXPECT_EQ(Rational(7, 2).ceil(), 4);
  EXPECT_EQ(Rational(-7, 2).ceil(), -3);
  EXPECT_EQ(Rational(1, 2).round_half_up(), 1);
  EXPECT_EQ(Rational(-1, 2).round_half_up(), 0);
  EXPECT_EQ(Rational(-3, 2).round_half_up(), -1);
  EXPECT_EQ(Rational(most).round_half_up(), most);
}

TEST(Rational, given_two_then_they_are_ordered_by_value) {
  EXPECT_LT(Rational(1, 3), Rational(1, 2));
  EXPECT_LT(Rational(-1, 2), Rational(-1, 3));
  EXPECT_GT(Rational(most), Rational(most - 1, 1));
  EXPECT_EQ(Rational(2, 4) <=> Rational(1, 2), std::strong_ordering::equal);
}

TEST(Rational, given_text_then_only_plain_numbers_and_fractions_are_read) {
  EXPECT_EQ(Rational::parse("12"), Rational(12));
  EXPECT_EQ(Rational::parse("-0.25"), Rational(-1, 4));
  EXPECT_EQ(Rational::parse("+3"), Rational(3));
  EXPECT_EQ(Rational::parse(".5"), Rational(1, 2));
  EXPECT_EQ(Rational::parse("30000/1001"), Rational(30000, 1001));
  EXPECT_EQ(Rational::parse("0.000000000001"), Rational(1, 1'000'000'000'000));
  for (const char* wrong : {"", "-", ".", "5.", "1e3", " 1", "1 ", "1/0", "1/", "/2", "--1", "1.2.3", "0x10",
                            "nan", "1/2/3", "1.5/2", "0.0000000000001", "9999999999999999999"}) {
    EXPECT_FALSE(Rational::parse(wrong)) << wrong;
  }
}

TEST(Rational, given_hostile_digits_then_there_is_no_number_rather_than_an_exception) {
  EXPECT_FALSE(Rational::parse("999999999999999999.000000000001"));
  EXPECT_EQ(Rational::parse("999999999999999999.000000000000"), Rational(999'999'999'999'999'999));
  EXPECT_EQ(Rational::parse("0.000000000000"), Rational(0));
}

TEST(Rational, given_a_number_then_its_decimals_are_rounded_half_up) {
  EXPECT_EQ(Rational(1, 3).to_decimal(6), "0.333333");
  EXPECT_EQ(Rational(2, 3).to_decimal(6), "0.666667");
  EXPECT_EQ(Rational(-1, 3).to_decimal(3), "-0.333");
  EXPECT_EQ(Rational(999'999, 1'000'000).to_decimal(3), "1.000");
  EXPECT_EQ(Rational(5, 2).to_decimal(0), "3");
  EXPECT_EQ(Rational(-5, 2).to_decimal(0), "-2");
  EXPECT_EQ(Rational(-1, 1000).to_decimal(2), "0.00") << "no minus nought";
  EXPECT_EQ(Rational(1, 100).to_decimal(6), "0.010000");
  EXPECT_EQ(Rational(1, 3).to_decimal(18), "0.333333333333333333");
  EXPECT_EQ(Rational(30000, 1001).to_string(), "30000/1001");
  EXPECT_EQ(Rational(-30).to_string(), "-30");
}

}  // namespace
}  // namespace spool::core
