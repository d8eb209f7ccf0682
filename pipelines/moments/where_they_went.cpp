#include "pipelines/moments/where_they_went.h"

#include <algorithm>
#include <utility>

namespace spool::pipelines {

void WhereTheyWent::not_kept(const Condition& by, const MomentFields& moment) {
  NotKept& entry = by_field_[by.field];
  ++entry.count;
  constexpr std::size_t most_values = 1000;
  for (std::string& value : values_of(by.field, moment))
    if (entry.values.size() < most_values || entry.values.count(value) > 0) ++entry.values[std::move(value)];
  if (columns_.empty() && moment.columns != nullptr) {
    for (const auto& [name, text] : *moment.columns) columns_.push_back(name);
  }
}

core::Error WhereTheyWent::none_left(const core::Place& place) const {
  if (read_ == 0) return {"moments.none", "there are no moments to show", "tag at least one", place};
  std::string parts;
  const auto add = [&](std::size_t count, const std::string& where) {
    if (count > 0) parts += (parts.empty() ? "" : ", ") + std::to_string(count) + " " + where;
  };
  for (const auto& [field, entry] : by_field_) add(entry.count, "not kept by " + field);
  add(merged_, "merged into others");
  add(passed_over_, "longer than the budget");
  return {"moments.none", "no moment is left: " + std::to_string(read_) + " read: " + parts, hint(), place};
}

/// What the moments have in the field that lost most of them; where they have none, by what else they could be told apart.
std::string WhereTheyWent::hint() const {
  constexpr std::size_t most_shown = 6;
  const auto worst = std::max_element(by_field_.begin(), by_field_.end(), [](const auto& a, const auto& b) {
    return a.second.count < b.second.count;
  });
  if (worst == by_field_.end()) return "raise `at_most`";
  const auto& values = worst->second.values;
  if (values.empty()) {
    std::string others;
    for (std::size_t i = 0; i < columns_.size() && i < most_shown; ++i) others += (i == 0 ? "; they have: `" : ", `") + columns_[i] + "`";
    return "none of them has a " + worst->first + others;
  }
  std::vector<std::pair<std::string, std::size_t>> common(values.begin(), values.end());
  std::stable_sort(common.begin(), common.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  std::string shown;
  for (std::size_t i = 0; i < common.size() && i < most_shown; ++i)
    shown += (i == 0 ? "" : ", ") + common[i].first;
  return "their " + worst->first + " is: " + shown + (common.size() > most_shown ? ", …" : "");
}

}  // namespace spool::pipelines
