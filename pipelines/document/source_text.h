// The text of a document by lines, for places and for messages that show what was written.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace spool::pipelines {

/// Lines and columns count from 1; columns are bytes. A lone CR counts as a line's end, a byte order mark as
/// nothing.
class SourceText {
 public:
  SourceText() = default;
  explicit SourceText(std::string_view text);

  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] int lines() const { return static_cast<int>(starts_.size()); }
  /// Without its line end; empty where there is no such line.
  [[nodiscard]] std::string_view line(int number) const;
  /// What stands from a place to the end of its line; empty where there is no such place.
  [[nodiscard]] std::string_view from(int line, int column) const;
  /// The character at a place; 0 where there is none.
  [[nodiscard]] char at(int line, int column) const;

 private:
  std::string text_;
  std::vector<std::uint32_t> starts_;
};

/// Without spaces, tabs and line ends around it.
std::string_view trimmed(std::string_view text);

/// The text in double or single quotes, whichever needs no escaping: as a hint shows it.
std::string in_quotes(std::string_view text);

/// A value for a message: in backquotes, shortened, control characters left out.
std::string shown(std::string_view text);

}  // namespace spool::pipelines
