#include "pipelines/moments/select.h"

#include "tests/moments/moments_made.h"

#include <gmock/gmock.h>

namespace spool::pipelines::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// ---- times
// -----------------------------------------------------------------------------------------------------------

TEST(Times, given_every_way_to_write_an_end_the_span_is_exact) {
  const Steady clock(Rational(60), Rational(30000, 1001));
  const auto span = [&](const TaggedMoment& moment) { return resolve(moment, clock, "tags.csv").value(); };
  EXPECT_EQ(span(Tagged(frame(30), frame(60))), (Span{Rational(1001, 1000), Rational(1001, 500)}));
  EXPECT_EQ(span(Tagged(before_end(5), end_of_file())), (Span{55, 60}));
  EXPECT_EQ(span(Tagged(before_end(5), before_end(2))), (Span{55, 58}));
  EXPECT_EQ(span(Tagged(seconds(3), std::nullopt)), (Span{3, 60})) << "no end: to the end of the file";
  TaggedMoment lasting = Tagged(seconds(3), std::nullopt);
  lasting.duration = Rational(5, 2);
  EXPECT_EQ(span(lasting), (Span{3, Rational(11, 2)}));
}

TEST(Times, given_the_frame_after_the_last_one_as_an_end_it_is_the_end_of_the_file) {
  const Steady clock(10, 30);
  EXPECT_EQ(resolve(Tagged(frame(0), frame(300)), clock, "").value(), (Span{0, 10}));
  EXPECT_EQ(resolve(Tagged(frame(0), frame(301)), clock, "").error().code, "moments.outside");
  EXPECT_EQ(resolve(Tagged(frame(300), end_of_file()), clock, "").error().code, "moments.outside");
}

TEST(Times, given_tags_outside_the_file_every_row_is_named_also_those_not_kept) {
  MomentBlock block = block_of_file();
  block.keep = {one_of("tag", {"goal"})};
  block.before = 100;
  const auto errors =
      not_selected(block, {Tagged(1, 2).with({"goal"}).on_line(2), Tagged(50, 61, "Corner").on_line(3),
                           Tagged(70, 75).on_line(4), Tagged(before_end(61), end_of_file()).on_line(5),
                           Tagged(5, 5).on_line(6), Tagged(9, 8).on_line(7)});
  ASSERT_THAT(errors, SizeIs(5));
  EXPECT_EQ(errors[0].code, "moments.outside");
  EXPECT_EQ(
      core::to_line(errors[0]),
      "/games/tags.csv:3:1: the moment \"Corner\" ends at 1:01, after the end of match.mp4 (1:00 long)");
  EXPECT_THAT(errors[1].message, HasSubstr("starts at 1:10"));
  EXPECT_THAT(errors[2].message, HasSubstr("before the beginning"));
  EXPECT_EQ(errors[3].code, "moments.empty");
  EXPECT_EQ(errors[4].place.line, 7);
}

TEST(Times, given_a_tag_file_of_another_game_twenty_rows_are_told_and_the_rest_counted) {
  const std::vector<TaggedMoment> late(500, Tagged(100, 110));
  const auto errors = not_selected(block_of_file(), late);
  ASSERT_THAT(errors, SizeIs(21));
  EXPECT_EQ(errors.back().message, "and 480 more moments outside match.mp4");
}

TEST(Times, are_told_as_a_person_reads_them) {
  EXPECT_EQ(clock_text(Rational(25, 2)), "12.5 s");
  EXPECT_EQ(clock_text(0), "0 s");
  EXPECT_EQ(clock_text(65), "1:05");
  EXPECT_EQ(clock_text(Rational(6525, 100)), "1:05.25");
  EXPECT_EQ(clock_text(3723), "1:02:03");
  EXPECT_EQ(clock_text(Rational(59999999, 1000000)), "1:00");
}

// ---- keep, padding, merging
// ------------------------------------------------------------------------------------------

TEST(Select, given_padding_it_is_clamped_to_the_file) {
  MomentBlock block = block_of_file();
  block.before = 3;
  block.after = 2;
  const auto selection = selected(block, {Tagged(1, 4), Tagged(20, 30), Tagged(57, 59)});
  ASSERT_THAT(selection.moments, SizeIs(3));
  EXPECT_EQ(selection.moments[0].from, Rational(0));
  EXPECT_EQ(selection.moments[0].to, Rational(6));
  EXPECT_EQ(selection.moments[1].from, Rational(17));
  EXPECT_EQ(selection.moments[2].to, Rational(60));
}

TEST(Select, given_keep_it_asks_the_tagged_times_not_the_padded) {
  MomentBlock block = block_of_file();
  block.before = 5;
  Condition late;
  late.field = "start";
  late.min = Rational(10);
  block.keep = {late};
  EXPECT_THAT(labels_of(selected(block, {Tagged(9, 12, "a"), Tagged(10, 12, "b")}).moments),
              ElementsAre("b"));
}

TEST(Select, given_merge_near_moments_become_one_and_nothing_of_them_is_lost) {
  MomentBlock block = block_of_file();
  block.after = 1;
  block.merge = Rational(1);
  TaggedMoment first = Tagged(10, 12, "Shot").rated(2).with({"shot"}).on_line(2);
  first.columns = {{"player", "Smith"}};
  TaggedMoment second = Tagged(14, 16, "Goal").rated(5).with({"goal", "shot"}).on_line(3);
  second.columns = {{"player", "Jones"}};
  const auto selection =
      selected(block, {Tagged(30, 31, "Save"), second, Tagged(15, 18, "Shot").on_line(4), first});
  ASSERT_THAT(selection.moments, SizeIs(2));
  const Moment& merged = selection.moments[0];
  EXPECT_EQ(merged.from, Rational(10));
  EXPECT_EQ(merged.to, Rational(19));
  EXPECT_EQ(merged.label, "Shot / Goal");
  EXPECT_THAT(merged.tags, ElementsAre("shot", "goal"));
  EXPECT_EQ(merged.rating, Rational(5));
  EXPECT_EQ(merged.columns[0].second, "Smith");
  EXPECT_EQ(merged.place.line, 2);
  EXPECT_EQ(selection.moments[1].label, "Save");
}

TEST(Select, given_a_moment_within_another_the_longer_end_counts) {
  MomentBlock block = block_of_file();
  block.merge = Rational(0);
  const auto selection = selected(block, {Tagged(0, 20), Tagged(5, 6), Tagged(20, 21), Tagged(22, 23)});
  ASSERT_THAT(selection.moments, SizeIs(2)) << "0 closes what touches or overlaps, and no gap";
  EXPECT_EQ(selection.moments[0].to, Rational(21));
}

TEST(Select, given_no_merge_two_that_overlap_stay_two) {
  EXPECT_THAT(selected(block_of_file(), {Tagged(0, 20), Tagged(5, 6)}).moments, SizeIs(2));
}

// ---- budget and order
// ------------------------------------------------------------------------------------------------

TEST(Select, given_a_budget_the_best_stay_in_order_of_time) {
  MomentBlock block = block_of_file();
  block.at_most = Rational(20);
  const auto selection =
      selected(block, {Tagged(0, 10, "c").rated(1), Tagged(10, 18, "a").rated(5),
                       Tagged(20, 35, "long").rated(4), Tagged(40, 50, "b").rated(3), Tagged(55, 57, "d")});
  EXPECT_THAT(labels_of(selection.moments), ElementsAre("a", "b", "d"));
  ASSERT_THAT(selection.passed_over, SizeIs(2));
  EXPECT_EQ(selection.passed_over[0].code, "moments.passed_over");
  EXPECT_EQ(selection.passed_over[0].message, "\"long\" of 15 s at 20 s is left out: 12 s of the 20 s were left");
  EXPECT_THAT(selection.passed_over[1].message, HasSubstr("\"c\""));
}

TEST(Select, given_equal_ratings_the_earlier_goes_first_and_none_counts_zero) {
  MomentBlock block = block_of_file();
  block.at_most = Rational(10);
  EXPECT_THAT(
      labels_of(selected(block, {Tagged(20, 30, "later"), Tagged(0, 10, "earlier").rated(0)}).moments),
      ElementsAre("earlier"));
  EXPECT_THAT(labels_of(selected(block, {Tagged(20, 30, "unrated"), Tagged(0, 10, "bad").rated(-1)}).moments),
              ElementsAre("unrated"));
}

TEST(Select, given_thousands_over_the_budget_the_notes_are_few) {
  MomentBlock block = block_of_file();
  block.at_most = Rational(1);
  const auto selection = selected(block, std::vector<TaggedMoment>(5000, Tagged(0, 1)));
  EXPECT_THAT(selection.moments, SizeIs(1));
  ASSERT_THAT(selection.passed_over, SizeIs(21));
  EXPECT_THAT(selection.passed_over.back().message, HasSubstr("4979 more"));
}

TEST(Select, given_order_by_rating_the_best_is_shown_first_and_index_counts_the_shown) {
  MomentBlock block = block_of_file();
  block.order = MomentOrder::rating;
  const auto selection =
      selected(block, {Tagged(0, 1, "x").rated(2), Tagged(2, 3, "y").rated(9), Tagged(4, 5, "z").rated(2)});
  EXPECT_THAT(labels_of(selection.moments), ElementsAre("y", "x", "z"));
  EXPECT_EQ(selection.moments[0].index, 1);
  EXPECT_EQ(selection.moments[2].index, 3);
}

class Season : public ::testing::Test {
 protected:
  Season() {
    season_.blocks = {block_of_file("/a.csv"), block_of_file("/b.csv")};
    tagged_ = {{Tagged(30, 40, "a2").rated(1), Tagged(0, 10, "a1").rated(3)}, {Tagged(0, 10, "b1").rated(5)}};
  }
  Selection chosen() {
    auto selection = select(season_, tagged_, {&clock_, &clock_});
    EXPECT_TRUE(selection);
    return selection ? *selection : Selection{};
  }

  Steady clock_;
  Moments season_;
  std::vector<std::vector<TaggedMoment>> tagged_;
};

TEST_F(Season, given_order_by_time_it_is_by_game_then_start) {
  EXPECT_THAT(labels_of(chosen().moments), ElementsAre("a1", "a2", "b1"));
}
TEST_F(Season, given_order_by_rating_games_mix) {
  season_.order = MomentOrder::rating;
  EXPECT_THAT(labels_of(chosen().moments), ElementsAre("b1", "a1", "a2"));
}
TEST_F(Season, given_a_common_budget_games_compete) {
  season_.at_most = Rational(20);
  EXPECT_THAT(labels_of(chosen().moments), ElementsAre("a1", "b1"));
}
TEST_F(Season, given_a_budget_of_one_game_the_common_one_comes_after_it) {
  season_.blocks[0].at_most = Rational(10);
  season_.at_most = Rational(10);
  EXPECT_THAT(labels_of(chosen().moments), ElementsAre("b1"));
}
TEST_F(Season, given_a_common_keep_it_asks_all_games) {
  season_.keep = {one_of("label", {"a2", "b1"})};
  const auto moments = chosen().moments;
  EXPECT_THAT(labels_of(moments), ElementsAre("a2", "b1"));
  EXPECT_EQ(moments[1].block, 1U);
}
TEST_F(Season, given_merging_it_stays_within_a_game) {
  for (MomentBlock& block : season_.blocks) block.merge = Rational(60);
  EXPECT_THAT(labels_of(chosen().moments), ElementsAre("a1 / a2", "b1"));
}
TEST_F(Season, given_a_game_without_moments_it_needs_no_clock) {
  tagged_[0].clear();
  const auto selection = select(season_, tagged_, {nullptr, &clock_});
  ASSERT_TRUE(selection);
  EXPECT_THAT(labels_of(selection->moments), ElementsAre("b1"));
}

// ---- nothing left
// ----------------------------------------------------------------------------------------------------

TEST(NoneLeft, given_moments_that_all_went_the_error_counts_where) {
  MomentBlock block = block_of_file();
  Condition good;
  good.field = "rating";
  good.min = Rational(3);
  block.keep = {one_of("tag", {"goal"}), good};
  block.at_most = Rational(5);
  const auto errors =
      not_selected(block, {Tagged(0, 1).with({"save"}), Tagged(1, 2).with({"corner", "save"}),
                           Tagged(2, 3).with({"goal"}).rated(1), Tagged(10, 30).with({"goal"}).rated(4)});
  ASSERT_THAT(errors, SizeIs(1));
  EXPECT_EQ(errors[0].code, "moments.none");
  EXPECT_EQ(errors[0].message,
            "no moment is left: 4 read: 1 not kept by rating, 2 not kept by tag, 1 longer than the budget");
  EXPECT_EQ(errors[0].hint, "their tag is: save, corner") << "what is there instead, the most frequent first";
  EXPECT_EQ(core::exit_code_of(errors[0]), 2);
}

TEST(NoneLeft, given_moments_without_the_field_the_hint_names_the_columns_that_they_have) {
  MomentBlock block = block_of_file();
  block.keep = {one_of("tag", {"goal"})};
  Tagged moment(0, 1);
  moment.columns = {{"action", "goal"}, {"player", "Ann"}};
  EXPECT_EQ(not_selected(block, {moment}).at(0).hint, "none of them has a tag; they have: `action`, `player`");
}

TEST(NoneLeft, given_no_moment_at_all_the_error_says_so) {
  EXPECT_THAT(not_selected(block_of_file(), {}).at(0).message, HasSubstr("no moments"));
}

TEST(NoneLeft, given_fractions_that_cannot_be_added_exactly_it_is_an_error_not_a_crash) {
  const Rational fine(1, 999999999989), finer(1, 999999999961);
  MomentBlock block = block_of_file();
  block.before = finer;
  block.after = Rational(1, 999999999937);
  EXPECT_EQ(not_selected(block, {Tagged(Rational(5) + fine, 6)}).at(0).code, "moments.number");
}

}  // namespace
}  // namespace spool::pipelines::testing
