// Runs as another terminal finds them: alive, dead, ended, unknown; and what it may say to them.
#include "pipelines/running/runs.h"

#include "core/control/control_socket.h"
#include "core/control/run_lock.h"
#include "core/journal/sqlite_store.h"
#include "pipelines/running/request_json.h"
#include "pipelines/state/run_folder.h"
#include "tests/cli/temporary_folder.h"
#include "tests/core/support.h"
#include "tests/patience.h"

#include <gtest/gtest.h>

#include <gmock/gmock.h>
#include <sys/resource.h>

#include <chrono>
#include <filesystem>
#include <memory>

namespace spool::pipelines {
namespace {

namespace asio = boost::asio;
using core::RunState;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

core::Moment moment(int second) { return core::Moment(std::chrono::seconds(1'800'000'000 + second)); }

class Runs : public testing::Test {
 protected:
  void record(const std::string& run, std::vector<core::RunEvent> events) {
    for (const core::RunEvent& event : events)
      group_.push_back(core::to_entry(run, moment(second_++), event));
  }
  void to_disk() {
    auto store = core::SqliteStore::open(loop_.executor(), state_);
    ASSERT_TRUE(store) << store.error().message;
    (*store)->append(std::move(group_),
                     [](core::Result<void> done) { EXPECT_TRUE(done) << done.error().message; });
    loop_.run_dry();
    group_.clear();
  }

  /// Three jobs, of which one is finished and one ran when its controller died.
  void record_dead(const std::string& run) {
    core::FilmPlanned planned{"", "reel", {{"a", "clip", "1"}, {"b", "clip", "2"}, {"c", "join", "3"}}, "{}"};
    core::JobDone done;
    done.job = "a";
    record(run, {core::RunSubmitted{"/p/" + run + ".yaml", "{}"}, core::RunTaken{1, 4711, "here"},
                 std::move(planned), core::JobBegan{"a", 1}, std::move(done), core::JobBegan{"b", 1}});
  }
  void record_ended(const std::string& run, core::RunOutcome outcome) {
    core::RunEnded ended;
    ended.outcome = outcome;
    ended.jobs = {3, 0, 0, 3, 0, 0};
    ended.outputs = {{"/films/reel.mp4", 25, 48000, 1, false}};
    record(run, {core::RunSubmitted{"/p/" + run + ".yaml", "{}"}, core::RunTaken{1, 4711, "here"},
                 std::move(ended)});
  }

  RunStatus status(const std::string& run) {
    auto found = status_of(state_, run);
    EXPECT_TRUE(found) << found.error().message;
    return found ? *found : RunStatus();
  }
  core::Result<Told> pause(const std::string& run) {
    return loop_.run(pause_run(loop_.executor(), state_, run, false));
  }
  core::Result<Told> release(const std::string& run) {
    return loop_.run(release_run(loop_.executor(), state_, run));
  }
  core::Result<Told> cancel(const std::string& run) {
    return loop_.run(cancel_run(loop_.executor(), state_, run));
  }

  cli::TemporaryFolder folder_;
  std::string state_ = folder_ / "state";
  test::Loop loop_;
  int second_ = 0;
  std::vector<core::Entry> group_;
};

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

// ---- spoken to: through its controller ----

class LiveRuns : public Runs {
 protected:
  void live(const std::string& run) {
    record_dead(run);
    to_disk();
    auto lock = core::RunLock::take(run_folder_path(state_, run));
    ASSERT_TRUE(lock);
    lock_.emplace(std::move(*lock));
    auto server =
        core::ControlServer::listen(loop_.executor(), run_folder_path(state_, run),
                                    [this](std::string request) { return answer(std::move(request)); });
    ASSERT_TRUE(server);
    server_ = std::move(*server);
  }
  asio::awaitable<std::string> answer(std::string request) {
    heard_.push_back(std::move(request));
    core::Result<Told> told = said_;
    server_->close();  // so that the loop runs dry
    co_return control_answer(told);
  }

  std::optional<core::RunLock> lock_;
  std::unique_ptr<core::ControlServer> server_;
  core::Result<Told> said_ = Told{2, 9, true, "paused: 2 jobs run to their end, 9 jobs wait"};
  std::vector<std::string> heard_;
};

TEST_F(LiveRuns, GivenAControllerItsWordIsHandedOn) {
  live("r1");
  const auto told = pause("r1");
  ASSERT_TRUE(told) << told.error().message;
  EXPECT_TRUE(told->live);
  EXPECT_EQ(told->running, 2U);
  EXPECT_EQ(told->waiting, 9U);
  EXPECT_EQ(told->sentence, "paused: 2 jobs run to their end, 9 jobs wait");
  EXPECT_THAT(heard_, ElementsAre(R"({"do":"pause"})"));
}

TEST_F(LiveRuns, GivenItRefusesTheReasonIsHandedOn) {
  said_ = core::Error{"disk.full", "no room on the disk \xff", "make room", {}};
  live("r1");
  const auto told = loop_.run(pause_run(loop_.executor(), state_, "r1", true));
  ASSERT_FALSE(told);
  EXPECT_EQ(told.error().code, "disk.full");
  EXPECT_EQ(told.error().message, "no room on the disk \xef\xbf\xbd");
  EXPECT_EQ(told.error().hint, "make room");
  EXPECT_THAT(heard_, ElementsAre(R"({"do":"pause-now"})"));
}

TEST_F(LiveRuns, GivenTheControllerEndsBetweenTheLookAndTheQuestionTheJournalTakesIt) {
  live("r1");
  server_->close();  // it still holds the lock, and listens no more
  std::optional<core::Result<Told>> told;
  asio::co_spawn(loop_.context(), pause_run(loop_.executor(), state_, "r1", false),
                 [&](std::exception_ptr, core::Result<Told> said) { told = std::move(said); });
  loop_.run_ready();
  EXPECT_FALSE(told);

  lock_.reset();
  loop_.run_dry();

  ASSERT_TRUE(told && *told) << (*told).error().message;
  EXPECT_FALSE((*told)->live);
  EXPECT_EQ(status("r1").state, RunState::paused);
}

TEST_F(LiveRuns, GivenAControllerThatNeverListensThatIsSaid) {
  live("r1");
  server_->close();
  const auto told = pause("r1");
  ASSERT_FALSE(told);
  EXPECT_EQ(told.error().code, "run.no_answer");
  EXPECT_EQ(status("r1").state, RunState::running) << "and nothing was written behind its back";
}

TEST_F(LiveRuns, WhoFollowsGetsTheLinesAndTheEnd) {
  record_dead("dead");
  live("r1");
  std::vector<std::string> lines;
  const auto keep = [&](std::string_view line) { lines.emplace_back(line); };
  EXPECT_TRUE(loop_.run(follow_run(loop_.executor(), state_, "r1", keep)));
  EXPECT_THAT(heard_, ElementsAre(R"({"do":"follow"})"));
  EXPECT_TRUE(loop_.run(follow_run(loop_.executor(), state_, "dead", keep))) << "at once";
  EXPECT_TRUE(lines.empty());
}

TEST(ControlWords, AnAnswerOfNonsenseIsNoAnswer) {
  for (const char* line : {"", "{", "7", "[]", "{}", R"({"ok":false})", R"({"ok":7})"})
    EXPECT_EQ(told_from_answer(line).error().code, "run.no_answer") << line;
  EXPECT_EQ(told_from_answer(R"({"ok":true,"running":-3,"waiting":"x"})")->running, 0U);
}

}  // namespace
}  // namespace spool::pipelines
