// A completion source: set once, awaited by any number of steps. Nobody looks whether it is there; whoever
// sets it resumes those who wait. Source: DESIGN, "Why it exists"; GROUND, "Waiting steps".
#pragma once

#include "core/wait_list.h"

#include <boost/asio/async_result.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <optional>
#include <utility>

namespace spool::core {

/// One thread only. Destroying it resumes those who still wait with `errc::owner_dead`.
template <class T>
class CompletionSource {
 public:
  explicit CompletionSource(boost::asio::any_io_executor executor) : waiters_(std::move(executor)) {}

  /// False: it was set before; the first value stays.
  bool set(T value) {
    if (value_) return false;
    value_.emplace(std::move(value));
    while (!waiters_.empty()) waiters_.wake_first(Waited<T>(*value_));
    return true;
  }

  [[nodiscard]] bool is_set() const { return value_.has_value(); }
  [[nodiscard]] std::size_t waiters() const { return waiters_.size(); }

  /// Gives Waited<T>: the value (a copy for each waiter). Set before: resumes with it as well. Can be
  /// cancelled.
  template <class Token = boost::asio::use_awaitable_t<>>
  auto wait(Token&& token = Token()) {
    return boost::asio::async_initiate<Token, void(Waited<T>)>(
        [this](auto handler) {
          if (value_) {
            resume_later<T>(waiters_.executor(), std::move(handler), Waited<T>(*value_));
          } else {
            waiters_.add(std::move(handler));
          }
        },
        token);
  }

 private:
  std::optional<T> value_;
  WaitList<T> waiters_;
};

}  // namespace spool::core
