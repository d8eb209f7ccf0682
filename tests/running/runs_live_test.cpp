// Runs spoken to through their controllers.
#include "core/control/control_socket.h"
#include "core/control/run_lock.h"
#include "pipelines/running/runs.h"
#include "pipelines/state/run_folder.h"
#include "tests/cli/temporary_folder.h"
#include "tests/core/support.h"
#include "tests/patience.h"
#include "tests/running/runs_fixture.h"

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include <chrono>
#include <filesystem>
#include <memory>

namespace spool::pipelines {
namespace {

namespace asio = boost::asio;
using core::RunState;
using ::testing::ElementsAre;

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
