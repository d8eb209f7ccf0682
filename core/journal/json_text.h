// JSON whose texts may hold bytes that are not UTF-8. In the text that is written each such byte is a lone
// surrogate \udc80-\udcff, as CONTRACT, "Events" has it; Boost.JSON alone takes no such thing.
#pragma once

#include <boost/json/storage_ptr.hpp>
#include <boost/json/string.hpp>
#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace spool::core {

/// Bytes as a JSON value may hold them, and back.
boost::json::string json_string(std::string_view bytes);
std::string bytes_of(const boost::json::string& text);

/// On one line, in plain UTF-8.
std::string json_text(const boost::json::value& value);
/// One string of it, with its quotes, from any bytes.
void append_json_string(std::string& json, std::string_view bytes);
/// None: it is not JSON, or nested deeper than 32. `storage`: where the value lives.
std::optional<boost::json::value> parse_json(std::string_view text, boost::json::storage_ptr storage = {});

}  // namespace spool::core
