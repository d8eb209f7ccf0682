// Times as people write them. Source: LANGUAGE, "Times". Also used by the importers of tag files.
#pragma once

#include "core/error.h"
#include "pipelines/document/located.h"

#include <optional>
#include <string_view>

namespace spool::pipelines {

/// "12.5", "12.5s", "1m30s", "1:30.5", "00:01:30.500", "90000ms", "2700f", "end", "-5s" (before the end).
/// More than nine decimals are rounded to nine. The error (`document.time`) has no place: the caller knows
/// it.
core::Result<TimePoint> parse_time(std::string_view text);

/// A length in seconds: the same forms without "2700f", "end" and a minus.
std::optional<Rational> parse_duration(std::string_view text);

/// What to write instead, for hints.
inline constexpr std::string_view time_forms =
    "times are written `12.5s`, `1m30s`, `1:30.5`, `90000ms`, `2700f`, `end`, `-5s`";
inline constexpr std::string_view duration_forms =
    "lengths are written `2`, `2.5s`, `500ms`, `1m30s`, `1:30`";

}  // namespace spool::pipelines
