// Jobs that wait by the clock for their next try: one timer for all of them, however many they are.
#pragma once

#include "core/clock.h"
#include "core/graph.h"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>

#include <cstddef>
#include <functional>
#include <span>
#include <utility>
#include <vector>

namespace spool::core {

/// One thread only. It must not end before it is idle.
class Delays {
 public:
  using Time = Clock::Steady::time_point;
  /// Called from the event loop with those that are due, at most a thousand at a time; with none when it has
  /// become idle.
  using Rang = std::function<void(std::span<const JobIndex> due)>;

  Delays(boost::asio::any_io_executor executor, Clock& clock, Rang rang)
      : executor_(std::move(executor)), clock_(clock), rang_(std::move(rang)) {}
  Delays(const Delays&) = delete;
  Delays& operator=(const Delays&) = delete;

  void add(JobIndex job, Time due);
  /// Nothing waits any more. Gives what did; it becomes idle a little later.
  std::vector<JobIndex> give_up();
  [[nodiscard]] bool idle() const { return !ringing_; }

 private:
  struct Delay {
    Time due;
    JobIndex job;
  };
  /// Orders the heap: true where `a` is due after `b`.
  static bool later(const Delay& a, const Delay& b) {
    return a.due > b.due || (a.due == b.due && a.job > b.job);
  }

  boost::asio::awaitable<void> ring();
  boost::asio::awaitable<void> wait_for_first();
  [[nodiscard]] std::vector<JobIndex> take_due();

  boost::asio::any_io_executor executor_;
  Clock& clock_;
  Rang rang_;
  std::vector<Delay> waiting_;  ///< a heap, the first one due in front
  boost::asio::cancellation_signal look_again_;
  bool ringing_ = false;
};

}  // namespace spool::core
