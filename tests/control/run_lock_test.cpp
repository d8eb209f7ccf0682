// One run, one controller: who holds it is known, and with its holder the lock dies.
#include "core/control/run_lock.h"

#include "tests/cli/temporary_folder.h"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

namespace spool::core {
namespace {

using ::testing::HasSubstr;

class RunLockTest : public ::testing::Test {
 protected:
  cli::TemporaryFolder state_;
  std::string run_ = state_ / "runs/20261121-101530-3f9a2c";
};

/// Another process that holds a run until it is killed.
class OtherController {
 public:
  explicit OtherController(const std::string& folder) {
    std::array<int, 2> ready = {-1, -1};
    EXPECT_EQ(::pipe2(ready.data(), O_CLOEXEC), 0);
    pid_ = ::fork();
    if (pid_ == 0) {
      const auto lock = RunLock::take(folder);
      const char said = lock ? 'y' : 'n';
      if (::write(ready[1], &said, 1) != 1) ::_exit(1);
      while (true) ::pause();
    }
    ::close(ready[1]);
    char said = 0;
    EXPECT_EQ(::read(ready[0], &said, 1), 1);
    EXPECT_EQ(said, 'y');
    ::close(ready[0]);
  }
  ~OtherController() { kill(); }
  OtherController(const OtherController&) = delete;
  OtherController& operator=(const OtherController&) = delete;

  [[nodiscard]] pid_t pid() const { return pid_; }
  void kill() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = -1;
  }

 private:
  pid_t pid_ = -1;
};

TEST_F(RunLockTest, GivenNobodyHoldsItAskingMakesNothing) {
  EXPECT_FALSE(RunLock::holder(run_));
  EXPECT_FALSE(std::filesystem::exists(run_));
}

TEST_F(RunLockTest, GivenAControllerASecondOneIsToldWhoItIs) {
  const OtherController other(run_);

  const auto second = RunLock::take(run_);

  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, "run.held");
  EXPECT_EQ(exit_code_of(second.error()), 1);
  EXPECT_THAT(second.error().message, HasSubstr("process " + std::to_string(other.pid())));
  EXPECT_THAT(second.error().message, HasSubstr("20261121-101530-3f9a2c"));
  EXPECT_THAT(second.error().hint, HasSubstr("spool cancel 20261121-101530-3f9a2c"));
  const auto holder = RunLock::holder(run_);
  ASSERT_TRUE(holder);
  EXPECT_EQ(holder->pid, other.pid());
  std::array<char, 256> host = {};
  ASSERT_EQ(::gethostname(host.data(), host.size() - 1), 0);
  EXPECT_EQ(holder->host, host.data());
}

TEST_F(RunLockTest, GivenItsHolderIsKilledTheRunIsFreeAtOnce) {
  OtherController other(run_);
  other.kill();

  EXPECT_FALSE(RunLock::holder(run_));
  const auto ours = RunLock::take(run_);
  ASSERT_TRUE(ours);
  EXPECT_EQ(RunLock::holder(run_)->pid, ::getpid());
}

TEST_F(RunLockTest, GivenItIsLetGoAnotherMayTakeIt) {
  {
    const auto first = RunLock::take(run_);
    ASSERT_TRUE(first);
    EXPECT_FALSE(RunLock::take(run_));
  }
  EXPECT_TRUE(RunLock::take(run_));
  EXPECT_TRUE(std::filesystem::exists(run_ + "/lock"));
}

TEST_F(RunLockTest, GivenItsFolderWasSweptByWhoHeldItTheNextOneHoldsANewFile) {
  const auto swept = RunLock::take(run_);
  ASSERT_TRUE(swept);
  std::filesystem::remove_all(run_);

  const auto next = RunLock::take(run_);

  ASSERT_TRUE(next);
  EXPECT_TRUE(RunLock::holder(run_));
  EXPECT_FALSE(RunLock::take(run_));
}

TEST_F(RunLockTest, WhoAsksNeverKeepsOutWhoTakes) {
  ASSERT_TRUE(RunLock::take(run_));
  std::atomic<bool> over = false;
  std::thread asking([&] {
    while (!over) static_cast<void>(RunLock::holder(run_));
  });
  int refused = 0;
  for (int i = 0; i < 2000; ++i) refused += RunLock::take(run_) ? 0 : 1;
  over = true;
  asking.join();
  EXPECT_EQ(refused, 0);
}

TEST_F(RunLockTest, GivenSomebodyWorksOnItForAMomentAControllerWaitsForThat) {
  auto moment = RunLock::take_for_a_moment(run_);
  ASSERT_TRUE(moment);
  EXPECT_FALSE(RunLock::holder(run_)) << "that is no controller";
  std::atomic<bool> done = false;
  bool done_before = false;
  std::thread controller([&] {
    const auto taken = RunLock::take(run_);
    done_before = done;
    EXPECT_TRUE(taken);
  });
  done = true;
  moment = Error();  // let go
  controller.join();
  EXPECT_TRUE(done_before);
}

TEST_F(RunLockTest, GivenItHasAControllerNobodyElseWorksOnIt) {
  const OtherController other(run_);
  const auto moment = RunLock::take_for_a_moment(run_);
  ASSERT_FALSE(moment);
  EXPECT_EQ(moment.error().code, "run.held");
}

TEST_F(RunLockTest, GivenManyAtOnceNoneIsToldOfAControllerThatIsNone) {
  std::atomic<int> refused = 0;
  std::vector<std::thread> all;
  for (int i = 0; i < 4; ++i) {
    all.emplace_back([&] {
      for (int n = 0; n < 500; ++n) refused += RunLock::take_for_a_moment(run_) ? 0 : 1;
    });
  }
  for (int n = 0; n < 200; ++n) static_cast<void>(RunLock::holder(run_));
  for (std::thread& each : all) each.join();
  EXPECT_EQ(refused, 0);
  EXPECT_TRUE(RunLock::take(run_));
}

TEST_F(RunLockTest, GivenALockFileOfNonsenseTheHolderIsUnknownButThere) {
  std::filesystem::create_directories(run_);
  const auto held = RunLock::take(run_);
  ASSERT_TRUE(held);
  std::ofstream(run_ + "/lock", std::ios::trunc) << "what is this";

  ASSERT_TRUE(RunLock::holder(run_));
  EXPECT_EQ(RunLock::holder(run_)->pid, 0);
  EXPECT_THAT(RunLock::take(run_).error().message, HasSubstr("another process"));
}

TEST_F(RunLockTest, GivenAPlaceThatCannotBeAFolderItSaysSo) {
  state_.put("runs", "a file");
  const auto lock = RunLock::take(run_);
  ASSERT_FALSE(lock);
  EXPECT_EQ(lock.error().code, "state.unusable");
  EXPECT_FALSE(RunLock::holder(run_));
}

}  // namespace
}  // namespace spool::core
