// One helper thread for what blocks (copying and syncing files): the event loop gives it a function and
// resumes with what that returns. Functions run one after the other, in the order in which they came.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <functional>
#include <type_traits>
#include <utility>

namespace spool::core {

/// Its destructor lets what runs finish, and drops what has not begun.
class Blocking {
 public:
  explicit Blocking(boost::asio::any_io_executor executor) : executor_(std::move(executor)) {}
  Blocking(const Blocking&) = delete;
  Blocking& operator=(const Blocking&) = delete;
  ~Blocking() {
    thread_.stop();
    thread_.join();
  }

  /// Runs `function` (which must not throw) on the helper thread and gives what it returns, back on the event
  /// loop. It cannot be cancelled: where that takes long, the function itself has to look at a stop token.
  template <class Function, class Token = boost::asio::use_awaitable_t<>>
  auto run(Function function, Token&& token = Token()) {
    using Value = std::invoke_result_t<Function&>;
    return boost::asio::async_initiate<Token, void(Value)>(
        [this](auto handler, Function given) {
          auto executor = boost::asio::get_associated_executor(handler, executor_);
          auto work = boost::asio::make_work_guard(executor);
          boost::asio::post(thread_, [held = std::move(handler), called = std::move(given),
                                      kept = std::move(work)]() mutable {
            const auto back = kept.get_executor();
            boost::asio::post(back, [last = std::move(held), value = std::invoke(called)]() mutable {
              std::move(last)(std::move(value));
            });
          });
        },
        token, std::move(function));
  }

 private:
  boost::asio::any_io_executor executor_;
  boost::asio::thread_pool thread_{1};
};

}  // namespace spool::core
