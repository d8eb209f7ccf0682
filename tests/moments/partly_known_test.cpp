#include "pipelines/moments/partly_known.h"

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

/// What is told where the tag files have been read, and no source.
core::Errors faults_without_source(const Moments& what, const std::vector<std::vector<TaggedMoment>>& tagged) {
  std::vector<KnownBlock> known;
  for (const auto& moments : tagged) known.push_back({&moments, nullptr});
  return faults_as_far_as_known(what, known);
}

TEST(PartlyKnownMoments, given_ends_before_starts_by_what_is_written_each_row_is_told) {
  const Moments what = only(block_of_file());
  const core::Errors errors = faults_without_source(
      what, {{Tagged(5, 4).on_line(2), Tagged(frame(9), frame(9)).on_line(3), Tagged(before_end(2), before_end(5)).on_line(4),
              Tagged(seconds(5), frame(1)).on_line(5), Tagged(before_end(5), before_end(2)).on_line(6)}});
  ASSERT_THAT(errors, SizeIs(3));
  EXPECT_EQ(errors[0].code, "moments.empty");
  EXPECT_EQ(errors[2].place.line, 4);
}

TEST(PartlyKnownMoments, given_what_only_a_time_or_a_merged_moment_decides_nothing_is_told) {
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

TEST(PartlyKnownMoments, given_one_block_of_two_without_moments_the_other_will_do) {
  Moments what;
  what.blocks = {block_of_file("/a.csv"), block_of_file("/b.csv")};
  EXPECT_THAT(faults_without_source(what, {{}, {Tagged(1, 2)}}), IsEmpty());
  EXPECT_THAT(faults_without_source(what, {{}, {}}), SizeIs(1));
}

TEST(PartlyKnownMoments, given_one_source_that_cannot_be_used_the_moments_of_the_other_are_judged_all_the_same) {
  Moments what;
  what.blocks = {block_of_file("/a.csv"), block_of_file("/b.csv")};
  const std::vector<TaggedMoment> of_a = {Tagged(5, 4).on_line(2), Tagged(1000, 1001).on_line(3)};
  const std::vector<TaggedMoment> of_b = {Tagged(1, 2).on_line(2), Tagged(1000, 1001).on_line(3)};
  const Steady b;
  const core::Errors errors = faults_as_far_as_known(what, {{&of_a, nullptr}, {&of_b, &b}});
  ASSERT_THAT(errors, SizeIs(2));
  EXPECT_EQ(core::to_line(errors[0]), "/a.csv:2:1: the moment ends before it has begun");
  EXPECT_EQ(errors[1].code, "moments.outside");
  EXPECT_EQ(errors[1].place.file, "/b.csv");
  EXPECT_THAT(faults_as_far_as_known(what, {{&of_a, nullptr}, {&of_b, &b}}, IfOutside::leave_out), SizeIs(1));
}

TEST(PartlyKnownMoments, given_a_tag_file_that_cannot_be_read_nobody_says_that_no_moment_is_left) {
  Moments what;
  what.blocks = {block_of_file("/a.csv"), block_of_file("/b.csv")};
  const std::vector<TaggedMoment> none;
  EXPECT_THAT(faults_as_far_as_known(what, {{nullptr, nullptr}, {&none, nullptr}}), IsEmpty());
  EXPECT_THAT(faults_as_far_as_known(what, {{&none, nullptr, false}, {&none, nullptr}}), IsEmpty()) << "some of its rows cannot be read";
}

}  // namespace
}  // namespace spool::pipelines::testing
