// Values of events as JSON.
#pragma once

#include "core/journal/event_fields.h"
#include "core/journal/event_words.h"
#include "core/journal/json_text.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <concepts>
#include <type_traits>

namespace spool::core::fields {

/// Seconds are kept in microseconds, so that the same number comes back whatever prints and reads it.
inline double kept_seconds(double seconds) {
  return std::isfinite(seconds) ? std::round(seconds * 1e6) / 1e6 : 0;
}

inline std::int64_t microseconds(Moment at) {
  return std::chrono::duration_cast<std::chrono::microseconds>(at.time_since_epoch()).count();
}

template <class T>
requires(std::integral<T>) boost::json::value to_json(T number) {
  return number;  // a bool too
}
inline boost::json::value to_json(double seconds) { return kept_seconds(seconds); }
inline boost::json::value to_json(Moment at) { return microseconds(at); }
inline boost::json::value to_json(const std::string& text) { return json_string(text); }
template <class T>
requires(std::is_enum_v<T>) boost::json::value to_json(T outcome) {
  const auto all = words::outcomes(outcome);
  const auto* word = std::ranges::find(all, outcome, &words::Words<T>::first);
  return boost::json::string(word->second);
}
template <Described T>
boost::json::value to_json(const T& described);
template <class T>
boost::json::value to_json(const std::vector<T>& list) {
  boost::json::array array;
  array.reserve(list.size());
  for (const T& each : list) array.push_back(to_json(each));
  return array;
}

template <class T>
bool is_left_out(const T&) {
  return false;
}
inline bool is_left_out(const std::string& text) { return text.empty(); }
template <class T>
bool is_left_out(const std::vector<T>& list) {
  return list.empty();
}

template <Described T>
boost::json::value to_json(const T& described) {
  boost::json::object object;
  const auto add = [&](const auto& field) {
    const auto& value = described.*field.member;
    if (field.needed || !is_left_out(value)) object.emplace(field.name, to_json(value));
  };
  std::apply([&](const auto&... field) { (add(field), ...); }, of(&described));
  return object;
}

}  // namespace spool::core::fields
