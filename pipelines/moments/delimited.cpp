#include "pipelines/moments/delimited.h"

#include <algorithm>
#include <array>
#include <utility>

namespace spool::pipelines {

bool DelimitedReader::next(Row& row) {
  while (!at_end()) {
    read_row(row);
    const bool holds_nothing =
        std::all_of(row.cells.begin(), row.cells.end(), [](const Cell& cell) { return cell.text.empty(); });
    if (!holds_nothing || row.fault) return true;
  }
  return false;
}

void DelimitedReader::read_row(Row& row) {
  row.cells.clear();
  row.fault.reset();
  row.line = line_;
  row.column = 1;
  while (true) {
    Cell cell;
    read_cell(row, cell);
    if (row.cells.size() < most_cells)
      row.cells.push_back(std::move(cell));
    else
      fault(row, "a row of more than " + std::to_string(most_cells) + " cells", "", row.line, row.column);
    if (at_end()) return;
    const char after = text_[at_++];
    if (after == '\n') {
      ++line_;
      line_start_ = at_;
      return;
    }
  }
}

/// Ends on the delimiter, the line end, or the end of the text.
void DelimitedReader::read_cell(Row& row, Cell& cell) {
  skip_blanks();
  cell.line = line_;
  cell.column = column();
  if (!at_end() && text_[at_] == '"') return read_quoted(row, cell);
  const std::array<char, 2> ends = {delimiter_, '\n'};
  const std::size_t end =
      std::min(text_.find_first_of(std::string_view(ends.data(), ends.size()), at_), text_.size());
  std::string_view text = text_.substr(at_, end - at_);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  cell.text = text;
  at_ = end;
}

void DelimitedReader::read_quoted(Row& row, Cell& cell) {
  ++at_;
  while (true) {
    if (at_end())
      return fault(row, "a quote that is never closed", "close it, or write \"\" for a quote inside a text",
                   cell.line, cell.column);
    const char c = text_[at_++];
    if (c == '"') {
      if (at_end() || text_[at_] != '"') break;
      ++at_;
    } else if (c == '\n') {
      ++line_;
      line_start_ = at_;
    }
    cell.text.push_back(c);
  }
  skip_blanks();
  if (at_end() || text_[at_] == delimiter_ || text_[at_] == '\n') return;
  fault(row, "text after a closing quote", "write \"\" for a quote inside a text", line_, column());
  while (!at_end() && text_[at_] != delimiter_ && text_[at_] != '\n') ++at_;
}

void DelimitedReader::skip_blanks() {
  while (!at_end() && (text_[at_] == ' ' || text_[at_] == '\t') && text_[at_] != delimiter_) ++at_;
}

void DelimitedReader::fault(Row& row, std::string message, std::string hint, int line, int column) const {
  if (!row.fault) row.fault = RowFault{std::move(message), std::move(hint), line, column};
}

}  // namespace spool::pipelines
