// The machine's own clock.
#include "core/clock.h"

#include "tests/core/support.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/post.hpp>
#include <gtest/gtest.h>

namespace spool::core {
namespace {

using namespace std::chrono_literals;

class ClockTest : public ::testing::Test {
 protected:
  void wait_for(boost::asio::awaitable<void> waiting) {
    boost::asio::co_spawn(
        loop_.context(), std::move(waiting),
        boost::asio::bind_cancellation_slot(cancel_.slot(), [this](const std::exception_ptr& thrown) {
          EXPECT_FALSE(thrown);
          resumed_ = true;
        }));
  }
  void cancel_when_it_waits() {
    loop_.run_ready();
    EXPECT_FALSE(resumed_);
    cancel_.emit(boost::asio::cancellation_type::terminal);
    loop_.run_dry();
  }

  test::Loop loop_;
  std::unique_ptr<Clock> clock_ = make_clock(loop_.executor());
  boost::asio::cancellation_signal cancel_;
  bool resumed_ = false;
};

TEST_F(ClockTest, given_a_delay_then_it_resumes_when_that_is_over) {
  const Clock::Steady::time_point before = clock_->now();
  wait_for(clock_->wait(20ms));
  loop_.run_dry();
  EXPECT_TRUE(resumed_);
  EXPECT_GE(clock_->now() - before, 20ms);
}

TEST_F(ClockTest, given_a_time_of_day_then_it_resumes_when_the_clock_on_the_wall_reads_it) {
  const Clock::System::time_point until = clock_->time_of_day() + 20ms;
  wait_for(clock_->wait_until(until));
  loop_.run_dry();
  EXPECT_TRUE(resumed_);
  EXPECT_GE(clock_->time_of_day(), until);
}

TEST_F(ClockTest, given_a_time_that_is_past_then_it_resumes_at_once) {
  wait_for(clock_->wait_until(clock_->time_of_day() - 24h));
  loop_.run_ready();
  EXPECT_TRUE(resumed_);
  resumed_ = false;
  wait_for(clock_->wait(-5s));
  loop_.run_ready();
  EXPECT_TRUE(resumed_);
}

TEST_F(ClockTest, when_a_wait_of_a_year_is_cancelled_then_it_ends_without_an_exception) {
  wait_for(clock_->wait_until(clock_->time_of_day() + 24h * 365));
  cancel_when_it_waits();
  EXPECT_TRUE(resumed_);
}

TEST_F(ClockTest, when_a_delay_of_a_day_is_cancelled_then_it_ends_without_an_exception) {
  wait_for(clock_->wait(24h));
  cancel_when_it_waits();
  EXPECT_TRUE(resumed_);
}

}  // namespace
}  // namespace spool::core
