// A JSON value written from front to back, on one line. Names may be bytes that are not UTF-8 (see
// core/json_string.h), which no JSON library takes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace spool::cli {

class JsonLine {
 public:
  JsonLine& begin_object();
  JsonLine& end_object();
  JsonLine& begin_array();
  JsonLine& end_array();
  /// The name of the member whose value comes next.
  JsonLine& key(std::string_view name);

  JsonLine& value(std::string_view text);
  JsonLine& value(const char* text) { return value(std::string_view(text)); }
  JsonLine& value(const std::string& text) { return value(std::string_view(text)); }
  JsonLine& value(std::int64_t number);
  JsonLine& value(int number) { return value(static_cast<std::int64_t>(number)); }
  JsonLine& value(std::uint64_t number);
  /// At most six decimals; 0 for what is no number.
  JsonLine& value(double number);
  JsonLine& value(bool truth);
  JsonLine& value(const std::vector<std::string>& texts);
  JsonLine& null();
  template <class T>
  JsonLine& value(const std::optional<T>& maybe) {
    return maybe ? value(*maybe) : null();
  }

  template <class T>
  JsonLine& member(std::string_view name, const T& what) {
    return key(name).value(what);
  }
  /// null where it is empty, or 0: not known.
  JsonLine& known(std::string_view name, const std::string& text);
  JsonLine& known(std::string_view name, int number);

  [[nodiscard]] const std::string& text() const { return text_; }
  /// What has been written since the last time: for a line too long to be kept whole.
  [[nodiscard]] std::string take() { return std::exchange(text_, {}); }

 private:
  void separate();

  std::string text_;
  bool first_ = true;  ///< nothing stands before the next value in its object or list
};

}  // namespace spool::cli
