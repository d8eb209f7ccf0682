// Values of events from JSON. False: what stands there does not fit; the value is then anything.
#pragma once

#include "core/journal/event_fields.h"
#include "core/journal/event_words.h"
#include "core/journal/event_write.h"
#include "core/journal/json_parse.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <concepts>

namespace spool::core::fields {

template <class T>
requires(std::integral<T>) bool from_json(const boost::json::value& json, T& number) {
  if (!json.is_int64() && !json.is_uint64()) return false;
  boost::json::error_code error;
  number = json.to_number<T>(error);
  return !error;
}
inline bool from_json(const boost::json::value& json, bool& truth) {
  if (!json.is_bool()) return false;
  truth = json.get_bool();
  return true;
}
inline bool from_json(const boost::json::value& json, double& seconds) {
  if (!json.is_number()) return false;
  boost::json::error_code error;
  seconds = kept_seconds(json.to_number<double>(error));
  return !error;
}
inline bool from_json(const boost::json::value& json, Moment& at) {
  std::int64_t since = 0;
  constexpr std::int64_t most = std::int64_t{1} << 53U;  // nanoseconds of it still fit: year 2255
  if (!from_json(json, since) || since > most || since < -most) return false;
  at = Moment(std::chrono::microseconds(since));
  return true;
}
inline bool from_json(const boost::json::value& json, std::string& text) {
  if (!json.is_string()) return false;
  text = bytes_of(json.get_string());
  return true;
}
template <class T>
requires(std::is_enum_v<T>) bool from_json(const boost::json::value& json, T& outcome) {
  if (!json.is_string()) return false;
  const auto all = words::outcomes(outcome);
  const std::string_view word(json.get_string().data(), json.get_string().size());
  const auto* found = std::ranges::find(all, word, &words::Words<T>::second);
  if (found == all.end()) return false;
  outcome = found->first;
  return true;
}
template <Described T>
bool from_json(const boost::json::value& json, T& described);
template <class T>
bool from_json(const boost::json::value& json, std::vector<T>& list) {
  if (!json.is_array()) return false;
  for (const boost::json::value& each : json.get_array()) {
    if (!from_json(each, list.emplace_back())) return false;
  }
  return true;
}

template <Described T>
bool from_json(const boost::json::value& json, T& described) {
  if (!json.is_object()) return false;
  const boost::json::object& object = json.get_object();
  const auto read = [&](const auto& field) {
    const boost::json::value* value = object.if_contains(field.name);
    return value == nullptr ? !field.needed : from_json(*value, described.*field.member);
  };
  return std::apply([&](const auto&... field) { return (read(field) && ...); }, of(&described));
}

}  // namespace spool::core::fields
