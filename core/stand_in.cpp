#include "core/stand_in.h"

#include <boost/asio/post.hpp>
#include <boost/system/system_error.hpp>

#include <sys/timerfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <exception>

namespace spool::core {
namespace {

using namespace std::chrono_literals;

UniqueFd open_timer() {
  UniqueFd timer(::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC));
  if (!timer) throw boost::system::system_error(errno, boost::system::system_category(), "timerfd_create");
  return timer;
}

}  // namespace

StandIn::StandIn(boost::asio::io_context& loop, std::chrono::nanoseconds patience)
    : loop_(loop), patience_(patience), timer_(open_timer()), thread_([this] { stand_by(); }) {}

StandIn::~StandIn() {
  state_ = State::over;
  set_timer(1ns);
  thread_.join();
}

// ---- on the loop's own thread ----

void StandIn::begin() {
  state_ = State::held_up;
  set_timer(patience_);
}

void StandIn::end() {
  State expected = State::held_up;
  if (state_.compare_exchange_strong(expected, State::idle)) {
    set_timer(0ns);
    return;
  }
  state_ = State::wanted;
  state_.notify_one();
  boost::asio::post(loop_, [] {});  // it waits for that, or for an event of the loop
  state_.wait(State::wanted);
}

/// Zero: not at all.
void StandIn::set_timer(std::chrono::nanoseconds after) {
  itimerspec once = {};
  const auto whole = std::chrono::duration_cast<std::chrono::seconds>(after);
  once.it_value.tv_sec = whole.count();
  once.it_value.tv_nsec = (after - whole).count();
  ::timerfd_settime(timer_.get(), 0, &once, nullptr);
}

// ---- on the stand-in's ----

void StandIn::await_timer() {
  std::uint64_t times = 0;
  while (::read(timer_.get(), &times, sizeof times) < 0 && errno == EINTR) {
  }
}

void StandIn::stand_by() {
  while (state_ != State::over) {
    await_timer();
    State expected = State::held_up;
    if (!state_.compare_exchange_strong(expected, State::covered)) continue;  // it is over just now
    turn_loop();
    state_.wait(State::covered);  // where the loop has been stopped
    state_ = State::idle;
    state_.notify_one();
  }
}

void StandIn::turn_loop() {
  try {
    while (state_ == State::covered && loop_.run_one() > 0) {
    }
  } catch (...) {
    boost::asio::post(loop_, [thrown = std::current_exception()] { std::rethrow_exception(thrown); });
  }
}

}  // namespace spool::core
