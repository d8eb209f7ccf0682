#include "pipelines/document/column_name.h"
#include "pipelines/moments/import.h"
#include "tests/moments/tag_files.h"

#include <gmock/gmock.h>

namespace spool::pipelines::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

TEST(ImportRows, given_a_header_in_any_order_each_column_finds_its_meaning) {
  const auto moments = imported(
      "Label,Rating,Shot Type,Start,tag,END\n"
      "Late winner,5,volley,1:30.5,goal,1:36\n");
  ASSERT_THAT(moments, SizeIs(1));
  EXPECT_EQ(moments[0].label, "Late winner");
  EXPECT_EQ(moments[0].rating, Rational(5));
  EXPECT_EQ(moments[0].start, at(Rational(181, 2)));
  EXPECT_EQ(moments[0].end, at(96));
  EXPECT_THAT(moments[0].tags, ElementsAre("goal"));
  EXPECT_THAT(moments[0].columns, ElementsAre(Pair("shot_type", "volley")));
  EXPECT_EQ(moments[0].line, 2);
  EXPECT_EQ(moments[0].column, 1);
}

TEST(ImportRows, given_the_other_words_for_a_moment_they_are_read_too) {
  for (const std::string header :
       {"from,to,name", "in,out,label", "IN,Out,Name", "Start time,End Time,Name", " start , end , label "}) {
    const auto moments = imported(header + "\n3,5,save\n");
    ASSERT_THAT(moments, SizeIs(1)) << header;
    EXPECT_EQ(moments[0].start, at(3)) << header;
    EXPECT_EQ(moments[0].end, at(5)) << header;
    EXPECT_EQ(moments[0].label, "save") << header;
  }
}

TEST(ImportRows, given_a_duration_it_counts_where_the_end_is_empty_and_is_a_column_where_it_is_not) {
  const auto moments = imported("start,end,duration\n1,,4.5\n1,3,2\n1,,\n");
  ASSERT_THAT(moments, SizeIs(3));
  EXPECT_EQ(moments[0].duration, Rational(9, 2));
  EXPECT_FALSE(moments[0].end);
  EXPECT_EQ(moments[1].end, at(3));
  EXPECT_FALSE(moments[1].duration);
  EXPECT_THAT(moments[1].columns, ElementsAre(Pair("duration", "2")));
  EXPECT_FALSE(moments[2].end) << "to the end of the file";
  EXPECT_FALSE(moments[2].duration);
}

TEST(ImportRows, given_losslesscut_rows_without_a_header_they_are_start_end_name) {
  const auto moments = imported("12.5,15,First half\n,3,Kick-off\n80,,\"Late, late\"\n");
  ASSERT_THAT(moments, SizeIs(3));
  EXPECT_EQ(moments[0].start, at(Rational(25, 2)));
  EXPECT_EQ(moments[0].label, "First half");
  EXPECT_EQ(moments[1].start, at(0)) << "an empty start is the beginning";
  EXPECT_EQ(moments[1].end, at(3));
  EXPECT_FALSE(moments[2].end);
  EXPECT_EQ(moments[2].label, "Late, late");
}

struct Written {
  std::string what;
  std::string text;
};
class Delimited : public ::testing::TestWithParam<Written> {};

TEST_P(Delimited, gives_the_same_moments) {
  const auto moments = imported(GetParam().text);
  ASSERT_THAT(moments, SizeIs(2)) << GetParam().what;
  EXPECT_EQ(moments[0].start, at(Rational(25, 2)));
  EXPECT_EQ(moments[0].end, at(15));
  EXPECT_EQ(moments[0].label, "Goal");
  EXPECT_EQ(moments[1].start, at(20));
  EXPECT_EQ(moments[1].label, "Save");
}

INSTANTIATE_TEST_SUITE_P(
    AllKinds, Delimited,
    ::testing::Values(
        Written{"comma", "start,end,label\n12.5,15,Goal\n20,25,Save\n"},
        Written{"semicolon and decimal comma", "start;end;label\n12,5;15,0;Goal\n20;25;Save\n"},
        Written{"tab and decimal comma", "start\tend\tlabel\n12,5\t15\tGoal\n20\t25\tSave\n"},
        Written{"comma and quoted decimal comma", "start,end,label\n\"12,5\",15,Goal\n20,25,Save\n"},
        Written{"everything quoted", "\"start\",\"end\",\"label\"\n\"12.5\",\"15\",\"Goal\"\n20,25,Save"},
        Written{"no line end at the end", "start,end,label\n12.5,15,Goal\n20,25,Save"},
        Written{"CRLF", "start,end,label\r\n12.5,15,Goal\r\n20,25,Save\r\n"},
        Written{"CR", "start,end,label\r12.5,15,Goal\r20,25,Save\r"},
        Written{"empty lines", "\n\nstart,end,label\n\n12.5,15,Goal\n,,\n  \n20,25,Save\n\n"},
        Written{"blanks around", "start, end, label\n 12.5 , 15 , \"Goal\"\n20, 25, Save \n"},
        Written{"spare columns at the end", "start,end,label,,\n12.5,15,Goal,,\n20,25,Save,,\n"},
        Written{"headerless semicolons", "12,5;15,0;Goal\n20,0;25,0;Save\n"},
        Written{"headerless tabs", "12.5\t15\tGoal\n20\t25\tSave\n"}));

TEST(ImportRows, given_quoted_text_it_may_hold_delimiters_quotes_and_new_lines) {
  const auto moments = imported("start,end,label\n1,2,\"He said \"\"now\"\",\r\nand shot\"\n5,6,next\n");
  ASSERT_THAT(moments, SizeIs(2));
  EXPECT_EQ(moments[0].label, "He said \"now\",\nand shot");
  EXPECT_EQ(moments[1].line, 4) << "a row after a text of two lines knows its line";
}

TEST(ImportRows, given_one_cell_with_several_tags_each_is_told_apart_once) {
  const auto moments = imported("start;end;tag\n1;2;goal, header | late,goal\n3;4;\n");
  ASSERT_THAT(moments, SizeIs(2));
  EXPECT_THAT(moments[0].tags, ElementsAre("goal", "header", "late"));
  EXPECT_THAT(moments[1].tags, IsEmpty());
}

TEST(ImportRows, given_more_decimals_than_anyone_means_they_are_rounded_to_the_nanosecond) {
  const auto moments = imported("start,end\n12.333333333333334,15.9999999999999998\n");
  ASSERT_THAT(moments, SizeIs(1));
  EXPECT_EQ(moments[0].start, at(Rational(12333333333, 1000000000)));
  EXPECT_EQ(moments[0].end, at(16));
}

TEST(ImportRows, given_several_malformed_rows_each_is_told_with_its_place) {
  const auto errors = refused(
      "start,end,label,rating\n"
      "1,2,fine,3\n"
      "soon,2,x,1\n"
      "1,later,x,1\n"
      "1,2,x,great\n"
      ",2,x,1\n"
      "1,2,a, b,4\n");
  ASSERT_THAT(errors, SizeIs(5));
  EXPECT_EQ(errors[0].code, "moments.start");
  EXPECT_EQ(errors[0].place, (core::Place{"tags.csv", 3, 1}));
  EXPECT_THAT(errors[0].message, HasSubstr("`soon`"));
  EXPECT_EQ(errors[1].code, "moments.end");
  EXPECT_EQ(errors[1].place, (core::Place{"tags.csv", 4, 3}));
  EXPECT_EQ(errors[2].code, "moments.rating");
  EXPECT_EQ(errors[2].place, (core::Place{"tags.csv", 5, 7}));
  EXPECT_EQ(errors[3].code, "moments.start");
  EXPECT_EQ(errors[3].place.line, 6);
  EXPECT_EQ(errors[4].code, "moments.cells");
  EXPECT_THAT(errors[4].hint, HasSubstr("quotes"));
}

TEST(ImportRows, given_a_row_with_two_faults_both_are_told) {
  EXPECT_THAT(refused("start,end,rating\nsoon,later,1\n"), SizeIs(2));
}

TEST(ImportRows, given_hundreds_of_malformed_rows_twenty_are_told_and_the_rest_counted) {
  std::string text = "start,end\n";
  for (int i = 0; i < 300; ++i) text += "soon,2\n";
  const auto errors = refused(text);
  ASSERT_THAT(errors, SizeIs(21));
  EXPECT_EQ(errors.back().code, "moments.more");
  EXPECT_EQ(errors.back().message, "and 280 more like these");
}

TEST(ImportRows, given_no_column_start_the_first_line_is_told) {
  for (const std::string text :
       {"player,end\nx,2\n", "begin,stop\n1,2\n", "just some words\nand more\n", "12.5\n"}) {
    const auto errors = refused(text);
    ASSERT_THAT(errors, SizeIs(1)) << text;
    EXPECT_EQ(errors[0].code, "moments.header");
    EXPECT_EQ(errors[0].place.line, 1);
  }
}

TEST(ImportRows, given_two_columns_of_one_name_it_is_an_error) {
  const auto errors = refused("start,end,Player,player\n1,2,a,b\n");
  ASSERT_THAT(errors, SizeIs(1));
  EXPECT_EQ(errors[0].place, (core::Place{"tags.csv", 1, 18}));
}

TEST(ImportRows, given_a_quote_that_is_never_closed_its_place_is_told) {
  const auto errors = refused("start,end,label\n1,2,\"open\n3,4,x\n");
  ASSERT_THAT(errors, SizeIs(1));
  EXPECT_EQ(errors[0].code, "moments.quote");
  EXPECT_EQ(errors[0].place, (core::Place{"tags.csv", 2, 5}));
}

TEST(ImportRows, given_text_after_a_closing_quote_its_place_is_told) {
  const auto errors = refused("start,end,label\n1,2,\"The\" end\n");
  ASSERT_THAT(errors, SizeIs(1));
  EXPECT_EQ(errors[0].code, "moments.quote");
  EXPECT_EQ(errors[0].place, (core::Place{"tags.csv", 2, 11}));
}

TEST(ImportRows, given_a_duration_of_nothing_it_is_an_error) {
  for (const std::string duration : {"0", "-3", "12f", "end"})
    EXPECT_EQ(refused("start,duration\n1," + duration + "\n").at(0).code, "moments.duration") << duration;
}

TEST(ImportRows, given_only_a_header_there_are_no_moments) {
  EXPECT_THAT(imported("start,end,label\n"), IsEmpty());
}

TEST(ImportRows, given_an_empty_file_it_is_an_error) {
  for (const std::string text : {"", "\n \n", "\xef\xbb\xbf"})
    EXPECT_EQ(refused(text).at(0).code, "moments.header");
}

TEST(ImportRows, given_numbers_that_no_video_has_they_are_refused_without_harm) {
  for (const std::string time : {"999999999999999999", "99999999999999999999", "999999999999999999:59:59",
                                 "999999999999999999.999999999", "1e9", "nan", "inf", "0x10"}) {
    const auto moments = import_tags("start,end\n" + time + ",2\n", "tags.csv");
    if (moments) continue;  // large, but a number: it will lie outside every file
    EXPECT_EQ(moments.error().at(0).code, "moments.start") << time;
  }
}

TEST(ColumnName, is_lower_case_with_underscores) {
  EXPECT_EQ(column_name(" Shot Type "), "shot_type");
  EXPECT_EQ(column_name("Spieler"), "spieler");
}

}  // namespace
}  // namespace spool::pipelines::testing
