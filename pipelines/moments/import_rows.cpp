#include "pipelines/document/column_name.h"
#include "pipelines/moments/delimited.h"
#include "pipelines/moments/import.h"
#include "pipelines/moments/import_formats.h"
#include "pipelines/moments/raw_moment.h"

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_set>

namespace spool::pipelines {
namespace {

/// How the rows of a file are to be read.
struct Layout {
  char delimiter = ',';
  bool header = false;
  std::vector<std::string> names;  ///< of the columns; may be empty texts
  std::vector<Role> roles;
};

/// Tab before `;` before `,`: a comma may be a decimal one.
constexpr std::array delimiters = {'\t', ';', ','};

bool has_start(const Layout& layout) {
  return std::find(layout.roles.begin(), layout.roles.end(), Role::start) != layout.roles.end();
}

/// The delimiter under which the first row names the most columns that we know.
std::optional<Layout> layout_by_header(std::string_view text) {
  std::optional<Layout> best;
  std::size_t most = 0;
  for (const char delimiter : delimiters) {
    DelimitedReader reader(text, delimiter);
    Row row;
    if (!reader.next(row)) continue;
    Layout layout{delimiter, true, {}, {}};
    for (const Cell& cell : row.cells) layout.names.push_back(column_name(cell.text));
    layout.roles = roles_of(layout.names);
    const auto others = std::count(layout.roles.begin(), layout.roles.end(), Role::other);
    const std::size_t known = layout.roles.size() - static_cast<std::size_t>(others);
    if (!has_start(layout) || known <= most) continue;
    most = known;
    best = std::move(layout);
  }
  return best;
}

/// LosslessCut's start,end,name: the first row begins with two times, of which one may be left out.
std::optional<Layout> layout_without_header(std::string_view text) {
  for (const char delimiter : delimiters) {
    DelimitedReader reader(text, delimiter);
    Row row;
    if (!reader.next(row) || row.cells.size() < 2) continue;
    const auto time_or_none = [](const Cell& cell) { return cell.text.empty() || is_time(cell.text); };
    const bool one_given = !row.cells[0].text.empty() || !row.cells[1].text.empty();
    if (!one_given || !time_or_none(row.cells[0]) || !time_or_none(row.cells[1])) continue;
    return Layout{delimiter, false, {"start", "end", "name"}, {Role::start, Role::end, Role::label}};
  }
  return std::nullopt;
}

void check_names(const Layout& layout, const Row& header, LimitedErrors& errors) {
  std::unordered_set<std::string_view> seen;
  for (std::size_t i = 0; i < layout.names.size(); ++i) {
    if (layout.names[i].empty() || seen.insert(layout.names[i]).second) continue;
    const Cell& cell = header.cells[i];
    errors.add("moments.header", "two columns are named `" + layout.names[i] + "`",
               "name one of them otherwise", cell.line, cell.column);
  }
}

void take_cell(RawMoment& raw, Role role, const std::string& name, Cell& cell) {
  switch (role) {
    case Role::start:
      raw.start = std::move(cell);
      return;
    case Role::end:
      raw.end = std::move(cell);
      return;
    case Role::duration:
      raw.duration = std::move(cell);
      return;
    case Role::rating:
      raw.rating = std::move(cell);
      return;
    case Role::label:
      raw.label = std::move(cell.text);
      return;
    case Role::tag:
      raw.tags = split_tags(cell.text);
      return;
    case Role::other:
      if (!name.empty()) raw.columns.emplace_back(name, std::move(cell.text));
  }
}

/// A cell that stands under no column: most often a text with the delimiter in it.
const Cell* cell_too_many(const Row& row, const Layout& layout) {
  for (std::size_t i = layout.roles.size(); i < row.cells.size(); ++i)
    if (!row.cells[i].text.empty()) return &row.cells[i];
  return nullptr;
}

std::optional<RawMoment> raw_moment_of(Row& row, const Layout& layout, LimitedErrors& errors) {
  if (row.fault) {
    errors.add(row.fault->message.find("quote") != std::string::npos ? "moments.quote" : "moments.cells",
               row.fault->message, row.fault->hint, row.fault->line, row.fault->column);
    return std::nullopt;
  }
  if (const Cell* extra = cell_too_many(row, layout)) {
    const std::string delimiter(1, layout.delimiter);
    errors.add("moments.cells",
               "a row of " + std::to_string(row.cells.size()) + " cells, where there are " +
                   std::to_string(layout.roles.size()) + " columns",
               layout.delimiter == '\t' ? "remove the tab, or put the text that holds it in quotes"
                                        : "put a text (or a number) that holds `" + delimiter + "` in quotes",
               extra->line, extra->column);
    return std::nullopt;
  }
  RawMoment raw;
  raw.line = row.line;
  raw.column = row.column;
  raw.start_may_be_left_out = !layout.header;
  Cell missing{"", row.line, row.column};
  for (std::size_t i = 0; i < layout.roles.size(); ++i)
    take_cell(raw, layout.roles[i], layout.names[i], i < row.cells.size() ? row.cells[i] : missing);
  return raw;
}

}  // namespace

std::vector<TaggedMoment> import_rows(std::string_view text, LimitedErrors& errors) {
  std::vector<TaggedMoment> moments;
  auto layout = layout_by_header(text);
  if (!layout) layout = layout_without_header(text);
  if (!layout) {
    errors.add("moments.header",
               "the first line is neither a header with a column `start` nor start,end,name",
               "begin with a line such as start,end,label,tag,rating (from/to/for, in/out and start time/end "
               "time are read too)",
               1, 1);
    return moments;
  }
  DelimitedReader reader(text, layout->delimiter);
  Row row;
  if (layout->header && reader.next(row)) {
    check_names(*layout, row, errors);
    if (row.fault)
      errors.add("moments.header", row.fault->message, row.fault->hint, row.fault->line, row.fault->column);
  }
  std::size_t rows = 0;
  while (reader.next(row)) {
    if (++rows > most_tag_rows) {
      errors.add("moments.too_large", "more than a million moments", "is it the right file?", row.line,
                 row.column);
      break;
    }
    auto raw = raw_moment_of(row, *layout, errors);
    if (!raw) continue;
    if (auto moment = interpret(std::move(*raw), errors)) moments.push_back(std::move(*moment));
  }
  return moments;
}

}  // namespace spool::pipelines
