// How long the event loop is held at the longest: how late a timer of 1 ms comes.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <functional>

namespace spool::bench {

struct LoopWatch {
  double longest_block_ms = 0;      ///< wall
  double longest_block_cpu_ms = 0;  ///< of the loop's thread: without what other programs took from us

  /// Looks as long as there is work.
  boost::asio::awaitable<void> watch(std::function<bool()> working);
};

double thread_cpu_ms();
double process_cpu_ms();

}  // namespace spool::bench
