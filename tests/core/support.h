// What the tests of core share: an event loop to run a coroutine to its end, and children that do what a
// script says.
#pragma once

#include "core/process.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <exception>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace spool::test {

/// TSan turns vfork into fork and has a thread of its own that wakes ten times a second.
#if defined(__SANITIZE_THREAD__)
inline constexpr bool under_tsan = true;
#else
inline constexpr bool under_tsan = false;
#endif

class Loop {
 public:
  boost::asio::io_context& context() { return context_; }
  boost::asio::any_io_executor executor() { return context_.get_executor(); }

  /// Runs the coroutine, and all that it sets off, to the end.
  template <class T>
  T run(boost::asio::awaitable<T> work) {
    std::optional<T> result;
    std::exception_ptr thrown;
    boost::asio::co_spawn(context_, std::move(work), [&](std::exception_ptr error, T value) {
      thrown = error;
      result.emplace(std::move(value));
    });
    run_dry();
    if (thrown) std::rethrow_exception(thrown);
    return std::move(*result);
  }

  void run(boost::asio::awaitable<void> work) {
    std::exception_ptr thrown;
    boost::asio::co_spawn(context_, std::move(work), [&](std::exception_ptr error) { thrown = error; });
    run_dry();
    if (thrown) std::rethrow_exception(thrown);
  }

  /// Runs until nothing is left to wait for.
  void run_dry() {
    context_.restart();
    context_.run();
  }

  /// Runs what can run without waiting.
  void run_ready() {
    context_.restart();
    context_.poll();
  }

 private:
  boost::asio::io_context context_;
};

/// Keeps all that a child prints.
class Kept final : public core::Output {
 public:
  bool on_stdout(std::string_view chunk) override {
    out += chunk;
    return advances;
  }
  void on_stderr(std::string_view chunk) override { err += chunk; }

  std::string out, err;
  bool advances = true;
};

/// The fake ffmpeg with a script (tests/fake/fake_actions.h).
inline core::Command fake(std::vector<std::string> script) {
  core::Command command;
  command.argv = {SPOOL_BINARY_DIR "/tests/fake/fake-ffmpeg"};
  command.argv.insert(command.argv.end(), script.begin(), script.end());
  return command;
}

/// A stopwatch.
class Since {
 public:
  [[nodiscard]] double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
  }

 private:
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

}  // namespace spool::test
