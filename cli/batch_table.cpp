#include "cli/batch_table.h"

#include "cli/event_lines.h"
#include "cli/text.h"

#include <fmt/format.h>

#include <algorithm>

namespace spool::cli {
namespace {

constexpr int widest_item = 48;

}  // namespace

BatchTable::BatchTable(const std::vector<std::string>& items) {
  for (const std::string& item : items) row_of(item);
}

BatchTable::Row& BatchTable::row_of(const std::string& item) {
  const auto [place, added] = places_.try_emplace(item, rows_.size());
  if (added) {
    rows_.emplace_back();
    rows_.back().item = item;
  }
  return rows_[place->second];
}

void BatchTable::on(const core::Event& event) {
  if (event.item.empty()) return;
  begun_ = true;
  if (std::holds_alternative<core::RunStarted>(event.what)) row_of(event.item);
  if (const auto* said = std::get_if<core::Said>(&event.what)) {
    if (said->weight == core::Said::Weight::error) on_error(row_of(event.item), said->what);
  }
  if (const auto* finished = std::get_if<core::RunFinished>(&event.what))
    on_finished(row_of(event.item), *finished);
}

void BatchTable::on_error(Row& row, const core::Error& error) {
  if (!row.code.empty()) return;  // the first reason counts
  row.code = error.code;
  row.why = one_line_of(error.message);
  if (!row.finished) row.outcome = "failed";
}

void BatchTable::on_finished(Row& row, const core::RunFinished& finished) {
  row.finished = true;
  row.outcome = outcome_text(finished.outcome);
  row.done = finished.outcome == core::RunOutcome::succeeded;
  if (row.done) {
    row.code.clear();
    row.why.clear();
    for (const core::Delivered& film : finished.outputs)
      row.why += (row.why.empty() ? "" : "; ") + film_text(film);
  } else if (row.code.empty() && !finished.failed.empty()) {
    row.code = finished.failed.front().code;
    row.why = one_line_of(finished.failed.front().reason);
  }
}

std::vector<const BatchTable::Row*> BatchTable::sorted() const {
  std::map<std::string, std::size_t>
      first_of_code;  // groups come in the order in which their reason first appeared
  std::vector<const Row*> rows;
  for (const Row& row : rows_) {
    rows.push_back(&row);
    if (!row.done) first_of_code.try_emplace(row.outcome + row.code, first_of_code.size() + 1);
  }
  const auto group = [&](const Row* row) {
    return row->done ? 0 : first_of_code.at(row->outcome + row->code);
  };
  std::ranges::stable_sort(rows, {}, group);
  return rows;
}

std::string BatchTable::counts() const {
  std::vector<std::pair<std::string, std::int64_t>> counted_outcomes;
  for (const Row* row : sorted()) {
    const auto found =
        std::ranges::find(counted_outcomes, row->outcome, &std::pair<std::string, std::int64_t>::first);
    if (found == counted_outcomes.end()) {
      counted_outcomes.emplace_back(row->outcome, 1);
    } else {
      ++found->second;
    }
  }
  std::string text = counted(static_cast<std::int64_t>(rows_.size()), "item") + ": ";
  for (std::size_t i = 0; i < counted_outcomes.size(); ++i) {
    text += fmt::format("{}{} {}", i == 0 ? "" : ", ", counted_outcomes[i].second, counted_outcomes[i].first);
  }
  return text + "\n";
}

std::string BatchTable::text() const {
  if (!begun_) return "";
  int item_width = 4, outcome_width = 7;
  for (const Row& row : rows_) {
    item_width = std::max(item_width, columns(printable(row.item)));
    outcome_width = std::max(outcome_width, columns(row.outcome));
  }
  item_width = std::min(item_width, widest_item);
  std::string text = fitted("item", item_width) + "  " + fitted("outcome", outcome_width) + "  why\n";
  for (const Row* row : sorted()) {
    const std::string item = printable(row->item);
    // A long name is shown whole: the table is also read by programs.
    text += (columns(item) > item_width ? item : fitted(item, item_width)) + "  " +
            (row->why.empty() ? row->outcome : fitted(row->outcome, outcome_width) + "  " + row->why) + "\n";
  }
  return text + counts();
}

}  // namespace spool::cli
