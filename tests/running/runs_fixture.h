// Runs on record, made event by event, as another terminal finds them.
#pragma once

#include "core/journal/sqlite_store.h"
#include "pipelines/running/runs.h"
#include "tests/cli/temporary_folder.h"
#include "tests/core/support.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace spool::pipelines {

inline core::Moment moment(int second) { return core::Moment(std::chrono::seconds(1'800'000'000 + second)); }

class Runs : public ::testing::Test {
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

}  // namespace spool::pipelines
