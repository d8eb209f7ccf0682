#include "pipelines/moments/without_source.h"

#include "tests/moments/moments_made.h"

#include <gmock/gmock.h>

namespace spool::pipelines::testing {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

Condition goals(const std::string& field = "tag") {
  Condition condition;
  condition.field = field;
  condition.any_of = {"goal"};
  return condition;
}

TEST(WithoutSource, given_ends_before_starts_by_what_is_written_each_row_is_told) {
  const Moments what = only(block_of_file());
  const core::Errors errors = faults_without_source(
      what, {{Tagged(5, 4).on_line(2), Tagged(frame(9), frame(9)).on_line(3), Tagged(before_end(2), before_end(5)).on_line(4),
              Tagged(seconds(5), frame(1)).on_line(5), Tagged(before_end(5), before_end(2)).on_line(6)}});
  ASSERT_THAT(errors, SizeIs(3));
  EXPECT_EQ(errors[0].code, "moments.empty");
  EXPECT_EQ(errors[2].place.line, 4);
}

TEST(WithoutSource, given_what_only_a_time_or_a_merged_moment_decides_nothing_is_told) {
  Moments what = only(block_of_file());
  what.blocks[0].keep = {goals("start")};
  EXPECT_THAT(faults_without_source(what, {{Tagged(1, 2)}}), IsEmpty());
  what.blocks[0].keep = {goals()};
  EXPECT_THAT(faults_without_source(what, {{Tagged(1, 2)}}), SizeIs(1));
  what.blocks[0].keep.clear();
  what.keep = {goals("label")};
  EXPECT_THAT(faults_without_source(what, {{Tagged(1, 2)}}), SizeIs(1));
  what.blocks[0].merge = Rational(1);
  EXPECT_THAT(faults_without_source(what, {{Tagged(1, 2)}}), IsEmpty());
}

TEST(WithoutSource, given_one_block_of_two_without_moments_the_other_will_do) {
  Moments what;
  what.blocks = {block_of_file("/a.csv"), block_of_file("/b.csv")};
  EXPECT_THAT(faults_without_source(what, {{}, {Tagged(1, 2)}}), IsEmpty());
  EXPECT_THAT(faults_without_source(what, {{}, {}}), SizeIs(1));
}

}  // namespace
}  // namespace spool::pipelines::testing
