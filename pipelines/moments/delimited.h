// Rows of a CSV or TSV text, one at a time: RFC 4180, and what programs write beside it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace spool::pipelines {

struct Cell {
  std::string text;  ///< without quotes and without blanks around it
  int line = 0;
  int column = 0;  ///< in bytes, from 1
};

struct RowFault {
  std::string message;
  std::string hint;
  int line = 0;
  int column = 0;
};

struct Row {
  std::vector<Cell> cells;
  int line = 0;
  int column = 1;
  std::optional<RowFault> fault;  ///< a quote that is not closed, text after one, too many cells
};

class DelimitedReader {
 public:
  static constexpr std::size_t most_cells = 1000;

  /// `text` has `\n` line ends and must outlive the reader.
  DelimitedReader(std::string_view text, char delimiter) : text_(text), delimiter_(delimiter) {}

  /// The next row that holds anything; false at the end.
  bool next(Row& row);

 private:
  [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }
  [[nodiscard]] int column() const { return static_cast<int>(at_ - line_start_) + 1; }
  void read_row(Row& row);
  void read_cell(Row& row, Cell& cell);
  void read_quoted(Row& row, Cell& cell);
  void skip_blanks();
  void fault(Row& row, std::string message, std::string hint, int line, int column) const;

  std::string_view text_;
  char delimiter_;
  std::size_t at_ = 0;
  std::size_t line_start_ = 0;
  int line_ = 1;
};

}  // namespace spool::pipelines
