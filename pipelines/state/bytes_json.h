// Texts that may hold any bytes (names, documents) as JSON values, and back as they were. Pure.
#pragma once

#include <string>
#include <string_view>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

namespace spool::pipelines {

/// A string; where the bytes are not UTF-8, an object that holds them as hexadecimal digits.
boost::json::value json_of_bytes(std::string_view bytes);
/// Empty where it is neither.
std::string bytes_of_json(const boost::json::value& value);

/// The member as bytes, number or truth; what is missing or of another kind is empty, 0 or false.
std::string bytes_at(const boost::json::object& object, std::string_view key);
std::int64_t number_at(const boost::json::object& object, std::string_view key);
bool truth_at(const boost::json::object& object, std::string_view key);

}  // namespace spool::pipelines
