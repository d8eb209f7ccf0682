// `keep`, `only`, `when`: fields and what they must be.
#include "pipelines/document/column_name.h"
#include "pipelines/document/read_parts.h"
#include "pipelines/document/times.h"
#include "pipelines/document/values.h"

namespace spool::pipelines {
namespace {

std::optional<Rational> parse_bound(std::string_view text) {
  if (const auto number = parse_number(text)) return number;
  return parse_duration(text);
}

/// `"<= 3"`: a comparison that people know from elsewhere.
std::string comparison_hint(const std::string& field, std::string_view text) {
  const auto sign = text.find_first_not_of("<>=!");
  if (sign == 0 || sign == std::string_view::npos) return {};
  const std::string number(trimmed(text.substr(sign)));
  const std::string_view signs = text.substr(0, sign);
  if (signs.starts_with('!')) return "write `" + field + ": {not: " + number + "}`";
  if (signs.starts_with('=')) return "write `" + field + ": " + number + "`";
  return "write `" + field + ": {" + (signs.starts_with('>') ? "min: " : "max: ") + number + "}`";
}

std::vector<std::string> read_values(Reading& reading, const Value& value, const std::string& field) {
  std::vector<std::string> texts;
  const auto items = reading.list(value, "a value, a list of values, or `{min, max}` or `{not: …}`", true);
  if (!items) return texts;
  if (items->empty()) {
    reading.fault("document.value", reading.place(value.node),
                  "`" + field + "` is one of nothing: no moment can match",
                  "name at least one value, or remove `" + field + "`");
  }
  for (const Value& item : *items) {
    auto text = reading.text(item);
    if (!text) continue;
    const std::string hint = comparison_hint(field, *text);
    const bool compares = !hint.empty() && !reading.tree().quoted(item.node);
    if (compares || (field == "rating" && !parse_number(*text))) {
      reading.misread(item, *text, field == "rating" ? "a number" : "a value", hint);
      continue;
    }
    texts.push_back(std::move(*text));
  }
  return texts;
}

void read_bounds(Reading& reading, const Fields& fields, Condition& condition) {
  constexpr std::string_view expected = "a number or a length of time";
  if (const auto min = fields.find("min")) condition.min = reading.parsed(*min, parse_bound, expected);
  const auto max = fields.find("max");
  if (max) condition.max = reading.parsed(*max, parse_bound, expected);
  if (condition.min && condition.max && *condition.max < *condition.min) {
    reading.fault("document.value", reading.place(max->node), "`max` is below `min`: nothing can match");
  }
}

void read_condition_map(Reading& reading, const Value& value, Condition& condition) {
  const Fields fields(reading, value.node, keys::condition);
  const auto denied = fields.find("not");
  if (denied && (fields.has("min") || fields.has("max"))) {
    reading.fault("document.exclusive", reading.place(denied->key), "`not` stands alone",
                  "write the range inside: `{not: {min: …}}`");
    return;
  }
  if (!denied) {
    read_bounds(reading, fields, condition);
    if (fields.all().empty()) {
      reading.fault("document.missing_key", reading.place(value.node), "an empty condition says nothing",
                    "write a value, a list, `{min: …, max: …}` or `{not: …}`");
    }
    return;
  }
  condition.negated = true;
  if (reading.kind(denied->node) == yaml::Kind::map) {
    read_bounds(reading, Fields(reading, denied->node, keys::condition), condition);
  } else {
    condition.any_of = read_values(reading, *denied, condition.field);
  }
}

}  // namespace

Match read_match(Reading& reading, const Value& value) {
  Match match;
  if (!reading.is_map(value, "conditions such as `{tag: goal}`")) return match;
  const Fields fields(reading, value.node, keys::match);
  for (const Value& field : fields.all()) {
    Condition condition;
    condition.field = column_name(field.name);
    condition.place = reading.place(field.key);
    if (reading.kind(field.node) == yaml::Kind::map) {
      read_condition_map(reading, field, condition);
    } else {
      condition.any_of = read_values(reading, field, condition.field);
    }
    match.push_back(std::move(condition));
  }
  return match;
}

}  // namespace spool::pipelines
