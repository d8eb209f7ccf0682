// How runs stand: the object that programs read, the facts and the table that people do.
#include "cli/run_state.h"

#include "cli/text.h"
#include "tests/cli/events_made.h"

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include <cstdlib>
#include <ctime>
#include <sstream>

namespace spool::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class RunState : public ::testing::Test {
 protected:
  RunState() {
    ::setenv("TZ", "UTC", 1);
    ::tzset();
    status_.run = "20261121-101530-3f9a2c";
    status_.pipeline = "/games/highlights.yaml";
    status_.state = core::RunState::paused;
    status_.jobs = {12, 8, 1, 3, 0, 0};
    status_.submitted = at(0.5);  // 2027-01-15 08:00:00.500
  }
  std::string table(int width) const { return runs_table({status_, status_}, width, true, paint(false)); }

  pipelines::RunStatus status_;
};

TEST_F(RunState, AProgramReadsOneObject) {
  status_.outputs = {{"/films/reel.mp4", 1800, 2880000, 60, false}};
  EXPECT_EQ(
      status_json(status_),
      R"({"run":"20261121-101530-3f9a2c","pipeline":"/games/highlights.yaml","state":"paused",)"
      R"("jobs":{"total":12,"waiting":8,"running":1,"succeeded":3,"failed":0,"skipped":0},)"
      R"("outputs":[{"path":"/films/reel.mp4","frames":1800,"samples":2880000,"seconds":60,"cached":false}],)"
      R"("submitted":"2027-01-15T08:00:00.500Z"})");
}

TEST_F(RunState, WhatItWaitsForAndWhyItStoppedAreSaidWhereTheyAreKnown) {
  EXPECT_THAT(status_json(status_), Not(HasSubstr("waits_until")));
  status_.waits_until = at(3600);
  status_.reason = "no room on the disk";
  EXPECT_THAT(status_json(status_), HasSubstr(R"("waits_until":"2027-01-15T09:00:00.000Z")"));
  EXPECT_THAT(status_json(status_), HasSubstr(R"("reason":"no room on the disk")"));
  EXPECT_THAT(status_text(status_, paint(false)), HasSubstr("until     2027-01-15 09:00\n"));
  EXPECT_THAT(status_text(status_, paint(false)), HasSubstr("why       no room on the disk\n"));
}

TEST_F(RunState, APersonReadsOneFactALine) {
  status_.outputs = {{"/films/reel.mp4", 1800, 2880000, 60, false}};
  EXPECT_EQ(status_text(status_, paint(false)),
            "run       20261121-101530-3f9a2c\n"
            "pipeline  /games/highlights.yaml\n"
            "begun     2027-01-15 08:00\n"
            "state     paused\n"
            "jobs      12 jobs: 3 done, 1 running, 8 waiting\n"
            "film      /films/reel.mp4: 1800 frames, 60.00 s\n");
}

TEST_F(RunState, ANameCannotMoveTheCursor) {
  status_.pipeline = "a\x1b[2Jb\n.yaml";
  EXPECT_THAT(status_text(status_, paint(false)), HasSubstr("a\\x1b[2Jb\\n.yaml"));
  EXPECT_THAT(table(0), HasSubstr("a\\x1b[2Jb\\n.yaml"));
}

TEST_F(RunState, TheTableHasARowForEachRun) {
  EXPECT_EQ(runs_table({status_}, 0, true, paint(false)),
            "run                     state        jobs  begun             pipeline\n"
            "20261121-101530-3f9a2c  paused       3/12  2027-01-15 08:00  /games/highlights.yaml\n");
  EXPECT_EQ(runs_table({}, 80, true, paint(false)), "");
}

TEST_F(RunState, OnANarrowTerminalNoRowIsWiderThanIt) {
  status_.pipeline = "/a/very/long/way/to/the/games/of/the/season/highlights-of-the-season.yaml";
  for (const int width : {70, 80, 100}) {
    std::istringstream rows(table(width));
    for (std::string row; std::getline(rows, row);) EXPECT_LE(columns(row), width) << row;
  }
  EXPECT_THAT(table(120), HasSubstr("highlights-of-the-season.yaml"));
}

TEST_F(RunState, StatesHaveColoursWhereTheyAreWanted) {
  const Paint colours = paint(true);
  status_.state = core::RunState::failed;
  EXPECT_THAT(status_text(status_, colours), HasSubstr(colours.error + "failed" + colours.off));
  EXPECT_THAT(status_text(status_, paint(false)), Not(HasSubstr("\x1b")));
}

TEST_F(RunState, WhatThereIsNoneOfIsNotSaid) {
  EXPECT_EQ(jobs_text({}), "0 jobs");
  EXPECT_EQ(jobs_text({1, 0, 0, 1, 0, 0}), "1 job: 1 done");
  EXPECT_EQ(jobs_text({6, 1, 1, 1, 2, 1}), "6 jobs: 1 done, 1 running, 1 waiting, 2 failed, 1 skipped");
}

}  // namespace
}  // namespace spool::cli
