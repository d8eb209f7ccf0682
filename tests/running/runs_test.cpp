// Runs as another terminal finds them: alive, dead, ended, unknown; and what it may say to them.
#include "pipelines/running/runs.h"

#include "core/control/run_lock.h"
#include "pipelines/running/request_json.h"
#include "pipelines/state/run_folder.h"
#include "tests/cli/temporary_folder.h"
#include "tests/core/support.h"
#include "tests/patience.h"
#include "tests/running/runs_fixture.h"

#include <gtest/gtest.h>

#include <gmock/gmock.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <memory>

namespace spool::pipelines {
namespace {

using core::RunState;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// ---- found ----

TEST_F(Runs, GivenNoStateFolderThereAreNoRuns) {
  EXPECT_TRUE(list_runs(state_)->empty());
  EXPECT_EQ(find_run(state_, "").error().code, "run.none");
  EXPECT_EQ(find_run(state_, "2026").error().code, "run.unknown");
  EXPECT_TRUE(resumable_runs(state_, false)->empty());
}

TEST_F(Runs, GivenAPrefixTheRunIsFoundWhereOnlyOneHasIt) {
  record_dead("20261121-101530-aaaaaa");
  record_dead("20261121-101530-aaab");
  record_dead("20261121-101530-aaab-2");
  record_dead("20261122-101530-bbbbbb");
  to_disk();

  EXPECT_EQ(*find_run(state_, "20261122"), "20261122-101530-bbbbbb");
  EXPECT_EQ(*find_run(state_, "20261121-101530-aaab"), "20261121-101530-aaab") << "whole before a start";
  EXPECT_EQ(*find_run(state_, ""), "20261122-101530-bbbbbb") << "the newest";
  const auto unknown = find_run(state_, "2025");
  EXPECT_EQ(unknown.error().code, "run.unknown");
  EXPECT_EQ(core::exit_code_of(unknown.error()), 2);
  const auto several = find_run(state_, "20261121");
  EXPECT_EQ(several.error().code, "run.ambiguous");
  EXPECT_EQ(core::exit_code_of(several.error()), 2);
  EXPECT_THAT(several.error().message, AllOf(HasSubstr("3 runs"), HasSubstr("20261121-101530-aaaaaa")));
}

TEST_F(Runs, GivenADeadRunWhatRanIsWaitingAgain) {
  record_dead("r1");
  to_disk();
  const RunStatus dead = status("r1");
  EXPECT_EQ(dead.state, RunState::interrupted);
  EXPECT_EQ(dead.pipeline, "/p/r1.yaml");
  EXPECT_EQ(dead.jobs.total, 3);
  EXPECT_EQ(dead.jobs.succeeded, 1);
  EXPECT_EQ(dead.jobs.waiting, 2);
  EXPECT_EQ(dead.jobs.running, 0);

  const auto lock = core::RunLock::take(run_folder_path(state_, "r1"));
  ASSERT_TRUE(lock);
  EXPECT_EQ(status("r1").state, RunState::running);
  EXPECT_EQ(status("r1").jobs.running, 1);
}

TEST_F(Runs, GivenAnEndedRunTheListAndItsOwnStatusSayTheSame) {
  record_ended("r1", core::RunOutcome::succeeded);
  record_ended("r2", core::RunOutcome::failed);
  record_dead("r3");
  to_disk();
  const auto all = list_runs(state_);
  ASSERT_TRUE(all);
  ASSERT_EQ(all->size(), 3U);
  for (const RunStatus& each : *all) {
    const RunStatus alone = status(each.run);
    EXPECT_EQ(each.state, alone.state) << each.run;
    EXPECT_EQ(each.pipeline, alone.pipeline);
    EXPECT_EQ(each.jobs.total, alone.jobs.total);
    EXPECT_EQ(each.jobs.succeeded, alone.jobs.succeeded);
    EXPECT_EQ(each.outputs.size(), alone.outputs.size());
  }
  EXPECT_EQ((*all)[0].run, "r3") << "the newest first";
  EXPECT_EQ((*all)[2].outputs.front().path, "/films/reel.mp4");
}

TEST_F(Runs, WhatCanBeResumedIsWhatIsNotDoneNotCancelledAndNotHeld) {
  record_ended("done", core::RunOutcome::succeeded);
  record_ended("failed", core::RunOutcome::failed);
  record_ended("gone", core::RunOutcome::cancelled);
  record_dead("dead");
  record_dead("held");
  record_dead("later");
  record("later", {core::RunWaiting{std::chrono::system_clock::now() + std::chrono::hours(1)}});
  record_dead("due");
  record("due", {core::RunWaiting{moment(0) - std::chrono::hours(24 * 3650)}});
  record_dead("let-go");
  record("let-go", {core::RunPauseAsked(), core::RunReleaseAsked()});
  record_dead("paused");
  record("paused", {core::RunPauseAsked()});
  to_disk();
  const auto lock = core::RunLock::take(run_folder_path(state_, "held"));

  EXPECT_THAT(*resumable_runs(state_, false),
              ElementsAre("paused", "let-go", "due", "later", "dead", "failed"));
  EXPECT_THAT(*resumable_runs(state_, true), ElementsAre("let-go", "due"));
}

TEST_F(Runs, OfABatchTheItemsAreKnownInTheirOrder) {
  KeptRequest kept;
  kept.items = {{"m/b.mp4", "/m/b.mp4", "/o", false}, {"m/\xff.mp4", "/m/\xff.mp4", "/o", true}};
  record("batch", {core::RunSubmitted{"p.yaml", to_json(kept)}});
  record("single", {core::RunSubmitted{"p.yaml", to_json(KeptRequest())}});
  to_disk();
  EXPECT_THAT(*items_of(state_, "batch"), ElementsAre("m/b.mp4", "m/\xff.mp4"));
  EXPECT_TRUE(items_of(state_, "single")->empty());
  EXPECT_EQ(items_of(state_, "none").error().code, "run.unknown");
}

TEST_F(Runs, GivenTenThousandRunsTheListAndAStatusAreThereAtOnce) {
  for (int i = 0; i < 10'000; ++i) {
    const std::string run = "20261121-1015-" + std::to_string(10'000 + i);
    if (i % 100 == 0) {
      record_dead(run);
    } else {
      record_ended(run, core::RunOutcome::succeeded);
    }
    if (group_.size() > 1000) to_disk();
  }
  to_disk();
  using Clock = std::chrono::steady_clock;
  double list = 1e9, one = 1e9;  // the best of some: the machine may be busy, never all the time
  for (int i = 0; i < 5; ++i) {
    const auto begun = Clock::now();
    const auto all = list_runs(state_);
    const auto listed = Clock::now();
    const auto found = find_run(state_, "20261121-1015-15000");
    ASSERT_TRUE(all && found);
    ASSERT_TRUE(status_of(state_, *found));
    ASSERT_EQ(all->size(), 10'000U);
    list = std::min(list, std::chrono::duration<double>(listed - begun).count());
    one = std::min(one, std::chrono::duration<double>(Clock::now() - listed).count());
  }
  RecordProperty("list_seconds", std::to_string(list));
  RecordProperty("status_seconds", std::to_string(one));
#if defined(NDEBUG)
  constexpr double limit = 0.1;
#else
  constexpr double limit = 0.5;  // what is not optimized takes its time
#endif
  EXPECT_LT(list, test::patience(limit));
  EXPECT_LT(one, test::patience(limit));
}

// ---- spoken to: without a controller ----

TEST_F(Runs, GivenADeadRunPauseReleaseAndCancelAreWrittenIntoItsJournal) {
  record_dead("r1");
  to_disk();

  const auto paused = pause("r1");
  ASSERT_TRUE(paused) << paused.error().message;
  EXPECT_FALSE(paused->live);
  EXPECT_EQ(paused->waiting, 2U);
  EXPECT_EQ(
      paused->sentence,
      "paused: no controller runs it, 2 jobs wait; `spool release r1`, then `spool resume r1` take it up");
  EXPECT_EQ(status("r1").state, RunState::paused);

  const auto released = release("r1");
  ASSERT_TRUE(released) << released.error().message;
  EXPECT_EQ(released->sentence,
            "released: no controller runs it, 2 jobs wait; `spool resume r1` takes it up");
  EXPECT_EQ(status("r1").state, RunState::waiting);

  const auto cancelled = cancel("r1");
  ASSERT_TRUE(cancelled) << cancelled.error().message;
  EXPECT_EQ(cancelled->sentence, "cancelled: no controller ran it, 2 jobs will not start");
  EXPECT_EQ(status("r1").state, RunState::cancelled);
  EXPECT_TRUE(resumable_runs(state_, false)->empty());
  EXPECT_FALSE(core::RunLock::holder(run_folder_path(state_, "r1"))) << "free again";
}

TEST_F(Runs, GivenItIsAsWishedAlreadyNothingIsWritten) {
  record_dead("r1");
  to_disk();
  ASSERT_TRUE(release("r1"));
  EXPECT_EQ(status("r1").state, RunState::interrupted);
  ASSERT_TRUE(pause("r1"));
  const std::size_t before = core::JournalReader::open(state_)->entries("r1")->size();
  ASSERT_TRUE(pause("r1"));
  EXPECT_EQ(core::JournalReader::open(state_)->entries("r1")->size(), before);
}

TEST_F(Runs, GivenARunThatWasInterruptedItCanStillBePausedAndCancelled) {
  record_ended("r1", core::RunOutcome::interrupted);
  to_disk();
  EXPECT_TRUE(pause("r1"));
  EXPECT_EQ(list_runs(state_)->front().state, RunState::paused);
  EXPECT_TRUE(cancel("r1"));
  EXPECT_EQ(list_runs(state_)->front().state, RunState::cancelled);
}

TEST_F(Runs, GivenAnEndedRunThereIsNothingToSayToIt) {
  record_ended("r1", core::RunOutcome::succeeded);
  record_dead("r2");
  to_disk();
  ASSERT_TRUE(cancel("r2"));
  for (const std::string run : {"r1", "r2"}) {
    for (const auto& answer : {pause(run), release(run), cancel(run)}) {
      ASSERT_FALSE(answer);
      EXPECT_EQ(answer.error().code, "run.ended");
      EXPECT_EQ(core::exit_code_of(answer.error()), 2);
    }
  }
  EXPECT_EQ(pause("r1").error().message, "run r1 has ended: succeeded");
  EXPECT_EQ(pause("r2").error().message, "run r2 was cancelled");
  EXPECT_EQ(pause("r3").error().code, "run.unknown");
}

// ---- forgotten ----

TEST_F(Runs, GivenMoreOldRunsThanAProcessMayHaveFilesOpenAllAreForgotten) {
  constexpr int count = 300;
  for (int run = 0; run < count; ++run) record_ended("r" + std::to_string(run), core::RunOutcome::failed);
  record_dead("alive");
  to_disk();
  rlimit before = {};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  rlimit few = before;
  few.rlim_cur = 128;
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &few), 0);

  forget_old_runs(state_, moment(second_ + 1));

  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
  const auto left = list_runs(state_);
  ASSERT_TRUE(left);
  ASSERT_EQ(left->size(), 1U);
  EXPECT_EQ(left->front().run, "alive");
  EXPECT_TRUE(std::filesystem::is_empty(state_ + "/runs"));
}

}  // namespace
}  // namespace spool::pipelines
