#include "core/completion.h"

#include "core/completion_registry.h"
#include "tests/core/support.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include <memory>
#include <string>

namespace spool::core {
namespace {

using Text = Waited<std::string>;
using Registry = CompletionRegistry<int, std::string>;

class CompletionTest : public ::testing::Test {
 protected:
  auto hear() {
    return [this](const Text& given) { heard_.push_back(given ? *given : given.error().message()); };
  }
  auto hear_until_cancelled() { return boost::asio::bind_cancellation_slot(cancel_.slot(), hear()); }
  void cancel() { cancel_.emit(boost::asio::cancellation_type::terminal); }

  const std::string cancelled_ = boost::system::error_code(boost::asio::error::operation_aborted).message();
  const std::string gone_ = make_error_code(boost::system::errc::owner_dead).message();

  test::Loop loop_;
  boost::asio::cancellation_signal cancel_;
  std::vector<std::string> heard_;
};

TEST_F(CompletionTest, given_many_waiters_when_it_is_set_then_all_resume_in_their_order_and_not_at_once) {
  CompletionSource<std::string> source(loop_.executor());
  source.wait(hear());
  source.wait(hear());
  EXPECT_TRUE(source.set("done"));
  EXPECT_TRUE(heard_.empty()) << "never from within the caller";
  loop_.run_dry();
  EXPECT_THAT(heard_, ::testing::ElementsAre("done", "done"));
}

TEST_F(CompletionTest, given_it_is_set_then_it_stays_so_for_those_who_come_later) {
  CompletionSource<std::string> source(loop_.executor());
  EXPECT_TRUE(source.set("first"));
  EXPECT_FALSE(source.set("second"));
  source.wait(hear());
  loop_.run_dry();
  EXPECT_THAT(heard_, ::testing::ElementsAre("first"));
}

TEST_F(CompletionTest, when_a_wait_is_cancelled_then_it_alone_ends_and_leaves_nothing_behind) {
  CompletionSource<std::string> source(loop_.executor());
  source.wait(hear_until_cancelled());
  source.wait(hear());
  EXPECT_EQ(source.waiters(), 2U);
  cancel();
  EXPECT_EQ(source.waiters(), 1U);
  cancel();  // twice is harmless
  loop_.run_ready();
  EXPECT_THAT(heard_, ::testing::ElementsAre(cancelled_));
  source.set("done");
  loop_.run_dry();
  EXPECT_THAT(heard_, ::testing::ElementsAre(cancelled_, "done"));
}

TEST_F(CompletionTest, when_a_cancellation_comes_after_the_value_then_the_value_stands) {
  CompletionSource<std::string> source(loop_.executor());
  source.wait(hear_until_cancelled());
  source.set("done");
  cancel();
  loop_.run_dry();
  EXPECT_THAT(heard_, ::testing::ElementsAre("done"));
}

TEST_F(CompletionTest, when_the_source_goes_away_then_those_who_wait_are_told) {
  auto source = std::make_unique<CompletionSource<std::string>>(loop_.executor());
  source->wait(hear());
  source.reset();
  loop_.run_dry();
  EXPECT_THAT(heard_, ::testing::ElementsAre(gone_));
}

TEST_F(CompletionTest, given_a_coroutine_then_it_awaits_the_value) {
  CompletionSource<std::string> source(loop_.executor());
  auto wait = [&]() -> boost::asio::awaitable<std::string> {
    const Text given = co_await source.wait();
    co_return *given;
  };
  boost::asio::post(loop_.executor(), [&] { source.set("done"); });
  EXPECT_EQ(loop_.run(wait()), "done");
}

TEST_F(CompletionTest, given_an_expected_id_when_it_is_resolved_then_the_step_resumes) {
  Registry registry(loop_.executor());
  boost::asio::co_spawn(loop_.context(), registry.wait(7),
                        [this](const std::exception_ptr&, const Text& given) { hear()(given); });
  loop_.run_ready();
  EXPECT_EQ(registry.resolve(7, "done"), Arrival::delivered);
  loop_.run_dry();
  EXPECT_THAT(heard_, ::testing::ElementsAre("done"));
  EXPECT_EQ(registry.size(), 0U);
}

TEST_F(CompletionTest, given_a_value_that_comes_before_the_wait_then_it_is_kept_for_it) {
  Registry registry(loop_.executor());
  auto expected = registry.expect(7);
  EXPECT_EQ(registry.resolve(7, "early"), Arrival::delivered);
  EXPECT_EQ(registry.resolve(7, "again"), Arrival::twice);
  expected.wait(hear());
  loop_.run_dry();
  EXPECT_THAT(heard_, ::testing::ElementsAre("early"));
}

TEST_F(CompletionTest, given_ids_that_nobody_waits_for_then_resolving_them_is_harmless_and_told) {
  Registry registry(loop_.executor(), 2);
  EXPECT_EQ(registry.resolve(1, "?"), Arrival::unknown);
  { auto given_up = registry.expect(2); }
  EXPECT_EQ(registry.resolve(2, "?"), Arrival::abandoned);
  {
    auto answered = registry.expect(3);
    registry.resolve(3, "yes");
  }
  EXPECT_EQ(registry.resolve(3, "?"), Arrival::twice);
  { auto newer = registry.expect(4); }
  EXPECT_EQ(registry.resolve(2, "?"), Arrival::unknown) << "its memory is bounded";
  EXPECT_EQ(registry.size(), 0U);
}

TEST_F(CompletionTest, when_the_wait_for_an_id_is_cancelled_then_it_is_abandoned_and_nothing_is_left) {
  Registry registry(loop_.executor());
  boost::asio::co_spawn(
      loop_.context(), registry.wait(7),
      boost::asio::bind_cancellation_slot(
          cancel_.slot(), [this](const std::exception_ptr&, const Text& given) { hear()(given); }));
  loop_.run_ready();
  EXPECT_EQ(registry.size(), 1U);
  cancel();
  loop_.run_dry();
  EXPECT_THAT(heard_, ::testing::ElementsAre(cancelled_));
  EXPECT_EQ(registry.size(), 0U);
  EXPECT_EQ(registry.resolve(7, "late"), Arrival::abandoned);
}

TEST_F(CompletionTest, given_two_who_expect_one_id_then_both_hear_and_one_giving_up_does_not_matter) {
  Registry registry(loop_.executor());
  auto one = registry.expect(7);
  {
    auto other = registry.expect(7);
    other.wait(hear_until_cancelled());
    cancel();
  }
  one.wait(hear());
  EXPECT_EQ(registry.resolve(7, "done"), Arrival::delivered);
  loop_.run_dry();
  EXPECT_THAT(heard_, ::testing::ElementsAre(cancelled_, "done"));
}

TEST_F(CompletionTest, when_an_id_is_expected_anew_then_its_past_does_not_count) {
  Registry registry(loop_.executor());
  { auto first = registry.expect(7); }
  auto second = registry.expect(7);
  EXPECT_EQ(registry.resolve(7, "done"), Arrival::delivered);
}

}  // namespace
}  // namespace spool::core
