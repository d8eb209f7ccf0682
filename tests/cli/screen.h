// A small terminal: it understands what the bars use (carriage return, line feed, cursor up, erase to the end
// of line or screen, colours) and reports anything else.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace spool::cli {

class Screen {
 public:
  Screen(int columns, int rows) : columns_(columns), rows_(static_cast<std::size_t>(rows)), lines_(rows_) {}

  void feed(std::string_view bytes) {
    while (!bytes.empty()) bytes.remove_prefix(take(bytes));
  }

  /// Every row down to the cursor's, without blanks at the ends; the cursor's own is left out where it is
  /// empty.
  [[nodiscard]] std::string text() const {
    std::string all;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      const std::size_t end = lines_[i].find_last_not_of(' ');
      const std::string line = end == std::string::npos ? "" : lines_[i].substr(0, end + 1);
      if (i < row_ || !line.empty()) all += line + "\n";
    }
    return all;
  }

 private:
  std::size_t take(std::string_view bytes) {
    const char first = bytes.front();
    if (first == '\x1b') return control(bytes);
    if (first == '\r') {
      column_ = 0;
    } else if (first == '\n') {  // as a terminal driver sends it: to the start of the next line
      column_ = 0;
      if (++row_ == rows_) scroll();
    } else {
      put(first);
    }
    return 1;
  }

  std::size_t control(std::string_view bytes) {
    const std::size_t end = bytes.find_first_of("ABCDEFGHJKmhl", 2);
    if (bytes.size() < 3 || bytes[1] != '[' || end == std::string_view::npos) {
      ADD_FAILURE() << "half a control sequence";
      return bytes.size();
    }
    const std::string number(bytes.substr(2, end - 2));
    switch (bytes[end]) {
      case 'A':
        row_ -= std::min(row_, static_cast<std::size_t>(std::stoi(number.empty() ? "1" : number)));
        break;
      case 'K':
        line().resize(column_, ' ');
        break;
      case 'J':
        line().resize(column_, ' ');
        for (std::size_t i = row_ + 1; i < lines_.size(); ++i) lines_[i].clear();
        break;
      case 'm':
        break;
      default:
        ADD_FAILURE() << "a control sequence that bars should not need: " << bytes[end];
    }
    return end + 1;
  }

  void put(char letter) {
    if (column_ == static_cast<std::size_t>(columns_)) ADD_FAILURE() << "a line wraps";
    if (line().size() <= column_) line().resize(column_ + 1, ' ');
    line()[column_++] = letter;
  }
  void scroll() {
    lines_.erase(lines_.begin());
    lines_.emplace_back();
    --row_;
  }
  std::string& line() { return lines_[row_]; }

  int columns_;
  std::size_t rows_;
  std::vector<std::string> lines_;
  std::size_t row_ = 0, column_ = 0;
};

}  // namespace spool::cli
