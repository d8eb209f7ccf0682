// `policy:`: tries, when to begin, and the commands after a run.
#include "pipelines/document/dates.h"
#include "tests/document/told.h"

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include <cstdlib>
#include <ctime>
#include <string>

namespace spool::pipelines {
namespace {

using std::chrono::system_clock;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string with_policy(const std::string& policy) {
  return "inputs: {game: match.mp4}\nvars: {team: Falcons}\npolicy: " + policy + "\noutput: {game: a.mp4}\n";
}

/// This machine's clock as if it stood elsewhere.
class TimeZone {
 public:
  explicit TimeZone(const char* name) {
    const char* old = std::getenv("TZ");
    if (old != nullptr) old_ = old;
    had_ = old != nullptr;
    setenv("TZ", name, 1);
    tzset();
  }
  ~TimeZone() {
    if (had_) {
      setenv("TZ", old_.c_str(), 1);
    } else {
      unsetenv("TZ");
    }
    tzset();
  }
  TimeZone(const TimeZone&) = delete;
  TimeZone& operator=(const TimeZone&) = delete;

 private:
  std::string old_;
  bool had_ = false;
};

constexpr const char* berlin = "CET-1CEST,M3.5.0,M10.5.0/3";

std::int64_t seconds_of(const std::string& text) {
  const auto time = parse_date_time(text);
  EXPECT_TRUE(time) << text << ": " << (time ? "" : time.error().message);
  return time ? system_clock::to_time_t(*time) : -1;
}

TEST(Policy, GivenNothingThenThreeTriesASecondApartAndNoCommands) {
  const Policy policy = good(with_policy("{timeout: 30m}")).policy;
  EXPECT_EQ(policy.tries, 3);
  EXPECT_EQ(policy.backoff, Rational(1));
  EXPECT_FALSE(policy.not_before);
  EXPECT_THAT(policy.on_failure, IsEmpty());
  EXPECT_THAT(policy.on_success, IsEmpty());
}

TEST(Policy, GivenTriesAndBackoffThenTheyAreRead) {
  const Policy policy = good(with_policy("{tries: 5, backoff: 500ms}")).policy;
  EXPECT_EQ(policy.tries, 5);
  EXPECT_EQ(policy.backoff, Rational(1, 2));
}

TEST(Policy, GivenNumbersThatCannotBeThenEachIsToldWithItsBounds) {
  EXPECT_THAT(
      told(with_policy("{tries: 0, backoff: 6m}")),
      ElementsAre(
          "3:17 document.range: `tries` takes a whole number from 1 to 100, not `0` | `tries: 1` tries "
          "nothing again",
          "3:29 document.range: `backoff` is at most 5m | it doubles with each try, up to 5m"));
}

TEST(Policy, GivenOneCommandOrSeveralThenTheyAreListsOfWords) {
  const Policy policy =
      good(with_policy(R"({on_success: [notify, "${team}: $$1"], on_failure: [[./mend, 7], [cleanup]]})"))
          .policy;
  ASSERT_EQ(policy.on_success.size(), 1U);
  EXPECT_THAT(policy.on_success[0].argv, ElementsAre("notify", "Falcons: $1"));
  EXPECT_EQ(policy.on_success[0].folder, "/films");
  ASSERT_EQ(policy.on_failure.size(), 2U);
  EXPECT_THAT(policy.on_failure[0].argv, ElementsAre("/films/mend", "7"))
      << "paths follow the document's folder";
  EXPECT_THAT(policy.on_failure[1].argv, ElementsAre("cleanup"));
  EXPECT_EQ(policy.on_failure[1].place.line, 3);
}

TEST(Policy, GivenACommandAsOneTextThenNoShellIsOffered) {
  EXPECT_THAT(
      told(with_policy("{on_failure: notify me}")),
      ElementsAre("3:22 document.type: `on_failure` takes a command as a list of words, not one text | write "
                  "`on_failure: [PROGRAM, ARGUMENT, …]`: no shell takes it apart"));
  EXPECT_THAT(told(with_policy("{on_success: [[a], b]}")),
              ElementsAre(HasSubstr("`on_success` takes a command as a list of words")));
}

TEST(Policy, GivenACommandWithoutAProgramThenItIsTold) {
  EXPECT_THAT(told(with_policy("{on_failure: []}")), ElementsAre(HasSubstr("`on_failure` names no program")));
  EXPECT_THAT(told(with_policy("{on_failure: [\"\", x]}")),
              ElementsAre(HasSubstr("`on_failure` names no program")));
  EXPECT_THAT(told(with_policy("{on_failure: {run: x}}")), ElementsAre(HasSubstr("not a map")));
  EXPECT_THAT(told(with_policy("{on_failure: [notify, {a: b}]}")), ElementsAre(HasSubstr("not a map")));
}

TEST(Policy, GivenAClipsNameInACommandThenItIsTold) {
  EXPECT_THAT(told(with_policy("{on_success: [notify, \"${label}\"]}")),
              ElementsAre(HasSubstr("belongs to a clip")));
}

TEST(Policy, GivenATimeToBeginThenItIsThatMoment) {
  const Policy policy = good(with_policy("{not_before: 2026-11-22T03:00:00+01:00}")).policy;
  ASSERT_TRUE(policy.not_before);
  EXPECT_EQ(system_clock::to_time_t(*policy.not_before), 1795312800);
}

TEST(Policy, GivenSomethingElseThanATimeThenItsFormsAreShown) {
  EXPECT_THAT(told(with_policy("{not_before: tomorrow}")),
              ElementsAre("3:22 document.time: `not_before`: `tomorrow` is not a day and a time | write "
                          "`2026-11-22T03:00:00+01:00`, or `2026-11-22 03:00` by this machine's clock"));
}

TEST(Policy, GivenAnOldNameForAKeyThenTheRightOneIsNamed) {
  EXPECT_THAT(told(with_policy("{retries: 3}")), ElementsAre(HasSubstr("write `tries`")));
  EXPECT_THAT(told("on_failure: [x]\n" + with_policy("{}")), ElementsAre(HasSubstr("write it in `policy`")));
}

TEST(DateTime, GivenAnOffsetThenItIsTheSameMomentEverywhere) {
  for (const char* zone : {"UTC0", berlin, "PST8PDT,M3.2.0,M11.1.0"}) {
    const TimeZone here(zone);
    EXPECT_EQ(seconds_of("2026-11-22T02:00:00Z"), 1795312800);
    EXPECT_EQ(seconds_of("2026-11-22t02:00:00.75z"), 1795312800) << "parts of seconds are dropped";
    EXPECT_EQ(seconds_of("2026-11-22 03:00+01:00"), 1795312800);
    EXPECT_EQ(seconds_of("2026-11-21T18:30:00-07:30"), 1795312800);
  }
}

TEST(DateTime, GivenNoOffsetThenItIsByThisMachinesClock) {
  const TimeZone here(berlin);
  EXPECT_EQ(seconds_of("2026-11-22 03:00"), 1795312800);
  EXPECT_EQ(seconds_of("2026-07-01 12:00:01"), 1782900001) << "in summer two hours ahead";
}

TEST(DateTime, GivenAnHourThatDaylightSavingPassesOverThenItIsToldSo) {
  const TimeZone here(berlin);
  const auto time = parse_date_time("2026-03-29 02:30");
  ASSERT_FALSE(time);
  EXPECT_THAT(time.error().message, HasSubstr("put forward"));
  EXPECT_TRUE(parse_date_time("2026-10-25 02:30")) << "an hour that comes twice is one of the two";
}

TEST(DateTime, GivenWhatIsNoDayOrTimeThenItIsAnError) {
  for (const char* text :
       {"", "10", "2026", "2026-11-22", "2026-13-01 00:00", "2026-02-29 00:00", "2026-11-22 24:00",
        "2026-11-22 10:60", "2026-11-22 10:00:60", "2026-11-22 10:00 ", "2026-11-22 10:00X",
        "2026-11-22 10:00+1", "2026-11-22 10:00+24:00", "2026-11-22 10:00:00.", "1969-12-31 23:59",
        "9999-01-01 00:00", "-2026-11-22 10:00", "22.11.2026 10:00", "2026-11-22T10:00:00Z0"}) {
    const auto time = parse_date_time(text);
    ASSERT_FALSE(time) << text;
    EXPECT_EQ(time.error().code, "document.time");
    EXPECT_FALSE(time.error().hint.empty());
  }
}

}  // namespace
}  // namespace spool::pipelines
