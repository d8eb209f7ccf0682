// Puts a finished file where it belongs, whole or not at all: reflinked or copied under a temporary name in
// the target's own folder, synced, then renamed. Never a hard link: the film is its owner's, the work file is
// ours. Source: CONTRACT, "Paths and outputs".
#pragma once

#include "core/blocking.h"
#include "core/error.h"

#include <boost/asio/awaitable.hpp>

#include <stop_token>
#include <string>

namespace spool::core {

enum class IfExists { refuse, replace };

/// Blocks. Mode 0666 & ~umask. With `refuse` nothing is replaced, whatever appeared meanwhile
/// (RENAME_NOREPLACE). On any failure, and when `stop` is requested, the temporary file is gone. Errors:
/// `output.exists`, `output.unwritable` (2), `disk.full`, `disk.failed`, `work.cancelled` (1).
/// `temporary`: by `temporary_for(to)`, for who has to know the name before; empty: one is made.
Result<void> place_file(const std::string& from, const std::string& to, IfExists if_exists,
                        const std::string& temporary = {}, const std::stop_token& stop = {});

/// A name in the folder of `to`: hidden, short whatever that is called, and never met before.
std::string temporary_for(const std::string& to);

/// The same on a helper thread. Terminal cancellation ends the copying and gives `work.cancelled`.
boost::asio::awaitable<Result<void>> place_file(Blocking& blocking, std::string from, std::string to,
                                                IfExists if_exists, std::string temporary = {});

}  // namespace spool::core
