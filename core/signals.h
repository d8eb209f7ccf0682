// Signals as a stream of events for the face. Source: CONTRACT, "Signals" and "Exit codes".
#pragma once

#include "core/child_runner.h"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/signal_set.hpp>

namespace spool::core {

/// Catches `caught_signals` as long as it lives, but for those that were ignored when it was made (nohup);
/// ignores SIGPIPE. One at a time.
class Signals {
 public:
  explicit Signals(const boost::asio::any_io_executor& executor);

  /// The next one. Can be cancelled (throws, as Asio's operations do).
  boost::asio::awaitable<int> next();

 private:
  boost::asio::signal_set set_;
};

/// Ctrl-Z: pauses the children, those that are just being started too, stops ourselves as SIGTSTP does by default, and
/// continues the children when we are continued. Blocks meanwhile, as it has to.
boost::asio::awaitable<void> stop_until_continued(ChildRunner& children);

/// Ends this process by the signal itself, its default action restored, so that a shell sees that and stops
/// its loop too.
[[noreturn]] void raise_again(int signal);

}  // namespace spool::core
