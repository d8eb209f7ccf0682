// Waiters in the order in which they came: what completion sources and slots are made of.
// A wait that is cancelled unlinks itself at once, so that it leaves nothing behind. One thread only (the
// event loop's). Source: GROUND, "Waiting steps".
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/intrusive/list.hpp>
#include <boost/system/errc.hpp>
#include <boost/system/result.hpp>

#include <memory>
#include <utility>

namespace spool::core {

/// What a wait gives: a value; or `asio::error::operation_aborted` where the wait was cancelled; or
/// `errc::owner_dead` where that which was waited for has gone.
template <class T>
using Waited = boost::system::result<T>;

/// Calls `handler` with `value` from the event loop, never from within the caller.
template <class T, class Handler>
void resume_later(const boost::asio::any_io_executor& fallback, Handler handler, Waited<T> value) {
  auto executor = boost::asio::get_associated_executor(handler, fallback);
  boost::asio::post(executor, [held = std::move(handler), given = std::move(value)]() mutable {
    std::move(held)(std::move(given));
  });
}

template <class T>
class WaitList {
 public:
  explicit WaitList(boost::asio::any_io_executor executor) : executor_(std::move(executor)) {}
  WaitList(const WaitList&) = delete;
  WaitList& operator=(const WaitList&) = delete;
  ~WaitList() {
    const auto gone = boost::system::errc::make_error_code(boost::system::errc::owner_dead);
    while (!waiters_.empty()) wake_first(Waited<T>(boost::system::in_place_error, gone));
  }

  [[nodiscard]] bool empty() const { return waiters_.empty(); }
  [[nodiscard]] std::size_t size() const { return waiters_.size(); }
  [[nodiscard]] const boost::asio::any_io_executor& executor() const { return executor_; }

  /// Puts a handler (void(Waited<T>)) at the end; its cancellation slot takes it out again.
  template <class Handler>
  void add(Handler handler) {
    auto slot = boost::asio::get_associated_cancellation_slot(handler);
    auto* waiter = new HandlerWaiter<Handler>(executor_, std::move(handler));
    waiters_.push_back(*waiter);
    if (slot.is_connected()) slot.assign(Cancel(*this, *waiter));
  }

  /// Resumes the one who has waited longest. There must be one.
  void wake_first(Waited<T> value) {
    Waiter& first = waiters_.front();
    waiters_.pop_front();
    first.forget_cancellation();
    first.resume(std::move(value));
  }

 private:
  struct Waiter : boost::intrusive::list_base_hook<> {
    Waiter() = default;
    Waiter(const Waiter&) = delete;
    Waiter& operator=(const Waiter&) = delete;
    virtual ~Waiter() = default;
    virtual void forget_cancellation() = 0;
    virtual void resume(Waited<T> value) = 0;  ///< deletes itself
  };

  template <class Handler>
  struct HandlerWaiter final : Waiter {
    HandlerWaiter(boost::asio::any_io_executor fallback_executor, Handler held)
        : fallback(std::move(fallback_executor)), handler(std::move(held)) {}
    void forget_cancellation() override {
      auto slot = boost::asio::get_associated_cancellation_slot(handler);
      if (slot.is_connected()) slot.clear();
    }
    void resume(Waited<T> value) override {
      const std::unique_ptr<HandlerWaiter> self(this);
      resume_later<T>(fallback, std::move(handler), std::move(value));
    }
    boost::asio::any_io_executor fallback;
    Handler handler;
  };

  /// Lives in the cancellation slot. It must not clear that slot from within itself (it would destroy itself
  /// while it runs), so it makes itself harmless instead.
  class Cancel {
   public:
    Cancel(WaitList& list, Waiter& waiter) : list_(&list), waiter_(&waiter) {}
    void operator()(boost::asio::cancellation_type type) {
      if (type == boost::asio::cancellation_type::none || waiter_ == nullptr) return;
      Waiter* waiter = std::exchange(waiter_, nullptr);
      list_->waiters_.erase(list_->waiters_.iterator_to(*waiter));
      const boost::system::error_code aborted = boost::asio::error::operation_aborted;
      waiter->resume(Waited<T>(boost::system::in_place_error, aborted));
    }

   private:
    WaitList* list_;
    Waiter* waiter_;
  };

  boost::asio::any_io_executor executor_;
  boost::intrusive::list<Waiter> waiters_;
};

}  // namespace spool::core
