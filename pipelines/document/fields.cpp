// Fields: a map held against its table of keys.
#include "pipelines/document/nearest.h"
#include "pipelines/document/reading.h"

#include <algorithm>
#include <unordered_map>

namespace spool::pipelines {
namespace {

constexpr int most_merges = 64;       // of maps within maps
constexpr std::size_t few_keys = 16;  // up to here looking through all is fastest

/// A key inside `{}` that was written without a colon: `8` in `{text: 7, 8}`.
bool without_colon(const yaml::Tree& tree, const Value& value) {
  if (tree.node(value.node).kind != yaml::Kind::empty) return false;
  const yaml::Node& key = tree.node(value.key);
  const std::string_view row = tree.source().from(static_cast<int>(key.line), static_cast<int>(key.column));
  const auto after = row.find_first_not_of(" \t", std::min(row.size(), value.name.size()));
  return after != std::string_view::npos && (row[after] == ',' || row[after] == '}') &&
         row.starts_with(value.name);
}

}  // namespace

Fields::Fields(Reading& reading, NodeId map, const keys::Shape& shape) : reading_(reading) {
  collect(map, false, 0);
  for (const Value& value : values_) check(value, shape);
  // What has been told already is not read again.
  const auto odd = std::remove_if(values_.begin(), values_.end(),
                                  [&](const Value& value) { return without_colon(reading.tree(), value); });
  odd_ = odd != values_.end();
  values_.erase(odd, values_.end());
  read_as_meant(shape);
  check_missing(map, shape);
}

void Fields::collect(NodeId map, bool merged, int depth) {
  if (depth > most_merges) {
    reading_.fault("document.limit", reading_.place(map), "maps are merged (`<<`) into each other too deep");
    return;
  }
  std::vector<yaml::Entry> entries;
  reading_.tree().entries(map, entries);
  std::vector<NodeId> merges;
  std::unordered_map<std::string_view, NodeId> seen;
  const bool many = entries.size() > few_keys;
  for (const yaml::Entry& entry : entries) {
    if (reading_.kind(entry.key) != yaml::Kind::scalar) {
      reading_.fault("document.type", reading_.place(entry.key), "a key has to be a text");
      continue;
    }
    const std::string_view name = reading_.tree().text(entry.key);
    if (name == "<<" && !reading_.tree().quoted(entry.key)) {
      merges.push_back(entry.value);
      continue;
    }
    if (many && !merged) {
      if (const auto [at, fresh] = seen.emplace(name, entry.key); !fresh) {
        tell_twice(at->second, entry.key);
      } else {
        values_.push_back({entry.key, entry.value, name});
      }
      continue;
    }
    add(entry, merged);
  }
  for (const NodeId value : merges) merge(value, depth + 1);
}

void Fields::add(const yaml::Entry& entry, bool merged) {
  const std::string_view name = reading_.tree().text(entry.key);
  const auto first = find(name);
  if (!first) {
    values_.push_back({entry.key, entry.value, name});
    return;
  }
  if (merged) return;  // what a map says itself goes before what is merged into it
  tell_twice(first->key, entry.key);
}

void Fields::tell_twice(NodeId first, NodeId second) {
  const int line = reading_.place(first).line;
  reading_.fault("document.duplicate_key", reading_.place(second),
                 shown(reading_.tree().text(second)) + " is given twice: first in line " +
                     std::to_string(line) + ", again here",
                 "keep one of them");
}

void Fields::merge(NodeId value, int depth) {
  switch (reading_.kind(value)) {
    case yaml::Kind::map:
      collect(value, true, depth);
      return;
    case yaml::Kind::list:
      for (const NodeId item : reading_.tree().items(value)) {
        if (reading_.kind(item) == yaml::Kind::map) {
          collect(item, true, depth);
        } else {
          reading_.fault("document.merge", reading_.place(item), "`<<` merges maps only",
                         "write `<<: *name` or `<<: [*a, *b]`");
        }
      }
      return;
    default:
      reading_.fault("document.merge", reading_.place(value), "`<<` merges a map, and this is none",
                     "write `<<: *name`, where `&name` stands behind the key of a map");
  }
}

std::optional<Value> Fields::find(std::string_view key) const {
  for (const Value& value : values_) {
    if (value.name == key) return value;
  }
  return std::nullopt;
}

bool Fields::told_to_write(std::string_view key) const {
  const std::string quoted = "`" + std::string(key) + "`";
  return std::any_of(advice_.begin(), advice_.end(),
                     [&](std::string_view advice) { return advice.find(quoted) != std::string_view::npos; });
}

void Fields::check(const Value& value, const keys::Shape& shape) {
  const keys::Key* key = keys::find(shape, value.name);
  if (key != nullptr && key->when == keys::When::later) check_later(value, *key);
  const Place place = reading_.place(value.key);
  if (without_colon(reading_.tree(), value)) {
    const auto colon = value.name.find(':');
    if (colon != std::string_view::npos) {
      reading_.fault("document.unknown_key", place, shown(value.name) + " is a key without a value to YAML",
                     "a space is missing after the colon: `" + std::string(value.name.substr(0, colon)) +
                         ": " + std::string(value.name.substr(colon + 1)) + "`");
    } else {
      reading_.fault("document.unknown_key", place, shown(value.name) + " is a key without a value to YAML",
                     "inside `{}` a comma ends the value before it: if it belongs to a text, put the whole "
                     "text in quotes");
    }
    return;
  }
  if (key != nullptr || !shape.others.empty()) return;
  const keys::Guess* meant = keys::find_guess(shape, value.name);
  if (meant != nullptr) advice_.push_back(meant->instead);
  reading_.fault("document.unknown_key", place, std::string(shape.what) + " has no key " + shown(value.name),
                 meant != nullptr ? std::string(meant->instead) : suggestion(value.name, keys::names(shape)));
}

void Fields::read_as_meant(const keys::Shape& shape) {
  if (!shape.others.empty()) return;
  for (Value& value : values_) {
    if (keys::find(shape, value.name) != nullptr) continue;
    const keys::Key* meant = keys::find(shape, nearest(value.name, keys::names(shape)));
    if (meant != nullptr && meant->when != keys::When::later && !has(meant->name)) value.name = meant->name;
  }
}

void Fields::check_later(const Value& value, const keys::Key& key) {
  const bool neutral = !key.neutral.empty() && reading_.tree().text(value.node) == key.neutral;
  if (neutral) return;
  const std::string hint = key.neutral.empty() ? "leave it out"
                                               : "leave it out, or write `" + std::string(key.name) + ": " +
                                                     std::string(key.neutral) + "`";
  reading_.fault("document.not_yet", reading_.place(value.key),
                 "`" + std::string(key.name) + "` comes with a later version", hint);
}

void Fields::check_missing(NodeId map, const keys::Shape& shape) {
  for (const keys::Key& key : shape.keys) {
    if (!key.required || odd_ || has(key.name) || told_to_write(key.name)) continue;
    reading_.fault("document.missing_key", reading_.place(map),
                   std::string(shape.what) + " needs the key `" + std::string(key.name) + "`",
                   std::string(key.help));
  }
}

}  // namespace spool::pipelines
