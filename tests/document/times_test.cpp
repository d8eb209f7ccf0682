// All forms of LANGUAGE's "Times".
#include "pipelines/document/times.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace spool::pipelines {
namespace {

using Kind = TimePoint::Kind;

TEST(Times, GivenAnyFormThenTheyAreExactSeconds) {
  const std::vector<std::pair<std::string, Rational>> forms = {
      {"12", 12},
      {"12.5", Rational(25, 2)},
      {"12.5s", Rational(25, 2)},
      {"1m30s", 90},
      {"1:30.5", {181, 2}},
      {"00:01:30.500", {181, 2}},
      {"90000ms", 90},
      {"0.5ms", {1, 2000}},
      {"1h2m3s", 3723},
      {"90:00", 5400},
      {"1:02:03", 3723},
      {"0", 0},
      {"1.5m", 90},
      {"23.4800000000000004", {587, 25}},
      {"2m500ms", {241, 2}},
      {"0.1234567895", {Rational(123456790, 1000000000)}}};
  for (const auto& [text, seconds] : forms) {
    const auto time = parse_time(text);
    ASSERT_TRUE(time.has_value()) << text;
    EXPECT_EQ(time->kind, Kind::seconds) << text;
    EXPECT_EQ(time->seconds, seconds) << text << " is read as " << time->seconds.to_string();
    EXPECT_EQ(parse_duration(text), seconds) << text;
  }
}

TEST(Times, GivenPlacesInAFileThenTheyAreTimesAndNoLengths) {
  EXPECT_EQ(parse_time("end")->kind, Kind::end);
  EXPECT_EQ(parse_time("2700f")->frame, 2700);
  EXPECT_EQ(parse_time("2700f")->kind, Kind::frame);
  EXPECT_EQ(parse_time("-5s")->kind, Kind::before_end);
  EXPECT_EQ(parse_time("-5s")->seconds, Rational(5));
  EXPECT_EQ(parse_time("-1:30")->seconds, Rational(90));
  for (const char* text : {"end", "2700f", "-5s"}) EXPECT_FALSE(parse_duration(text)) << text;
}

TEST(Times, GivenAnythingElseThenItIsRefusedWithTheForms) {
  for (const char* text : {"",     "soon",    "1m30", "1:75", "1:2:3:4", "1:", ":30", "1.5.2", "1s1m",
                           "1s2s", "1.5m30s", "12 s", "1e3",  "f",       "-",  "--5", "1.5f",  "99999999999",
                           "1:99", "0x10",    "∞",    "5,5",  "1h-2m",   ".5", "5."}) {
    const auto time = parse_time(text);
    ASSERT_TRUE(time.has_error()) << text;
    EXPECT_EQ(time.error().code, "document.time");
    EXPECT_EQ(time.error().hint, time_forms);
    EXPECT_FALSE(parse_duration(text)) << text;
  }
}

}  // namespace
}  // namespace spool::pipelines
