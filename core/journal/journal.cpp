#include "core/journal/journal.h"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <cstdint>
#include <deque>
#include <functional>
#include <iterator>
#include <utility>

namespace spool::core {

/// Entries count from 1 in the order in which they were given; that they are on the disk is one number. Held
/// by the journal and by whatever is under way for it: a group, or the start of one.
struct Journal::Writing : std::enable_shared_from_this<Writing> {
  using Resume = std::function<void(Result<void>)>;
  struct Waiter {
    std::uint64_t needs;
    Resume resume;
  };

  Writing(boost::asio::any_io_executor loop, Store& kept_in) : executor(std::move(loop)), store(kept_in) {}

  void give(Entry entry);
  void wait_for_all_given(Resume resume);
  void start_soon();
  void write_group();
  void written(std::size_t entries, const Result<void>& result);
  void answer_until(std::uint64_t entry);
  void answer_all(const Error& error);
  void give_up();

  [[nodiscard]] std::uint64_t given() const { return durable + in_group + next.size(); }

  boost::asio::any_io_executor executor;
  Store& store;
  std::deque<Entry> next;      ///< not in a group yet
  std::deque<Waiter> waiters;  ///< in the order of what they need
  std::uint64_t durable = 0;   ///< so many are on the disk
  std::size_t in_group = 0;    ///< so many are being written
  bool starting = false;       ///< a group begins as soon as the loop gets there
  bool journal_gone = false;   ///< and the store perhaps too
  std::optional<Error> broken;
};

void Journal::Writing::give(Entry entry) {
  if (broken) return;
  next.push_back(std::move(entry));
  start_soon();
}

void Journal::Writing::wait_for_all_given(Resume resume) {
  if (broken) {
    resume(*broken);
  } else if (durable == given()) {
    resume({});
  } else {
    waiters.push_back({given(), std::move(resume)});
  }
}

/// Not within the caller: all that the loop has ready to give now shares the group, and nobody waits longer.
void Journal::Writing::start_soon() {
  if (starting || in_group > 0) return;
  starting = true;
  boost::asio::post(executor, [self = shared_from_this()] {
    self->starting = false;
    self->write_group();
  });
}

void Journal::Writing::write_group() {
  if (journal_gone || next.empty()) return;
  in_group = std::min(next.size(), most_in_a_group);
  const auto end = next.begin() + static_cast<std::ptrdiff_t>(in_group);
  std::vector<Entry> group(std::make_move_iterator(next.begin()), std::make_move_iterator(end));
  next.erase(next.begin(), end);
  store.append(std::move(group), [self = shared_from_this(), entries = in_group](const Result<void>& result) {
    self->written(entries, result);
  });
}

void Journal::Writing::written(std::size_t entries, const Result<void>& result) {
  in_group = 0;
  if (!result) {
    broken = result.error();
    next.clear();
    answer_all(*broken);
    return;
  }
  durable += entries;
  answer_until(durable);
  write_group();
}

void Journal::Writing::answer_until(std::uint64_t entry) {
  while (!waiters.empty() && waiters.front().needs <= entry) {
    const Waiter waiter = std::move(waiters.front());
    waiters.pop_front();
    waiter.resume({});
  }
}

void Journal::Writing::answer_all(const Error& error) {
  while (!waiters.empty()) {
    const Waiter waiter = std::move(waiters.front());
    waiters.pop_front();
    waiter.resume(error);
  }
}

/// Only those who wait for the group under way still have something to wait for.
void Journal::Writing::give_up() {
  journal_gone = true;
  next.clear();
  const Error gone{"work.cancelled", "the journal was closed before this was written", "", {}};
  const std::uint64_t last = durable + in_group;
  const auto later = std::ranges::find_if(waiters, [&](const Waiter& waiter) { return waiter.needs > last; });
  std::deque<Waiter> told(std::make_move_iterator(later), std::make_move_iterator(waiters.end()));
  waiters.erase(later, waiters.end());
  for (const Waiter& waiter : told) waiter.resume(gone);
}

namespace {

/// A handler as a function that resumes it from the event loop. It takes no notice of cancellation.
template <class Handler>
std::function<void(Result<void>)> resuming(const boost::asio::any_io_executor& fallback, Handler handler) {
  auto executor = boost::asio::get_associated_executor(handler, fallback);
  return [executor, held = std::make_shared<Handler>(std::move(handler))](Result<void> result) {
    boost::asio::post(executor, [taken = std::move(*held), given = std::move(result)]() mutable {
      std::move(taken)(std::move(given));
    });
  };
}

}  // namespace

Journal::Journal(boost::asio::any_io_executor executor, Store& store)
    : writing_(std::make_shared<Writing>(std::move(executor), store)) {}

Journal::~Journal() { writing_->give_up(); }

const std::optional<Error>& Journal::broken() const { return writing_->broken; }

void Journal::note(Entry entry) { writing_->give(std::move(entry)); }

boost::asio::awaitable<Result<void>> Journal::commit(Entry entry) {
  auto begin = [writing = writing_.get()](auto handler, Entry given) {
    writing->give(std::move(given));
    writing->wait_for_all_given(resuming(writing->executor, std::move(handler)));
  };
  return boost::asio::async_initiate<const boost::asio::use_awaitable_t<>, void(Result<void>)>(
      std::move(begin), boost::asio::use_awaitable, std::move(entry));
}

boost::asio::awaitable<Result<void>> Journal::flush() {
  auto begin = [writing = writing_.get()](auto handler) {
    writing->wait_for_all_given(resuming(writing->executor, std::move(handler)));
  };
  return boost::asio::async_initiate<const boost::asio::use_awaitable_t<>, void(Result<void>)>(
      std::move(begin), boost::asio::use_awaitable);
}

}  // namespace spool::core
