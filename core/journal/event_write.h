// Values of events as JSON text. Written straight down: a controller does this a thousand times between two
// looks at its children.
#pragma once

#include "core/journal/event_fields.h"
#include "core/journal/event_words.h"
#include "core/json_string.h"

#include <algorithm>
#include <array>
#include <charconv>
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

template <class Number>
requires(std::integral<Number> || std::floating_point<Number>) void write(std::string& json, Number number) {
  std::array<char, 32> digits = {};
  json.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr);
}
inline void write(std::string& json, bool truth) { json += truth ? "true" : "false"; }
inline void write(std::string& json, double seconds) { write<double>(json, kept_seconds(seconds)); }
inline void write(std::string& json, Moment at) { write(json, microseconds(at)); }
inline void write(std::string& json, const std::string& text) { append_json_string(json, text); }
template <class Outcome>
requires(std::is_enum_v<Outcome>) void write(std::string& json, Outcome outcome) {
  const auto all = words::outcomes(outcome);
  append_json_string(json, std::ranges::find(all, outcome, &words::Words<Outcome>::first)->second);
}
template <Described T>
void write(std::string& json, const T& described);
template <class T>
void write(std::string& json, const std::vector<T>& list) {
  json += '[';
  for (const T& each : list) {
    if (&each != list.data()) json += ',';
    write(json, each);
  }
  json += ']';
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
void write(std::string& json, const T& described) {
  json += '{';
  bool first = true;
  const auto add = [&](const auto& field) {
    const auto& value = described.*field.member;
    if (!field.needed && is_left_out(value)) return;
    if (!first) json += ',';
    first = false;
    json += '"';
    json += field.name;
    json += "\":";
    write(json, value);
  };
  std::apply([&](const auto&... field) { (add(field), ...); }, of(&described));
  json += '}';
}

}  // namespace spool::core::fields
