#include "cli/json_line.h"

#include "core/json_string.h"

#include <fmt/format.h>

#include <cmath>

namespace spool::cli {

void JsonLine::separate() {
  if (!first_) text_ += ',';
  first_ = false;
}

JsonLine& JsonLine::begin_object() {
  separate();
  text_ += '{';
  first_ = true;
  return *this;
}

JsonLine& JsonLine::end_object() {
  text_ += '}';
  first_ = false;
  return *this;
}

JsonLine& JsonLine::begin_array() {
  separate();
  text_ += '[';
  first_ = true;
  return *this;
}

JsonLine& JsonLine::end_array() {
  text_ += ']';
  first_ = false;
  return *this;
}

JsonLine& JsonLine::key(std::string_view name) {
  separate();
  core::append_json_string(text_, name);
  text_ += ':';
  first_ = true;
  return *this;
}

JsonLine& JsonLine::value(std::string_view text) {
  separate();
  core::append_json_string(text_, text);
  return *this;
}

JsonLine& JsonLine::value(std::int64_t number) {
  separate();
  text_ += std::to_string(number);
  return *this;
}

JsonLine& JsonLine::value(std::uint64_t number) {
  separate();
  text_ += std::to_string(number);
  return *this;
}

JsonLine& JsonLine::value(double number) {
  separate();
  std::string digits = fmt::format("{:.6f}", std::isfinite(number) ? number : 0.0);
  digits.erase(digits.find_last_not_of('0') + 1);
  if (digits.back() == '.') digits.pop_back();
  text_ += digits == "-0" ? "0" : digits;
  return *this;
}

JsonLine& JsonLine::value(bool truth) {
  separate();
  text_ += truth ? "true" : "false";
  return *this;
}

JsonLine& JsonLine::value(const std::vector<std::string>& texts) {
  begin_array();
  for (const std::string& text : texts) value(text);
  return end_array();
}

JsonLine& JsonLine::null() {
  separate();
  text_ += "null";
  return *this;
}

JsonLine& JsonLine::known(std::string_view name, const std::string& text) {
  key(name);
  return text.empty() ? null() : value(text);
}

JsonLine& JsonLine::known(std::string_view name, int number) {
  key(name);
  return number == 0 ? null() : value(number);
}

}  // namespace spool::cli
