// What one terminal writes, another reads: every event comes back as it was.
#include "cli/event_read.h"

#include "cli/event_json.h"
#include "tests/cli/events_made.h"

#include <gtest/gtest.h>

#include <gmock/gmock.h>

namespace spool::cli {
namespace {

/// Written again, it is the same line.
void expect_there_and_back(const core::Event& event) {
  const std::string line = event_json(event);
  const auto read = read_event(line);
  ASSERT_TRUE(read) << line;
  EXPECT_EQ(event_json(*read), line);
}

TEST(EventRead, EveryKindOfEventComesBackAsItWas) {
  expect_there_and_back(event(0, run_started("reel", 12)));
  expect_there_and_back(event(0.125, core::RunStarted{"batch", std::nullopt}));
  expect_there_and_back(event(1, job_started("titled-1"), "matches/a.mp4"));
  expect_there_and_back(event(2, core::JobProgress{"titled-1", 0.25, 3.5, 120}));
  for (const auto outcome :
       {core::JobOutcome::succeeded, core::JobOutcome::failed, core::JobOutcome::timed_out,
        core::JobOutcome::stalled, core::JobOutcome::cancelled, core::JobOutcome::skipped})
    expect_there_and_back(event(3, core::JobFinished{"a", {"s"}, "clip", outcome, 1.5, true, "why"}));
  expect_there_and_back(event(4, core::JobRetrying{"a", 2, 1.5, "stalled"}));
  expect_there_and_back(event(5, core::RunPaused{2, 9}));
  expect_there_and_back(event(6, core::RunReleased{0, 11}));
  expect_there_and_back(event(7, core::RunFinished{core::RunOutcome::partial,
                                                   12.5,
                                                   {{"/films/a.mp4", 1800, 2880000, 60.06, true}},
                                                   {{"b", "render.failed", "no\nluck"}}}));
}

TEST(EventRead, WhatIsSaidComesBackWithItsPlace) {
  const core::Error known = {"input.truncated", "shorter than it claims", "copy it again", {"/a.mp4", 3, 7}};
  const core::Error bare = {"run.stopping", "stopping", "", {}};
  for (const auto weight : {core::Said::Weight::error, core::Said::Weight::warning, core::Said::Weight::note}) {
    expect_there_and_back(event(1, core::Said{weight, known}));
    expect_there_and_back(event(1, core::Said{weight, bare}));
  }
}

TEST(EventRead, NamesThatAreNotUtf8ComeBackAsBytes) {
  const std::string name = "/films/\xff\xc3\xa4\"\\udc80\n.mp4";
  expect_there_and_back(event(1, job_started(name), name));
  const auto read = read_event(event_json(event(1, job_started(name), name)));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->item, name);
}

TEST(EventRead, WhatIsNoEventOfOursIsNone) {
  for (const char* line : {"", "{", "[]", "7", "{}", R"({"event":"moon.landed"})", R"({"event":7})"})
    EXPECT_FALSE(read_event(line)) << line;
  EXPECT_FALSE(read_event(std::string(10'000, '[')));
}

TEST(EventRead, WhatAnotherVersionLeavesOutIsEmpty) {
  const auto read =
      read_event(R"({"event":"job.finished","at":"yesterday","seconds":"long","outcome":"odd"})");
  ASSERT_TRUE(read);
  EXPECT_TRUE(std::holds_alternative<core::JobFinished>(read->what));
  EXPECT_EQ(read->at, core::Event().at);
}

}  // namespace
}  // namespace spool::cli
