// One child by itself: its start, and one that the kernel does not let go.
#include "core/child.h"

#include "tests/core/hanging_program.h"
#include "tests/core/support.h"
#include "tests/integration/processes.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <gtest/gtest.h>

#include <poll.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

namespace spool::core {
namespace {

using namespace std::chrono_literals;

/// `Source`: what starts its children.
template <class Source>
class ChildTest : public ::testing::Test {
 protected:
  std::shared_ptr<Child> start(const Command& command) {
    auto child = std::make_shared<Child>(loop_.executor(), command, kept_, commons_);
    child->start(source_, false, [this](Ending ending) { endings_.push_back(ending); });
    return child;
  }

  test::Loop loop_;
  Source source_{loop_.executor()};
  ChildCommons commons_{4096};
  test::Kept kept_;
  std::vector<Ending> endings_;
};

using ChildStartTest = ChildTest<Spawner>;

TEST_F(ChildStartTest, when_it_is_cancelled_before_its_start_has_begun_then_it_ends) {
  start(test::fake({"forever"}))->cancel();
  loop_.run_dry();
  ASSERT_EQ(endings_.size(), 1U);
  EXPECT_TRUE(std::holds_alternative<Cancelled>(endings_.front()));
  EXPECT_TRUE(test::descendants(::getpid()).empty());
}

TEST_F(ChildStartTest, when_it_is_cancelled_while_its_start_hangs_then_it_ends) {
  std::shared_ptr<Child> child;
  const test::HangingProgram program(loop_, {"forever"}, [&] { child->cancel(); });
  child = start(program.command());
  loop_.run_dry();
  ASSERT_EQ(endings_.size(), 1U);
  EXPECT_TRUE(std::holds_alternative<Cancelled>(endings_.front()));
  EXPECT_TRUE(test::descendants(::getpid()).empty());
}

TEST_F(ChildStartTest, when_it_is_paused_while_its_start_hangs_then_it_stands_still_until_it_may_go_on) {
  std::shared_ptr<Child> child;
  std::vector<bool> starting;
  const auto continue_it = [&]() -> boost::asio::awaitable<void> {
    co_await source_.starts_told();
    starting.push_back(child->is_starting());
    EXPECT_TRUE(endings_.empty());
    child->go_on();
  };
  const auto pause_it = [&] {
    starting.push_back(child->is_starting());
    child->pause();
    boost::asio::co_spawn(loop_.context(), continue_it, boost::asio::detached);
  };
  const test::HangingProgram program(loop_, {"exit:0"}, pause_it);
  child = start(program.command());
  loop_.run_dry();
  EXPECT_EQ(starting, std::vector<bool>({true, false}));
  ASSERT_EQ(endings_.size(), 1U);
  EXPECT_TRUE(succeeded(endings_.front()));
}

/// Its children are killed by somebody else, as soon as the wait for their exit is set off.
class KilledSource final : public ChildSource {
 public:
  explicit KilledSource(boost::asio::any_io_executor executor) : spawner_(std::move(executor)) {}

  void spawn(const Command& command, int out, int err, Started started) override {
    auto kill_it = [told = std::move(started)](Spawned child) {
      const pid_t pid = child.pid;
      told(std::move(child));
      EXPECT_EQ(::kill(pid, SIGKILL), 0);
    };
    spawner_.spawn(command, out, err, std::move(kill_it));
  }

 private:
  Spawner spawner_;
};

class KilledChildTest : public ChildTest<KilledSource> {};

TEST_F(KilledChildTest, given_a_child_that_we_do_not_signal_then_its_exit_is_the_only_event_of_its_life) {
  start(test::fake({"forever"}));
  constexpr std::size_t its_start = 1;
  constexpr std::size_t its_exit = 1;
  constexpr std::size_t outputs = 2;  // nobody listens to them any more
  EXPECT_EQ(loop_.context().run(), its_start + its_exit + outputs);
  ASSERT_EQ(endings_.size(), 1U);
  EXPECT_TRUE(std::holds_alternative<Signalled>(endings_.front()));
}

/// Starts real children, and says a wrong id of them; `let_go` ends the last one for real.
class StuckSource final : public ChildSource {
 public:
  explicit StuckSource(boost::asio::any_io_executor executor) : spawner_(std::move(executor)) {}

  void spawn(const Command& command, int out, int err, Started started) override {
    auto mistaken = [this, told = std::move(started)](Spawned child) {
      constexpr pid_t nobody = 0x3fff'ffff;  // beyond what the kernel gives
      child.pid = nobody;
      own_ = UniqueFd(::dup(child.pidfd.get()));
      told(std::move(child));
    };
    spawner_.spawn(command, out, err, std::move(mistaken));
  }

  void let_go() {
    ASSERT_EQ(::syscall(SYS_pidfd_send_signal, own_.get(), SIGKILL, nullptr, 0), 0);
    pollfd ended = {own_.get(), POLLIN, 0};
    ASSERT_EQ(::poll(&ended, 1, 10'000), 1);
  }
  [[nodiscard]] bool reaped() const {
    siginfo_t info = {};
    return ::waitid(P_PIDFD, static_cast<id_t>(own_.get()), &info, WEXITED | WNOHANG | WNOWAIT) != 0;
  }

 private:
  Spawner spawner_;
  UniqueFd own_;
};

class StuckChildTest : public ChildTest<StuckSource> {
 protected:
  StuckChildTest() {
    commons_.patience.term_to_kill = 20ms;
    commons_.patience.kill_to_give_up = 20ms;
  }
};

TEST_F(StuckChildTest, given_a_child_that_outlives_sigkill_then_the_wait_for_it_ends_after_a_deadline) {
  Command command = test::fake({"forever"});
  command.timeout = 20ms;
  start(command);
  const test::Since began;
  loop_.run_dry();  // and so nothing waits for it any more
  ASSERT_EQ(endings_.size(), 1U);
  EXPECT_TRUE(std::holds_alternative<TimedOut>(endings_.front()));
  EXPECT_LT(began.seconds(), 5);
  EXPECT_EQ(commons_.unreaped.size(), 1U);
  source_.let_go();
  EXPECT_FALSE(source_.reaped());
  commons_.unreaped.reap_ended();
  EXPECT_TRUE(source_.reaped());
}

TEST_F(StuckChildTest, when_it_ends_at_last_then_it_is_reaped_as_soon_as_another_child_has_ended) {
  const std::shared_ptr<Child> stuck = start(test::fake({"forever"}));
  stuck->cancel();
  loop_.run_dry();
  ASSERT_EQ(endings_.size(), 1U);
  EXPECT_TRUE(std::holds_alternative<Cancelled>(endings_.front()));
  commons_.unreaped.reap_ended();
  EXPECT_EQ(commons_.unreaped.size(), 1U) << "it runs still";
  source_.let_go();
  EXPECT_FALSE(source_.reaped());
  start(test::fake({"exit:0"}));
  loop_.run_dry();
  ASSERT_EQ(endings_.size(), 2U);
  EXPECT_TRUE(succeeded(endings_.back()));
  EXPECT_EQ(commons_.unreaped.size(), 0U);
}

}  // namespace
}  // namespace spool::core
