// A lock is held and nobody answers: its holder is just starting, or just ending, or stopped.
#pragma once

#include "core/control/run_lock.h"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>

namespace spool::core {

/// By Ctrl-Z or SIGSTOP: it answers nothing until it is continued.
bool is_stopped(const Holder& holder);

/// Resumes when the holder's process has ended, at the latest after `limit`.
boost::asio::awaitable<void> until_ended(boost::asio::any_io_executor executor, Holder holder,
                                         std::chrono::milliseconds limit);

}  // namespace spool::core
