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

TEST(ImportJson, given_a_list_of_moments_each_is_read_with_its_place) {
  const auto moments = imported(R"([
  {"start": 12.34, "end": "1:30", "label": "Goal", "tag": ["goal", "late"], "rating": 4, "Shot Type": "volley"},
    {"from": "2700f", "for": 5, "name": "a } in \" a text", "tags": "save; header"}
])");
  ASSERT_THAT(moments, SizeIs(2));
  EXPECT_EQ(moments[0].start, at(Rational(1234, 100))) << "exactly as written, not as a double";
  EXPECT_EQ(moments[0].end, at(90));
  EXPECT_THAT(moments[0].tags, ElementsAre("goal", "late"));
  EXPECT_EQ(moments[0].rating, Rational(4));
  EXPECT_THAT(moments[0].columns, ElementsAre(Pair("shot_type", "volley")));
  EXPECT_EQ(moments[0].line, 2);
  EXPECT_EQ(moments[0].column, 3);
  EXPECT_EQ(moments[1].start, (TimePoint{TimePoint::Kind::frame, 0, 2700}));
  EXPECT_EQ(moments[1].duration, Rational(5));
  EXPECT_THAT(moments[1].tags, ElementsAre("save", "header"));
  EXPECT_EQ(moments[1].line, 3);
  EXPECT_EQ(moments[1].column, 5);
}

TEST(ImportJson, given_an_object_with_moments_its_list_is_read) {
  const auto moments =
      imported("{\"team\": {\"moments\": [1]},\n\"moments\":\n [{\"start\": 1, \"end\": null}]}");
  ASSERT_THAT(moments, SizeIs(1));
  EXPECT_FALSE(moments[0].end);
  EXPECT_EQ(moments[0].line, 3);
  EXPECT_EQ(moments[0].column, 3);
}

TEST(ImportJson, given_utf16_it_is_read_as_other_text) {
  const std::string text = "[{\"start\": 1, \"label\": \"x\"}]";
  std::string bytes = "\xff\xfe";
  for (const char c : text) bytes += {c, '\0'};
  EXPECT_EQ(imported(bytes).at(0).label, "x");
}

TEST(ImportJson, given_an_empty_list_there_are_no_moments) { EXPECT_THAT(imported("[]"), IsEmpty()); }

TEST(ImportJson, given_broken_json_the_place_is_told) {
  const auto errors = refused("[\n  {\"start\": 1,}\n]");
  ASSERT_THAT(errors, SizeIs(1));
  EXPECT_EQ(errors[0].code, "moments.json");
  EXPECT_EQ(errors[0].place.line, 2);
}

TEST(ImportJson, given_json_that_ends_too_early_it_says_so) {
  EXPECT_THAT(refused("[{\"start\": 1").at(0).message, HasSubstr("too early"));
}

TEST(ImportJson, given_something_after_the_list_it_is_refused) {
  EXPECT_EQ(refused("[] []").at(0).code, "moments.json");
}

TEST(ImportJson, given_several_wrong_moments_all_are_told) {
  const auto errors = refused(
      "[{\"end\": 2},\n 7,\n {\"start\": {}},\n {\"start\": true},\n {\"start\": 1, \"rating\": \"top\"}]");
  ASSERT_THAT(errors, SizeIs(5));
  EXPECT_EQ(errors[0].code, "moments.start");
  EXPECT_EQ(errors[1].code, "moments.json");
  EXPECT_EQ(errors[2].code, "moments.value");
  EXPECT_EQ(errors[3].code, "moments.start");
  EXPECT_EQ(errors[4].code, "moments.rating");
  for (int i = 0; i < 5; ++i) EXPECT_EQ(errors[static_cast<std::size_t>(i)].place.line, i + 1);
}

TEST(ImportJson, given_an_object_without_moments_it_is_refused) {
  for (const std::string text : {"{}", "{\"moments\": 3}", "{\"clips\": []}"})
    EXPECT_THAT(refused(text).at(0).message, HasSubstr("no list of moments")) << text;
}

TEST(ImportJson, given_brackets_as_deep_as_the_sea_they_are_refused) {
  EXPECT_EQ(refused(std::string(5000000, '[')).at(0).code, "moments.json");
}

}  // namespace
}  // namespace spool::pipelines::testing
