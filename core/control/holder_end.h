// A lock is held and nobody listens: its holder is just starting or just ending.
#pragma once

#include "core/control/run_lock.h"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>

namespace spool::core {

/// Resumes when the holder's process has ended, at the latest after `limit`.
boost::asio::awaitable<void> until_ended(boost::asio::any_io_executor executor, Holder holder,
                                         std::chrono::milliseconds limit);

}  // namespace spool::core
