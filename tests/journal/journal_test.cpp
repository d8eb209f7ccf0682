// Grouping, order and failures of the journal, with a store that does what the test says.
#include "core/journal/journal.h"

#include "tests/core/support.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace spool::core {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Entry entry(const std::string& kind) { return {{}, "run", kind, "{}"}; }

/// Answers when it is told to.
class ScriptedStore final : public Store {
 public:
  explicit ScriptedStore(boost::asio::any_io_executor executor) : executor_(std::move(executor)) {}

  void append(std::vector<Entry> group, Done done) override {
    EXPECT_FALSE(done_) << "one group at a time";
    std::vector<std::string> kinds;
    for (const Entry& each : group) kinds.push_back(each.kind);
    groups.push_back(std::move(kinds));
    done_ = std::move(done);
  }

  void answer(Result<void> result = {}) {
    ASSERT_TRUE(done_) << "nothing is being written";
    boost::asio::post(executor_,
                      [done = std::exchange(done_, nullptr), given = std::move(result)] { done(given); });
  }
  /// As a store does that is destroyed with its loop.
  void forget() { done_ = nullptr; }

  std::vector<std::vector<std::string>> groups;

 private:
  boost::asio::any_io_executor executor_;
  Done done_;
};

class JournalTest : public ::testing::Test {
 protected:
  /// What comes of it is in `heard_`, under its name.
  void commit(const std::string& name) {
    boost::asio::co_spawn(loop_.context(), journal_->commit(entry(name)), hear(name));
  }
  void flush() { boost::asio::co_spawn(loop_.context(), journal_->flush(), hear("flush")); }

  std::function<void(std::exception_ptr, Result<void>)> hear(const std::string& name) {
    return [this, name](const std::exception_ptr& thrown, const Result<void>& result) {
      heard_.push_back(name + (thrown ? " threw" : result ? "" : " " + result.error().code));
    };
  }
  void answer(Result<void> result = {}) {
    store_.answer(std::move(result));
    loop_.run_ready();
  }

  const Error full_{"disk.full", "no room", "", {}};
  test::Loop loop_;
  ScriptedStore store_{loop_.executor()};
  std::unique_ptr<Journal> journal_ = std::make_unique<Journal>(loop_.executor(), store_);
  std::vector<std::string> heard_;
};

TEST_F(JournalTest, given_a_lone_event_then_it_is_written_at_once_and_told_when_it_is_on_the_disk) {
  commit("one");
  loop_.run_ready();
  EXPECT_THAT(store_.groups, ElementsAre(ElementsAre("one")));
  EXPECT_THAT(heard_, IsEmpty());
  answer();
  EXPECT_THAT(heard_, ElementsAre("one"));
}

TEST_F(JournalTest, given_events_that_come_together_then_they_share_a_group) {
  commit("one");
  commit("two");
  commit("three");
  loop_.run_ready();
  answer();
  EXPECT_THAT(store_.groups, ElementsAre(ElementsAre("one", "two", "three")));
  EXPECT_THAT(heard_, ElementsAre("one", "two", "three"));
}

TEST_F(JournalTest, when_events_come_while_a_group_is_written_then_they_make_the_next_one) {
  commit("one");
  loop_.run_ready();
  commit("two");
  loop_.run_ready();
  journal_->note(entry("noted"));
  commit("three");
  loop_.run_ready();
  EXPECT_EQ(store_.groups.size(), 1U) << "not before the first is done";
  answer();
  EXPECT_THAT(heard_, ElementsAre("one"));
  answer();
  EXPECT_THAT(store_.groups, ElementsAre(ElementsAre("one"), ElementsAre("two", "noted", "three")));
  EXPECT_THAT(heard_, ElementsAre("one", "two", "three"));
}

TEST_F(JournalTest, given_more_than_a_thousand_events_then_a_group_has_a_thousand_and_their_order_stays) {
  for (int i = 0; i < 2500; ++i) journal_->note(entry(std::to_string(i)));
  flush();
  loop_.run_ready();
  answer();
  answer();
  EXPECT_THAT(heard_, IsEmpty());
  answer();
  EXPECT_THAT(heard_, ElementsAre("flush"));
  ASSERT_EQ(store_.groups.size(), 3U);
  std::vector<std::string> all;
  for (const auto& group : store_.groups) {
    EXPECT_LE(group.size(), Journal::most_in_a_group);
    all.insert(all.end(), group.begin(), group.end());
  }
  ASSERT_EQ(all.size(), 2500U);
  for (int i = 0; i < 2500; ++i) ASSERT_EQ(all[static_cast<std::size_t>(i)], std::to_string(i));
}

TEST_F(JournalTest, given_a_note_that_nobody_waits_for_then_it_is_written_all_the_same) {
  journal_->note(entry("noted"));
  loop_.run_ready();
  EXPECT_THAT(store_.groups, ElementsAre(ElementsAre("noted")));
}

TEST_F(JournalTest, given_nothing_to_write_when_flushed_then_it_resumes_and_nothing_is_written) {
  flush();
  loop_.run_ready();
  EXPECT_THAT(heard_, ElementsAre("flush"));
  EXPECT_THAT(store_.groups, IsEmpty());
}

TEST_F(JournalTest,
       when_a_write_fails_then_all_who_wait_and_all_who_come_hear_it_and_nothing_more_is_written) {
  commit("one");
  loop_.run_ready();
  commit("two");
  flush();
  loop_.run_ready();
  EXPECT_FALSE(journal_->broken());
  answer(full_);
  EXPECT_THAT(heard_, ElementsAre("one disk.full", "two disk.full", "flush disk.full"));
  EXPECT_EQ(journal_->broken(), full_);
  journal_->note(entry("noted"));
  commit("three");
  flush();
  loop_.run_ready();
  EXPECT_THAT(heard_, ElementsAre("one disk.full", "two disk.full", "flush disk.full", "three disk.full",
                                  "flush disk.full"));
  EXPECT_THAT(store_.groups, ElementsAre(ElementsAre("one"))) << "nothing after a hole";
}

TEST_F(JournalTest, given_the_nth_write_fails_then_all_before_it_count_and_none_after) {
  for (int fails = 1; fails <= 4; ++fails) {
    heard_.clear();
    ScriptedStore store(loop_.executor());
    Journal journal(loop_.executor(), store);
    for (int write = 1; write <= 4; ++write) {
      const std::string name = std::to_string(write);
      boost::asio::co_spawn(loop_.context(), journal.commit(entry(name)), hear(name));
      loop_.run_ready();
      if (write > fails) continue;
      store.answer(write == fails ? Result<void>(full_) : Result<void>());
      loop_.run_ready();
    }
    ASSERT_EQ(heard_.size(), 4U);
    for (int write = 1; write <= 4; ++write) {
      const std::string told = std::to_string(write) + (write < fails ? "" : " disk.full");
      EXPECT_EQ(heard_[static_cast<std::size_t>(write - 1)], told) << "with failure of write " << fails;
    }
    EXPECT_EQ(store.groups.size(), static_cast<std::size_t>(fails));
  }
}

TEST_F(JournalTest, when_the_waiting_step_is_cancelled_then_it_waits_on_and_the_event_is_kept) {
  boost::asio::cancellation_signal cancel;
  boost::asio::co_spawn(loop_.context(), journal_->commit(entry("one")),
                        boost::asio::bind_cancellation_slot(cancel.slot(), hear("one")));
  loop_.run_ready();
  cancel.emit(boost::asio::cancellation_type::terminal);
  loop_.run_ready();
  EXPECT_THAT(heard_, IsEmpty());
  answer();
  EXPECT_THAT(heard_, ElementsAre("one"));
}

TEST_F(JournalTest,
       when_it_is_destroyed_while_a_group_is_written_then_that_group_ends_and_later_events_are_refused) {
  commit("one");
  loop_.run_ready();
  commit("two");
  loop_.run_ready();
  journal_.reset();
  loop_.run_ready();
  EXPECT_THAT(heard_, ElementsAre("two work.cancelled"));
  answer();
  EXPECT_THAT(heard_, ElementsAre("two work.cancelled", "one"));
  EXPECT_THAT(store_.groups, ElementsAre(ElementsAre("one")));
}

TEST_F(JournalTest, when_it_is_destroyed_before_its_first_group_then_the_store_is_not_called_any_more) {
  commit("one");
  boost::asio::post(loop_.executor(), [&] { journal_.reset(); });
  loop_.run_ready();
  EXPECT_THAT(store_.groups, IsEmpty());
  EXPECT_THAT(heard_, ElementsAre("one work.cancelled"));
}

TEST_F(JournalTest, when_all_goes_away_while_a_group_is_written_then_nothing_is_left_behind) {
  commit("one");
  loop_.run_ready();
  store_.forget();
  journal_.reset();
  EXPECT_THAT(heard_, IsEmpty())
      << "its step is destroyed with the loop; the address sanitizer looks for leaks";
}

}  // namespace
}  // namespace spool::core
