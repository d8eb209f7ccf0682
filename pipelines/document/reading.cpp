#include "pipelines/document/reading.h"

#include "core/ascii.h"
#include "pipelines/document/nearest.h"
#include "pipelines/document/times.h"

#include <algorithm>
#include <array>

namespace spool::pipelines {
namespace {

constexpr std::size_t most_faults = 1000;

/// Keys in backquotes; "the document" is none.
std::string named(std::string_view name) {
  return name.find(' ') == std::string_view::npos ? "`" + std::string(name) + "`" : std::string(name);
}

/// Parts of a file's path are the document's own: they are never a column of a tag file.
bool is_part_of_a_path(std::string_view name) {
  constexpr std::array<std::string_view, 5> parts = {".path", ".dir", ".name", ".stem", ".ext"};
  return std::any_of(parts.begin(), parts.end(), [&](std::string_view part) { return name.ends_with(part); });
}

bool is_clip_name(std::string_view name) {
  return std::find(clip_names().begin(), clip_names().end(), name) != clip_names().end();
}

/// `from:1:30` where a map was expected; not `1:30`, which is a time.
std::string space_hint(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon + 1 >= text.size()) return {};
  if (core::is_digit(text.front()) || text.find_first_of(" /\\") < colon || text[colon + 1] == ' ' || text[colon + 1] == '/') return {};
  return "a space is missing after the colon: `" + std::string(text.substr(0, colon)) + ": " +
         std::string(text.substr(colon + 1)) + "`";
}

}  // namespace

void Reading::fault(std::string code, Place place, std::string message, std::string hint) {
  if (faults_.size() > most_faults) return;
  if (faults_.size() == most_faults) {
    faults_.push_back(
        {"document.many", "more than a thousand faults: the rest is not shown", "", {file_, 0, 0}});
    return;
  }
  faults_.push_back({std::move(code), std::move(message), std::move(hint), std::move(place)});
}

void Reading::warn(std::string code, Place place, std::string message, std::string hint) {
  warnings_.push_back({std::move(code), std::move(message), std::move(hint), std::move(place)});
}

void Reading::told_empty(const Value& value) {
  if (value.key == value.node) {
    fault("document.empty", place(value.node), "an entry of " + named(value.name) + " is empty",
          "remove it, or give it a value");
    return;
  }
  const Place at = place(value.key);
  const std::string_view row = tree_.source().from(at.line, at.column);
  const auto colon = row.find(':');
  const auto after = colon == std::string_view::npos ? colon : row.find_first_not_of(" \t", colon + 1);
  if (after != std::string_view::npos && row[after] == '#') {
    fault("document.empty", {at.file, at.line, at.column + static_cast<int>(after)},
          named(value.name) + " has no value: from `#` on this looks like a comment to YAML",
          "if it is text, quote it: " + in_quotes(trimmed(row.substr(after))));
    return;
  }
  fault("document.empty", at, named(value.name) + " has no value",
        "give it one, or remove the key; an empty text is \"\"");
}

void Reading::wrong_kind(const Value& value, std::string_view expected, std::string hint) {
  using yaml::Kind;
  const Kind found = kind(value.node);
  const std::string what = found == Kind::map    ? "a map"
                           : found == Kind::list ? "a list"
                                                 : shown(tree_.text(value.node));
  if (hint.empty() && found == Kind::scalar) hint = space_hint(tree_.text(value.node));
  fault("document.type", place(value.node),
        named(value.name) + " takes " + std::string(expected) + ", not " + what, hint);
}

std::optional<std::string_view> Reading::written(const Value& value, std::string_view expected) {
  switch (kind(value.node)) {
    case yaml::Kind::scalar:
      return tree_.text(value.node);
    case yaml::Kind::empty:
      told_empty(value);
      return std::nullopt;
    default:
      wrong_kind(value, expected);
      return std::nullopt;
  }
}

void Reading::unknown_name(std::string_view name, const Value& value) {
  if (is_clip_name(name)) {
    fault("document.clip_name", place(value.node),
          "`${" + std::string(name) + "}` belongs to a clip; " + named(value.name) +
              " is read before there is one",
          "names of clips can be used in titles and filters");
    return;
  }
  const std::vector<std::string> known = names_ != nullptr ? names_->names() : std::vector<std::string>();
  fault("document.unknown_name", place(value.node), "nothing is named `${" + std::string(name) + "}`",
        suggestion(name, known));
}

std::optional<std::string> Reading::told(const core::Result<std::string>& result, const Value&) {
  if (result) return *result;
  const core::Error& error = result.error();
  fault(error.code, error.place, error.message, error.hint);
  return std::nullopt;
}

std::optional<std::string> Reading::text(const Value& value, std::string_view expected) {
  const auto raw = written(value, expected);
  if (!raw) return std::nullopt;
  if (raw->find('$') == std::string_view::npos || names_ == nullptr) return std::string(*raw);
  bool known = true;
  for (const NameUse& use : names_used(*raw)) {
    if (names_->find(use.name) || (use.has_default && !is_clip_name(use.name))) continue;
    unknown_name(use.name, value);
    known = false;
  }
  if (!known) return std::nullopt;
  return told(expand({std::string(*raw), place(value.node)}, *names_), value);
}

std::optional<Template> Reading::templated(const Value& value) {
  const auto raw = written(value);
  if (!raw) return std::nullopt;
  Template result{std::string(*raw), place(value.node)};
  if (raw->find('$') == std::string_view::npos || names_ == nullptr) return result;
  for (const NameUse& use : names_used(*raw)) {
    if (!is_part_of_a_path(use.name) || names_->find(use.name) || use.has_default) continue;
    unknown_name(use.name, value);
    return std::nullopt;
  }
  auto filled = told(expand_partly(result, *names_), value);
  if (!filled) return std::nullopt;
  result.text = std::move(*filled);
  return result;
}

std::optional<std::vector<Value>> Reading::list(const Value& value, std::string_view expected, bool single) {
  const yaml::Kind found = kind(value.node);
  if (found == yaml::Kind::empty) {
    told_empty(value);
    return std::nullopt;
  }
  if (found == yaml::Kind::scalar && single) return std::vector<Value>{{value.key, value.node, value.name}};
  if (found != yaml::Kind::list) {
    wrong_kind(value, expected);
    return std::nullopt;
  }
  std::vector<Value> values;
  for (const NodeId item : tree_.items(value.node)) values.push_back({item, item, value.name});
  return values;
}

bool Reading::is_map(const Value& value, std::string_view expected, const std::string& hint) {
  const yaml::Kind found = kind(value.node);
  if (found == yaml::Kind::map) return true;
  if (found == yaml::Kind::empty) {
    told_empty(value);
  } else {
    wrong_kind(value, expected, hint);
  }
  return false;
}

void Reading::misread(const Value& value, std::string_view found, std::string_view expected,
                      std::string_view hint) {
  fault("document.value", place(value.node),
        named(value.name) + " takes " + std::string(expected) + ", not " + shown(found), std::string(hint));
}

std::optional<Rational> Reading::duration(const Value& value) {
  return parsed(value, parse_duration, "a length of time", duration_forms);
}

std::optional<TimePoint> Reading::time(const Value& value) {
  const auto found = text(value, "a time");
  if (!found) return std::nullopt;
  const auto point = parse_time(*found);
  if (point) return *point;
  fault("document.time", place(value.node), named(value.name) + ": " + point.error().message,
        point.error().hint);
  return std::nullopt;
}

}  // namespace spool::pipelines
