// Strings of JSON from any bytes: names need not be UTF-8. Source: CONTRACT, "Events".
#pragma once

#include <string>
#include <string_view>

namespace spool::core {

/// Appends a JSON string with its quotes, in plain UTF-8. Bytes that are no part of a letter become lone
/// surrogates \udc80-\udcff (as Python's `surrogateescape` reads them), so that any name can be told and found
/// again.
void append_json_string(std::string& json, std::string_view bytes);

/// The same, by itself.
std::string json_string(std::string_view bytes);

}  // namespace spool::core
