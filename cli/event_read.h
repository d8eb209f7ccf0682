// What event_json.h writes, read back: the events of a run that another process carries out.
#pragma once

#include "core/event.h"

#include <optional>
#include <string_view>

namespace spool::cli {

/// None: no event that this version knows. What is missing in it is empty.
std::optional<core::Event> read_event(std::string_view line);

}  // namespace spool::cli
