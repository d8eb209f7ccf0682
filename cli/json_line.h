// One JSON object on one line, for what the commands print by themselves. Source: CONTRACT, "Events": names that are not UTF-8
// are written with lone surrogates U+DC80-DCFF for their bytes.
#pragma once

#include <string>
#include <string_view>

namespace spool::cli {

class JsonLine {
 public:
  JsonLine& text(std::string_view name, std::string_view value);
  JsonLine& flag(std::string_view name, bool value);
  /// With its line feed.
  [[nodiscard]] std::string line() const { return "{" + fields_ + "}\n"; }

 private:
  void name(std::string_view name);
  std::string fields_;
};

/// With its quotes.
std::string json_quoted(std::string_view text);

}  // namespace spool::cli
