// How many children run at a time: an asynchronous semaphore, first come first served, whose slots are held
// by leases. Source: GROUND, "Waiting steps" (never race an acquire; a lease gives its slot back by itself,
// so none is ever lost).
#pragma once

#include "core/wait_list.h"

#include <boost/asio/async_result.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cstddef>
#include <utility>

namespace spool::core {

/// One thread only. Must outlive its leases.
class Slots {
 public:
  /// Holds one slot until it is destroyed or released.
  class Lease {
   public:
    Lease() = default;
    Lease(Lease&& other) noexcept : slots_(std::exchange(other.slots_, nullptr)) {}
    Lease& operator=(Lease&& other) noexcept {
      if (this != &other) {
        release();
        slots_ = std::exchange(other.slots_, nullptr);
      }
      return *this;
    }
    ~Lease() { release(); }

    explicit operator bool() const { return slots_ != nullptr; }
    void release() {
      if (Slots* slots = std::exchange(slots_, nullptr)) slots->give_back();
    }

   private:
    friend class Slots;
    explicit Lease(Slots& slots) : slots_(&slots) {}
    Slots* slots_ = nullptr;
  };

  Slots(boost::asio::any_io_executor executor, std::size_t count)
      : total_(count), free_(count), waiters_(std::move(executor)) {}
  Slots(const Slots&) = delete;
  Slots& operator=(const Slots&) = delete;

  [[nodiscard]] std::size_t total() const { return total_; }
  [[nodiscard]] std::size_t free() const { return free_; }
  [[nodiscard]] std::size_t waiting() const { return waiters_.size(); }

  /// One that is free now; empty: there is none, or others wait for theirs.
  [[nodiscard]] Lease try_acquire() {
    if (free_ == 0 || !waiters_.empty()) return {};
    --free_;
    return Lease(*this);
  }

  /// Gives Waited<Lease>. Cancelling takes the waiter out of the queue; a lease already on its way still
  /// comes or, where nobody takes it, goes back by itself.
  template <class Token = boost::asio::use_awaitable_t<>>
  auto acquire(Token&& token = Token()) {
    return boost::asio::async_initiate<Token, void(Waited<Lease>)>(
        [this](auto handler) {
          if (free_ == 0) {
            waiters_.add(std::move(handler));
            return;
          }
          --free_;
          resume_later<Lease>(waiters_.executor(), std::move(handler), Waited<Lease>(Lease(*this)));
        },
        token);
  }

 private:
  void give_back() {
    if (waiters_.empty()) {
      ++free_;
    } else {
      waiters_.wake_first(Waited<Lease>(Lease(*this)));
    }
  }

  std::size_t total_;
  std::size_t free_;
  WaitList<Lease> waiters_;
};

}  // namespace spool::core
