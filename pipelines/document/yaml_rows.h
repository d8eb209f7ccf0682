// Long lists of one-line maps (`- {start: 1, label: x}`), which is how people and programs write moments.
// yaml-cpp takes 12 µs for each of them, so plain ones are read here, and yaml-cpp sees a mark in their
// place; it still decides what they belong to.
#pragma once

#include "pipelines/document/source_text.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace spool::pipelines::yaml {

/// A key or a value of a row.
struct RowText {
  std::string_view text;
  int column = 0;  ///< from 1
  bool quoted = false;
};
struct RowEntry {
  RowText key, value;
};

/// One line `  - {key: value, …}` of plain or simply quoted texts.
struct Row {
  int line = 0;
  int column = 0;  ///< of its `{`
};

/// The entries of a row; false where it holds anything that is not simple (escapes, nested brackets,
/// comments, tags, empty values, `null`): yaml-cpp reads those. Cleared first.
bool read_row(std::string_view line, int& column, std::vector<RowEntry>& entries);

/// The text with a mark in place of each simple row, if there are enough of them to be worth it.
struct Condensed {
  std::string text;
  std::vector<Row> rows;  ///< in order
};
inline constexpr std::string_view row_mark = "0";
Condensed condensed(const SourceText& source);

}  // namespace spool::pipelines::yaml
