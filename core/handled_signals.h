// The signals whose action we ever change: a child gets their default one back. Source: CONTRACT, "Signals".
#pragma once

#include <array>
#include <csignal>

namespace spool::core {

/// What `Signals` turns into events.
inline constexpr std::array<int, 4> caught_signals = {SIGINT, SIGTERM, SIGHUP, SIGTSTP};
/// Those, and what we ignore.
inline constexpr std::array<int, 5> handled_signals = {SIGINT, SIGTERM, SIGHUP, SIGTSTP, SIGPIPE};

}  // namespace spool::core
