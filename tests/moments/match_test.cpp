#include "pipelines/moments/match.h"

#include "tests/moments/moments_made.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace spool::pipelines::testing {
namespace {

class Matching : public ::testing::Test {
 protected:
  Matching() {
    fields_.label = "Late winner";
    fields_.tags = &tags_;
    fields_.rating = Rational(7, 2);
    fields_.start = Rational(90);
    fields_.columns = &columns_;
  }
  [[nodiscard]] bool holds(const Condition& condition) const { return matches({condition}, fields_); }
  [[nodiscard]] static Condition range(std::string field, std::optional<Rational> min,
                                       std::optional<Rational> max) {
    Condition condition;
    condition.field = std::move(field);
    condition.min = min;
    condition.max = max;
    return condition;
  }
  [[nodiscard]] static Condition inverted(Condition condition) {
    condition.negated = true;
    return condition;
  }

  std::vector<std::string> tags_ = {"goal", "header"};
  std::vector<std::pair<std::string, std::string>> columns_ = {
      {"player", "Smith"}, {"minute", "88,5"}, {"shirt", "07"}, {"assist", ""}};
  MomentFields fields_;
};

TEST_F(Matching, given_nothing_asked_everything_matches) { EXPECT_TRUE(matches({}, fields_)); }

TEST_F(Matching, given_a_list_one_of_the_tags_is_enough) {
  EXPECT_TRUE(holds(one_of("tag", {"save", "header"})));
  EXPECT_FALSE(holds(one_of("tag", {"save", "corner"})));
  EXPECT_FALSE(holds(one_of("tag", {"Goal"}))) << "texts are compared as written";
}

TEST_F(Matching, given_not_a_moment_without_it_matches) {
  EXPECT_FALSE(holds(inverted(one_of("tag", {"goal"}))));
  EXPECT_TRUE(holds(inverted(one_of("tag", {"corner"}))));
  EXPECT_TRUE(holds(inverted(one_of("assist", {"Jones"}))));
  EXPECT_TRUE(holds(inverted(one_of("no_such_column", {"x"}))));
}

TEST_F(Matching, given_bounds_both_ends_are_within) {
  EXPECT_TRUE(holds(range("rating", Rational(7, 2), std::nullopt)));
  EXPECT_TRUE(holds(range("rating", std::nullopt, Rational(7, 2))));
  EXPECT_FALSE(holds(range("rating", Rational(4), std::nullopt)));
  EXPECT_TRUE(holds(range("minute", Rational(88), Rational(89)))) << "a column of numbers, decimal comma";
  EXPECT_FALSE(holds(range("player", Rational(0), std::nullopt))) << "a text is in no range";
  EXPECT_FALSE(holds(range("no_such_column", std::nullopt, Rational(100))));
}

TEST_F(Matching, given_numbers_they_are_compared_as_numbers) {
  EXPECT_TRUE(holds(one_of("rating", {"3.5"})));
  EXPECT_TRUE(holds(one_of("rating", {"3.50"})));
  EXPECT_TRUE(holds(one_of("start", {"90.0"})));
  EXPECT_TRUE(holds(one_of("minute", {"88.50"})));
}

TEST_F(Matching, given_a_number_on_a_shirt_its_zero_counts) {
  EXPECT_TRUE(holds(one_of("shirt", {"07"})));
  EXPECT_FALSE(holds(one_of("shirt", {"7"})));
}

TEST_F(Matching, given_a_field_that_the_moment_lacks_it_does_not_match) {
  fields_.rating.reset();
  EXPECT_FALSE(holds(range("rating", Rational(0), std::nullopt)));
  EXPECT_FALSE(holds(one_of("index", {"1"})));
}

TEST_F(Matching, given_several_conditions_all_must_hold_and_the_first_failing_is_told) {
  const Match match = {one_of("tag", {"goal"}), one_of("player", {"Jones"}), one_of("label", {"x"})};
  EXPECT_FALSE(matches(match, fields_));
  EXPECT_EQ(first_failing(match, fields_), &match[1]);
}

TEST_F(Matching, given_numbers_without_end_they_are_texts) {
  EXPECT_FALSE(holds(one_of("rating", {"999999999999999999.999999999999"})));
  EXPECT_FALSE(holds(one_of("rating", {""})));
}

}  // namespace
}  // namespace spool::pipelines::testing
