// Reads JSON whose texts hold a lone surrogate \udc80-\udcff for each byte that is not UTF-8, as json_string.h
// writes it and CONTRACT, "Events" has it; Boost.JSON alone takes no such thing.
#pragma once

#include <boost/json/storage_ptr.hpp>
#include <boost/json/string.hpp>
#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace spool::core {

/// The bytes that a string of a parsed value stands for.
std::string bytes_of(const boost::json::string& text);
/// None: it is not JSON, or nested deeper than 32. `storage`: where the value lives.
std::optional<boost::json::value> parse_json(std::string_view text, boost::json::storage_ptr storage = {});

}  // namespace spool::core
