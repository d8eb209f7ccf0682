// Time that passes when the world says so; the clock on the wall can be set apart from it.
#pragma once

#include "core/clock.h"
#include "core/completion.h"

#include <cstddef>
#include <functional>
#include <list>
#include <optional>
#include <utility>

namespace spool::simulation {

class VirtualClock final : public core::Clock {
 public:
  explicit VirtualClock(boost::asio::any_io_executor executor) : executor_(std::move(executor)) {}

  [[nodiscard]] Steady::time_point now() const override { return now_; }
  [[nodiscard]] System::time_point time_of_day() const override { return time_of_day_; }
  boost::asio::awaitable<void> wait(Steady::duration delay) override;
  boost::asio::awaitable<void> wait_until(System::time_point until) override;

  void pass(Steady::duration time);
  void set_by(System::duration difference);
  /// To the first moment that somebody waits for. Somebody must.
  void pass_to_next();
  [[nodiscard]] std::size_t waiting() const { return waits_.size(); }

 private:
  struct Wait {
    Wait(boost::asio::any_io_executor executor, std::function<Steady::duration()> left)
        : time_left(std::move(left)), over(std::move(executor)) {}
    std::function<Steady::duration()> time_left;
    core::CompletionSource<bool> over;
  };
  boost::asio::awaitable<void> wait_while_left(std::function<Steady::duration()> time_left);
  void wake_due();

  boost::asio::any_io_executor executor_;
  Steady::time_point now_{std::chrono::hours(1)};
  System::time_point time_of_day_{std::chrono::hours(24) * 365 * 56};
  std::list<Wait> waits_;
};

}  // namespace spool::simulation
