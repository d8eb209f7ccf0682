#include "tests/bench/loop_watch.h"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <chrono>
#include <ctime>

namespace spool::bench {
namespace {

double cpu_ms(clockid_t of) {
  timespec now = {};
  ::clock_gettime(of, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) * 1e-6;
}

}  // namespace

double thread_cpu_ms() { return cpu_ms(CLOCK_THREAD_CPUTIME_ID); }
double process_cpu_ms() { return cpu_ms(CLOCK_PROCESS_CPUTIME_ID); }

boost::asio::awaitable<void> LoopWatch::watch(std::function<bool()> working) {
  using Clock = std::chrono::steady_clock;
  const auto executor = co_await boost::asio::this_coro::executor;
  boost::asio::steady_timer timer(executor);
  while (working()) {
    const auto due = Clock::now() + std::chrono::milliseconds(1);
    const double cpu_before = thread_cpu_ms();
    timer.expires_at(due);
    co_await timer.async_wait(boost::asio::use_awaitable);
    const std::chrono::duration<double, std::milli> late = Clock::now() - due;
    longest_block_ms = std::max(longest_block_ms, late.count());
    longest_block_cpu_ms = std::max(longest_block_cpu_ms, thread_cpu_ms() - cpu_before);
  }
}

}  // namespace spool::bench
