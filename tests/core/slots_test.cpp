#include "core/slots.h"

#include "tests/core/support.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/detached.hpp>
#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include <deque>
#include <optional>
#include <random>

namespace spool::core {
namespace {

using Lease = Slots::Lease;

class SlotsTest : public ::testing::Test {
 protected:
  auto take(int name) {
    return [this, name](Waited<Lease> lease) {
      order_.push_back(lease ? name : -name);
      if (lease) held_.push_back(std::move(*lease));
    };
  }

  test::Loop loop_;
  Slots slots_{loop_.executor(), 2};
  std::vector<int> order_;
  std::deque<Lease> held_;
};

TEST_F(SlotsTest, given_more_who_ask_than_slots_then_they_are_served_in_their_order) {
  for (int name = 1; name <= 4; ++name) slots_.acquire(take(name));
  loop_.run_ready();
  EXPECT_THAT(order_, ::testing::ElementsAre(1, 2));
  EXPECT_EQ(slots_.waiting(), 2U);
  held_.pop_front();
  held_.pop_front();
  loop_.run_ready();
  EXPECT_THAT(order_, ::testing::ElementsAre(1, 2, 3, 4));
  held_.clear();
  EXPECT_EQ(slots_.free(), 2U);
}

TEST_F(SlotsTest, a_slot_that_is_free_is_had_at_once_but_not_before_those_who_wait) {
  held_.push_back(slots_.try_acquire());
  held_.push_back(slots_.try_acquire());
  EXPECT_TRUE(held_.front() && held_.back());
  EXPECT_FALSE(slots_.try_acquire());
  slots_.acquire(take(1));
  held_.pop_front();
  EXPECT_FALSE(slots_.try_acquire()) << "it is on its way to the one who waited";
  loop_.run_ready();
  EXPECT_THAT(order_, ::testing::ElementsAre(1));
}

TEST_F(SlotsTest, when_one_who_waits_is_cancelled_then_the_next_one_moves_up) {
  boost::asio::cancellation_signal cancel;
  slots_.acquire(take(1));
  slots_.acquire(take(2));
  slots_.acquire(boost::asio::bind_cancellation_slot(cancel.slot(), take(3)));
  slots_.acquire(take(4));
  cancel.emit(boost::asio::cancellation_type::terminal);
  loop_.run_ready();
  held_.pop_front();
  loop_.run_ready();
  EXPECT_THAT(order_, ::testing::ElementsAre(1, 2, -3, 4));
}

TEST_F(SlotsTest, when_the_cancellation_comes_after_the_lease_then_the_lease_stands) {
  boost::asio::cancellation_signal cancel;
  slots_.acquire(take(1));
  slots_.acquire(take(2));
  slots_.acquire(boost::asio::bind_cancellation_slot(cancel.slot(), take(3)));
  loop_.run_ready();
  held_.pop_front();
  cancel.emit(boost::asio::cancellation_type::terminal);
  loop_.run_ready();
  EXPECT_THAT(order_, ::testing::ElementsAre(1, 2, 3));
}

TEST_F(SlotsTest, when_nobody_takes_a_lease_on_its_way_then_its_slot_is_not_lost) {
  {
    test::Loop other;
    boost::asio::co_spawn(
        other.context(),
        [](Slots& slots) -> boost::asio::awaitable<void> {
          const auto lease = co_await slots.acquire();
        }(slots_),
        boost::asio::detached);
    other.run_ready();
  }
  loop_.run_dry();
  EXPECT_EQ(slots_.free(), 2U);
}

TEST_F(SlotsTest, given_a_lease_that_is_moved_about_then_its_slot_is_given_back_once) {
  slots_.acquire(take(1));
  slots_.acquire(take(2));
  loop_.run_ready();
  Lease first = std::move(held_.front());
  EXPECT_FALSE(held_.front());
  first = std::move(held_.back());  // the first one's slot is free now
  EXPECT_EQ(slots_.free(), 1U);
  first.release();
  first.release();
  held_.clear();
  EXPECT_EQ(slots_.free(), 2U);
}

TEST_F(SlotsTest, given_ten_thousand_random_takes_returns_and_cancellations_then_no_slot_is_ever_lost) {
  std::mt19937 random(1);
  std::deque<boost::asio::cancellation_signal> signals;
  for (int step = 0; step < 10'000; ++step) {
    switch (random() % 4) {
      case 0:
        signals.emplace_back();
        slots_.acquire(boost::asio::bind_cancellation_slot(signals.back().slot(), take(step + 1)));
        break;
      case 1:
        if (!signals.empty())
          signals[random() % signals.size()].emit(boost::asio::cancellation_type::terminal);
        break;
      case 2:
        if (!held_.empty()) held_.pop_front();
        break;
      default:
        loop_.run_ready();
    }
    ASSERT_LE(held_.size(), 2U);
  }
  while (slots_.waiting() > 0 || !held_.empty()) {
    held_.clear();
    loop_.run_ready();
  }
  EXPECT_EQ(slots_.free(), 2U);
}

}  // namespace
}  // namespace spool::core
