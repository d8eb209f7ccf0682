// A day and a time on it, as `policy.not_before` takes them. Source: RFC 3339.
#pragma once

#include "core/error.h"

#include <chrono>
#include <string>
#include <string_view>

namespace spool::pipelines {

/// "2026-11-22T03:00:00+01:00", "2026-11-22T02:00:00Z"; without an offset ("2026-11-22 03:00") by the clock
/// of this machine. Seconds may be left out, parts of seconds are dropped, years go from 1970 to 2199. The
/// error (`document.time`) has no place: the caller knows it. An hour that daylight saving passes over is
/// one; of an hour that comes twice the C library chooses.
core::Result<std::chrono::system_clock::time_point> parse_date_time(std::string_view text);

/// "2026-11-22T02:00:00Z": the same text on every machine.
std::string utc_text(std::chrono::system_clock::time_point time);

}  // namespace spool::pipelines
