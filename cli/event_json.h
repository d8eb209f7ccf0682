// Events as programs read them: one JSON object a line. Source: CONTRACT, "Events"; fields are added, never
// renamed.
#pragma once

#include "cli/json_line.h"
#include "core/event.h"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace spool::cli {

/// One line, without its line feed. What is not known of a place (`file`, `line`, `column`) is null; `run`
/// and `item` are left out where there is none.
std::string event_json(const core::Event& event);

/// A list of films, as events and `status` have it.
void put_films(JsonLine& json, const std::vector<core::Delivered>& films);

/// "2026-11-21T10:15:30.123Z": RFC 3339, UTC, milliseconds.
std::string utc_text(std::chrono::system_clock::time_point at);

/// The contract's words: "succeeded", "timed_out", …
std::string_view outcome_word(core::RunOutcome outcome);
std::string_view outcome_word(core::JobOutcome outcome);

}  // namespace spool::cli
