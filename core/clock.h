// The seam between what waits and time: one real side (Asio's timers), a virtual one in the simulation.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <memory>

namespace spool::core {

class Clock {
 public:
  using Steady = std::chrono::steady_clock;
  using System = std::chrono::system_clock;

  Clock() = default;
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;
  virtual ~Clock() = default;

  /// Never goes back; for how long things take.
  [[nodiscard]] virtual Steady::time_point now() const = 0;
  /// What the clock on the wall says; may jump. For what is recorded.
  [[nodiscard]] virtual System::time_point time_of_day() const = 0;

  /// Resumes after `delay` of steady time, at once where that is not positive. Terminal cancellation ends the
  /// wait early, without an exception: whoever waits looks at its own state.
  virtual boost::asio::awaitable<void> wait(Steady::duration delay) = 0;
  /// Resumes when the clock on the wall reads `until` or later, however it came there: it is set, or the
  /// machine slept. Cancellation likewise.
  virtual boost::asio::awaitable<void> wait_until(System::time_point until) = 0;
};

/// The machine's. `wait_until` is one timerfd on CLOCK_REALTIME (GROUND, "Traps": Asio's own timers wake
/// every five minutes).
std::unique_ptr<Clock> make_clock(boost::asio::any_io_executor executor);

}  // namespace spool::core
