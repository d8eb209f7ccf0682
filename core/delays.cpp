#include "core/delays.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

namespace spool::core {
namespace {

namespace asio = boost::asio;

constexpr std::size_t most_at_a_time = 1000;

}  // namespace

void Delays::add(JobIndex job, Time due) {
  waiting_.push_back({due, job});
  std::ranges::push_heap(waiting_, later);
  if (!ringing_) {
    ringing_ = true;
    asio::co_spawn(executor_, ring(), asio::detached);
  } else if (waiting_.front().job == job) {
    look_again_.emit(asio::cancellation_type::terminal);
  }
}

std::vector<JobIndex> Delays::give_up() {
  std::vector<JobIndex> jobs;
  jobs.reserve(waiting_.size());
  for (const Delay& delay : waiting_) jobs.push_back(delay.job);
  waiting_.clear();
  if (ringing_) look_again_.emit(asio::cancellation_type::terminal);
  return jobs;
}

asio::awaitable<void> Delays::ring() {
  while (!waiting_.empty()) {
    const std::vector<JobIndex> due = take_due();
    if (!due.empty()) {
      rang_(due);
      co_await asio::post(executor_, asio::use_awaitable);  // others have their turn
    } else {
      co_await wait_for_first();
    }
  }
  ringing_ = false;
  rang_({});
}

asio::awaitable<void> Delays::wait_for_first() {
  auto stoppable = asio::as_tuple(asio::bind_cancellation_slot(look_again_.slot(), asio::use_awaitable));
  asio::awaitable<void> until_due = clock_.wait(waiting_.front().due - clock_.now());
  auto ended = co_await asio::co_spawn(executor_, std::move(until_due), stoppable);
  static_cast<void>(ended);  // on time or early: the heap is looked at either way
}

std::vector<JobIndex> Delays::take_due() {
  std::vector<JobIndex> due;
  const Time now = clock_.now();
  while (!waiting_.empty() && waiting_.front().due <= now && due.size() < most_at_a_time) {
    std::ranges::pop_heap(waiting_, later);
    due.push_back(waiting_.back().job);
    waiting_.pop_back();
  }
  return due;
}

}  // namespace spool::core
