#include "pipelines/planning/facts.h"

#include <algorithm>

namespace spool::pipelines {
namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

/// Seconds as a person writes them: at most three decimals, no trailing zeros.
std::string short_decimal(Rational value) {
  if (value.is_integer()) return value.to_string();
  std::string text = value.to_decimal(3);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

}  // namespace

std::optional<std::string> MomentScope::find(std::string_view name) const {
  if (moment_ == nullptr) return std::nullopt;
  if (name == "label") return moment_->label;
  if (name == "tag") return joined(moment_->tags);
  if (name == "rating") return moment_->rating ? short_decimal(*moment_->rating) : "";
  if (name == "index") return std::to_string(moment_->index);
  if (name == "start") return short_decimal(moment_->from);
  if (name == "end") return short_decimal(moment_->to);
  const auto column = std::ranges::find_if(moment_->columns, [&](const auto& entry) { return entry.first == name; });
  return column == moment_->columns.end() ? std::nullopt : std::optional(column->second);
}

}  // namespace spool::pipelines
