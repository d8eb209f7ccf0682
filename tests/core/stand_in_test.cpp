// The event loop goes on while its own thread is held up, and one thread turns it at any time.
#include "core/stand_in.h"

#include "core/child_runner.h"
#include "tests/core/hanging_program.h"
#include "tests/core/support.h"

#include <boost/asio/post.hpp>
#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <set>
#include <stdexcept>
#include <thread>

namespace spool::core {
namespace {

using namespace std::chrono_literals;

class StandInTest : public ::testing::Test {
 protected:
  void post(std::function<void()> function) { boost::asio::post(loop_.context(), std::move(function)); }
  /// A handler that stands still until another has been called.
  void post_hold_up(StandIn& stand_in) {
    post([&] {
      stand_in.cover([this] {
        held_up_.wait(true);
        return 0;
      });
    });
  }
  void let_go() {
    held_up_ = false;
    held_up_.notify_one();
  }

  test::Loop loop_;
  std::atomic<bool> held_up_ = true;
};

TEST_F(StandInTest, given_a_hold_up_that_only_the_loop_can_end_then_another_thread_turns_it) {
  StandIn stand_in(loop_.context(), 1ns);
  std::thread::id turned_by;
  post_hold_up(stand_in);
  post([&] {
    turned_by = std::this_thread::get_id();
    let_go();
  });
  loop_.run_dry();
  EXPECT_NE(turned_by, std::thread::id());
  EXPECT_NE(turned_by, std::this_thread::get_id());
}

TEST_F(StandInTest, given_a_short_hold_up_then_the_loop_stays_with_its_thread) {
  StandIn stand_in(loop_.context(), 1h);
  std::set<std::thread::id> turned_by;
  post([&] { EXPECT_EQ(stand_in.cover([] { return 7; }), 7); });
  for (int handler = 0; handler < 10; ++handler) post([&] { turned_by.insert(std::this_thread::get_id()); });
  loop_.run_dry();
  EXPECT_EQ(turned_by, std::set<std::thread::id>({std::this_thread::get_id()}));
}

TEST_F(StandInTest, given_hold_ups_of_any_length_then_no_two_handlers_run_at_a_time) {
  StandIn stand_in(loop_.context(), 1ns);
  std::atomic<bool> running = false;
  int called = 0;  // not atomic: TSan sees two threads that do not know of each other
  const std::function<void()> count = [&] {
    EXPECT_FALSE(running.exchange(true));
    ++called;
    running = false;
  };
  int left = 2000;
  const std::function<void()> hold_up = [&] {
    for (int other = 0; other < 3; ++other) post(count);
    stand_in.cover([turns = left % 100] {
      for (int turn = 0; turn < turns; ++turn) std::this_thread::yield();
      return 0;
    });
    count();
    if (--left > 0) post(hold_up);
  };
  post(hold_up);
  loop_.run_dry();
  EXPECT_EQ(called, 2000 * 4);
}

TEST_F(StandInTest, when_a_handler_throws_meanwhile_then_who_runs_the_loop_gets_it) {
  StandIn stand_in(loop_.context(), 1ns);
  post_hold_up(stand_in);
  post([this] {
    let_go();
    throw std::runtime_error("a handler's");
  });
  EXPECT_THROW(loop_.run_dry(), std::runtime_error);
}

TEST_F(StandInTest, when_the_loop_is_stopped_meanwhile_then_it_stops) {
  StandIn stand_in(loop_.context(), 1ns);
  bool called = false;
  post_hold_up(stand_in);
  post([this] {
    loop_.context().stop();
    let_go();
  });
  post([&] { called = true; });
  loop_.run_dry();
  EXPECT_FALSE(called);
}

TEST_F(StandInTest, given_a_program_whose_start_hangs_then_the_loop_goes_on) {
  std::thread::id turned_by;
  const auto seen = [&] { turned_by = std::this_thread::get_id(); };
  const test::HangingProgram program(loop_, {"exit:0"}, seen);
  ChildRunner runner(loop_.executor());
  test::Kept kept;
  EXPECT_TRUE(succeeded(loop_.run(runner.run(program.command(), kept))));
  EXPECT_NE(turned_by, std::thread::id());
  EXPECT_NE(turned_by, std::this_thread::get_id());
}

}  // namespace
}  // namespace spool::core
