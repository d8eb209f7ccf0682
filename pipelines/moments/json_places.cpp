#include "pipelines/moments/json_places.h"

#include <algorithm>
#include <optional>

namespace spool::pipelines {
namespace {

/// Walks over valid JSON, keeping line and column.
class Walker {
 public:
  explicit Walker(std::string_view text) : text_(text) {}

  [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }
  [[nodiscard]] char here() const { return text_[at_]; }
  [[nodiscard]] LinePlace place() const { return {line_, static_cast<int>(at_ - line_start_) + 1}; }

  void step() {
    if (text_[at_++] != '\n') return;
    ++line_;
    line_start_ = at_;
  }
  void skip_space() {
    while (!at_end() && std::string_view(" \t\n\r").find(here()) != std::string_view::npos) step();
  }
  /// A string's raw text, without the quotes.
  std::string_view skip_string() {
    const std::size_t start = ++at_;
    while (!at_end() && here() != '"') at_ += here() == '\\' ? 2 : 1;
    const std::size_t end = std::min(at_, text_.size());
    at_ = end + 1;
    return text_.substr(start, end - start);
  }
  void skip_value() {
    int depth = 0;
    while (!at_end()) {
      const char c = here();
      if (depth == 0 && (c == ',' || c == ']' || c == '}')) return;
      if (c == '"') {
        skip_string();
        continue;
      }
      if (c == '[' || c == '{') ++depth;
      if (c == ']' || c == '}') --depth;
      step();
    }
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_start_ = 0;
  int line_ = 1;
};

/// Moves to the last value of member `key` of the object here; the last of two equal keys is the one that
/// parsers keep.
bool find_member(Walker& walker, std::string_view key) {
  std::optional<Walker> found;
  walker.step();
  while (true) {
    walker.skip_space();
    if (walker.at_end() || walker.here() != '"') break;
    const std::string_view name = walker.skip_string();
    walker.skip_space();
    if (walker.at_end()) break;
    walker.step();  // the colon
    walker.skip_space();
    if (name == key) found = walker;
    walker.skip_value();
    if (walker.at_end() || walker.here() != ',') break;
    walker.step();
  }
  if (found) walker = *found;
  return found.has_value();
}

}  // namespace

LinePlace place_of(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  const auto newline = before.rfind('\n');
  const std::size_t line_start = newline == std::string_view::npos ? 0 : newline + 1;
  return {static_cast<int>(std::count(before.begin(), before.end(), '\n')) + 1,
          static_cast<int>(before.size() - line_start) + 1};
}

std::vector<LinePlace> element_places(std::string_view text, std::string_view key) {
  std::vector<LinePlace> places;
  Walker walker(text);
  walker.skip_space();
  if (walker.at_end()) return places;
  if (walker.here() == '{' && !find_member(walker, key)) return places;
  if (walker.at_end() || walker.here() != '[') return places;
  walker.step();
  while (true) {
    walker.skip_space();
    if (walker.at_end() || walker.here() == ']') return places;
    places.push_back(walker.place());
    walker.skip_value();
    if (walker.at_end() || walker.here() != ',') return places;
    walker.step();
  }
}

}  // namespace spool::pipelines
