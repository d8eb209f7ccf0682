// JSON whose texts may hold bytes that are not UTF-8. What is written has a lone surrogate \udc80-\udcff for
// each, as CONTRACT, "Events" has it; Boost.JSON alone takes no such thing.
#pragma once

#include <boost/json/storage_ptr.hpp>
#include <boost/json/string.hpp>
#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace spool::core {

/// A JSON string with its quotes, in plain UTF-8, from any bytes.
void append_json_string(std::string& json, std::string_view bytes);
/// The bytes that a string of a parsed value stands for.
std::string bytes_of(const boost::json::string& text);
/// None: it is not JSON, or nested deeper than 32. `storage`: where the value lives.
std::optional<boost::json::value> parse_json(std::string_view text, boost::json::storage_ptr storage = {});

}  // namespace spool::core
