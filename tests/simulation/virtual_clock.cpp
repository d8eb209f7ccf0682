#include "tests/simulation/virtual_clock.h"

#include <algorithm>

namespace spool::simulation {

using boost::asio::awaitable;

awaitable<void> VirtualClock::wait(Steady::duration delay) {
  const Steady::time_point due = now_ + delay;
  std::function<Steady::duration()> left = [this, due] { return due - now_; };
  co_await wait_while_left(std::move(left));
}

awaitable<void> VirtualClock::wait_until(System::time_point until) {
  std::function<Steady::duration()> left = [this, until] { return Steady::duration(until - time_of_day_); };
  co_await wait_while_left(std::move(left));
}

awaitable<void> VirtualClock::wait_while_left(std::function<Steady::duration()> time_left) {
  if (time_left() <= Steady::duration::zero()) co_return;
  const auto place = waits_.emplace(waits_.end(), executor_, std::move(time_left));
  const core::Waited<bool> woken = co_await place->over.wait();
  static_cast<void>(woken);  // cancelled: whoever waits looks at its own state
  waits_.erase(place);
}

void VirtualClock::pass(Steady::duration time) {
  now_ += time;
  set_by(std::chrono::duration_cast<System::duration>(time));
}

void VirtualClock::set_by(System::duration difference) {
  time_of_day_ += difference;
  wake_due();
}

void VirtualClock::wake_due() {
  for (Wait& wait : waits_) {
    if (wait.time_left() <= Steady::duration::zero()) wait.over.set(true);
  }
}

void VirtualClock::pass_to_next() {
  Steady::duration least = Steady::duration::max();
  for (const Wait& wait : waits_) least = std::min(least, wait.time_left());
  pass(std::max(least, Steady::duration::zero()));
}

}  // namespace spool::simulation
