// Who turns the event loop while its own thread is held up: by the kernel, which starts a child and lets us
// go on when that runs its program; 0.3 ms as a rule, and as long as it likes where the program's disk does
// not answer.
#pragma once

#include "core/unique_fd.h"

#include <boost/asio/io_context.hpp>

#include <atomic>
#include <chrono>
#include <thread>

namespace spool::core {

/// One thread turns the loop at any time: the stand-in begins within a hold-up only, and a hold-up ends when
/// the stand-in has let go. Its thread sleeps meanwhile: a short hold-up wakes nobody, and costs two calls
/// that set a timer.
class StandIn {
 public:
  /// Within this nobody misses the event loop, and nearly every child has started.
  static constexpr std::chrono::milliseconds usual_patience{5};

  /// `loop` must be one that several threads may turn: made without a hint that it is one. Throws
  /// `boost::system::system_error` where there is no descriptor left for the timer.
  explicit StandIn(boost::asio::io_context& loop, std::chrono::nanoseconds patience = usual_patience);
  StandIn(const StandIn&) = delete;
  StandIn& operator=(const StandIn&) = delete;
  ~StandIn();

  /// Calls `function` (which must not throw) on the thread that turns the loop, from a handler that holds
  /// nothing of what other handlers change: they go on after `patience`. One at a time: none of them may
  /// call this meanwhile. Gives what `function` returns.
  template <class Function>
  auto cover(Function function) {
    const HoldUp held(*this);
    return function();
  }

 private:
  /// `covered`: the stand-in turns the loop. `wanted`: the loop's own thread wants it back.
  enum class State { idle, held_up, covered, wanted, over };
  struct HoldUp {
    explicit HoldUp(StandIn& covered) : stand_in(covered) { stand_in.begin(); }
    HoldUp(const HoldUp&) = delete;
    HoldUp& operator=(const HoldUp&) = delete;
    ~HoldUp() { stand_in.end(); }
    StandIn& stand_in;
  };

  void begin();
  void end();
  void set_timer(std::chrono::nanoseconds after);
  void await_timer();
  void stand_by();
  void turn_loop();

  boost::asio::io_context& loop_;
  std::chrono::nanoseconds patience_;
  UniqueFd timer_;  ///< the kernel's: to set it wakes no thread, as to wait for a condition would
  std::atomic<State> state_ = State::idle;
  std::thread thread_;  ///< last: it uses the rest
};

}  // namespace spool::core
