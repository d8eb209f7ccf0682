#include "pipelines/moments/match.h"

#include "core/ascii.h"

#include <algorithm>
#include <stdexcept>

namespace spool::pipelines {
namespace {

/// A number as a person writes one: with a decimal comma too, without leading zeros.
std::optional<Rational> number_meant(std::string_view text) {
  constexpr std::size_t most = 30;
  if (text.empty() || text.size() > most) return std::nullopt;
  const std::string_view digits = text.substr(text.front() == '-' || text.front() == '+' ? 1 : 0);
  if (digits.size() > 1 && digits[0] == '0' && core::is_digit(digits[1])) return std::nullopt;
  std::string plain(text);
  if (const auto comma = plain.find(','); comma != std::string::npos) plain[comma] = '.';
  try {
    return Rational::parse(plain);
  } catch (const std::overflow_error&) {
    return std::nullopt;
  }
}

bool in_range(const Condition& condition, Rational number) {
  return (!condition.min || number >= *condition.min) && (!condition.max || number <= *condition.max);
}

bool fits(const Condition& condition, const std::optional<Rational>& number) {
  if (!number) return false;
  if (condition.any_of.empty()) return in_range(condition, *number);
  return std::any_of(condition.any_of.begin(), condition.any_of.end(),
                     [&](const std::string& wanted) { return number_meant(wanted) == number; });
}

bool fits(const Condition& condition, std::string_view text) {
  if (condition.any_of.empty()) return fits(condition, number_meant(text));
  const auto number = number_meant(text);
  return std::any_of(condition.any_of.begin(), condition.any_of.end(), [&](const std::string& wanted) {
    return text == wanted || (number && number_meant(wanted) == number);
  });
}

/// Of the fields that are numbers by themselves; null for the others.
const std::optional<Rational>* numeric_field(std::string_view field, const MomentFields& fields) {
  if (field == "rating") return &fields.rating;
  if (field == "index") return &fields.index;
  if (field == "start") return &fields.start;
  if (field == "end") return &fields.end;
  return nullptr;
}

const std::string* column(std::string_view name, const MomentFields& fields) {
  if (fields.columns == nullptr) return nullptr;
  const auto found = std::find_if(fields.columns->begin(), fields.columns->end(),
                                  [&](const auto& entry) { return entry.first == name; });
  return found == fields.columns->end() || found->second.empty() ? nullptr : &found->second;
}

bool some_value_fits(const Condition& condition, const MomentFields& fields) {
  if (const auto* number = numeric_field(condition.field, fields)) return fits(condition, *number);
  if (condition.field == "label") return fits(condition, fields.label);
  if (condition.field == "tag")
    return fields.tags != nullptr &&
           std::any_of(fields.tags->begin(), fields.tags->end(),
                       [&](const std::string& tag) { return fits(condition, tag); });
  const std::string* text = column(condition.field, fields);
  return text != nullptr && fits(condition, *text);
}

}  // namespace

const Condition* first_failing(const Match& match, const MomentFields& fields) {
  const auto failing = std::find_if(match.begin(), match.end(), [&](const Condition& condition) {
    return some_value_fits(condition, fields) == condition.negated;
  });
  return failing == match.end() ? nullptr : &*failing;
}

bool matches(const Match& match, const MomentFields& fields) { return first_failing(match, fields) == nullptr; }

std::vector<std::string> values_of(std::string_view field, const MomentFields& fields) {
  if (const auto* number = numeric_field(field, fields))
    return *number ? std::vector<std::string>{(*number)->to_string()} : std::vector<std::string>{};
  if (field == "tag") return fields.tags != nullptr ? *fields.tags : std::vector<std::string>{};
  if (field == "label")
    return fields.label.empty() ? std::vector<std::string>{}
                                : std::vector<std::string>{std::string(fields.label)};
  const std::string* text = column(field, fields);
  return text != nullptr ? std::vector<std::string>{*text} : std::vector<std::string>{};
}

}  // namespace spool::pipelines
