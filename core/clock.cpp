#include "core/clock.h"

#include "core/unique_fd.h"

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <sys/timerfd.h>
#include <unistd.h>

#include <cstdint>
#include <utility>

namespace spool::core {
namespace {

namespace asio = boost::asio;
using asio::posix::stream_descriptor;

/// Fires when the clock on the wall reads `until`, and when that clock is set.
bool arm(int timer, Clock::System::time_point until) {
  const auto since_epoch = until.time_since_epoch();
  const auto seconds = std::chrono::floor<std::chrono::seconds>(since_epoch);
  const auto rest = std::chrono::duration_cast<std::chrono::nanoseconds>(since_epoch - seconds);
  itimerspec when = {};
  when.it_value.tv_sec = static_cast<time_t>(seconds.count());
  when.it_value.tv_nsec = static_cast<long>(rest.count());
  return ::timerfd_settime(timer, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &when, nullptr) == 0;
}

/// So that the next wait waits; says ECANCELED where the clock was set, which the caller sees for itself.
void take_expiry(int timer) {
  std::uint64_t times = 0;
  [[maybe_unused]] const ssize_t got = ::read(timer, &times, sizeof times);
}

class MachineClock final : public Clock {
 public:
  explicit MachineClock(asio::any_io_executor executor) : executor_(std::move(executor)) {}

  [[nodiscard]] Steady::time_point now() const override { return Steady::now(); }
  [[nodiscard]] System::time_point time_of_day() const override { return System::now(); }

  asio::awaitable<void> wait(Steady::duration delay) override {
    const bool throws = co_await asio::this_coro::throw_if_cancelled();
    co_await asio::this_coro::throw_if_cancelled(false);
    co_await wait_quietly(delay);
    co_await asio::this_coro::throw_if_cancelled(throws);
  }

  asio::awaitable<void> wait_until(System::time_point until) override {
    const bool throws = co_await asio::this_coro::throw_if_cancelled();
    co_await asio::this_coro::throw_if_cancelled(false);
    UniqueFd timer(::timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC));
    if (timer) {
      co_await watch(std::move(timer), until);
    } else {  // no descriptor left: then a clock that is set meanwhile is not noticed before the end
      co_await wait_quietly(until - time_of_day());
    }
    co_await asio::this_coro::throw_if_cancelled(throws);
  }

 private:
  asio::awaitable<void> wait_quietly(Steady::duration delay) {
    const asio::cancellation_state asked = co_await asio::this_coro::cancellation_state;
    if (delay <= Steady::duration::zero() || asked.cancelled() != asio::cancellation_type::none) co_return;
    asio::steady_timer timer(executor_, delay);
    boost::system::error_code ended_early;
    auto quietly = asio::redirect_error(asio::use_awaitable, ended_early);
    co_await timer.async_wait(quietly);
  }

  asio::awaitable<void> watch(UniqueFd timer, System::time_point until) {
    stream_descriptor descriptor(executor_, timer.get());
    const int fd = timer.release();
    const asio::cancellation_state asked = co_await asio::this_coro::cancellation_state;
    boost::system::error_code ended_early;
    auto quietly = asio::redirect_error(asio::use_awaitable, ended_early);
    while (time_of_day() < until && asked.cancelled() == asio::cancellation_type::none && arm(fd, until)) {
      co_await descriptor.async_wait(stream_descriptor::wait_read, quietly);
      take_expiry(fd);
    }
  }

  asio::any_io_executor executor_;
};

}  // namespace

std::unique_ptr<Clock> make_clock(asio::any_io_executor executor) {
  return std::make_unique<MachineClock>(std::move(executor));
}

}  // namespace spool::core
