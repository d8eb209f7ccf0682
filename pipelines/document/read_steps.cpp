// Steps: `cut`, `effect`, `concat`.
#include "pipelines/document/nearest.h"
#include "pipelines/document/read_parts.h"

#include <algorithm>
#include <array>
#include <utility>

namespace spool::pipelines {
namespace {

std::optional<Located<std::string>> known_name(Reading& reading, const Value& value,
                                               const std::vector<std::string>& known, std::string_view what) {
  auto name = reading.text(value, what);
  if (!name) return std::nullopt;
  if (!contains(known, *name)) {
    reading.fault("document.unknown_name", reading.place(value.node),
                  "there is no " + std::string(what) + " " + shown(*name), suggestion(*name, known));
    return std::nullopt;
  }
  return Located<std::string>{std::move(*name), reading.place(value.node)};
}

// ---- cut
// --------------------------------------------------------------------------------------------------------------

Cut read_cut_of_input(Parts& parts, const Fields& fields, const Value& source) {
  Reading& reading = parts.reading;
  Cut cut;
  const auto name = reading.text(source);
  if (name && contains(parts.steps, *name)) {
    reading.fault("document.value", reading.place(source.node),
                  "`cut` takes `moments` or an input; " + shown(*name) + " is a step",
                  "to shorten the clips of a step write `effect: " + *name + "` with `apply: [{trim: …}]`");
  } else if (auto input = read_input_name(parts, source)) {
    cut.input = std::move(*input);
  }
  const auto at = fields.find("at");
  const auto remove = fields.find("remove");
  if (at && remove) {
    reading.fault("document.exclusive", reading.place(remove->key), "a cut has `at` or `remove`, not both",
                  "keep one of them");
  } else if (!at && !remove && !fields.told_to_write("at") && !fields.told_to_write("remove")) {
    reading.fault("document.missing_key", reading.place(source.key), "this cut does not say which parts",
                  "add `at:` (what stays) or `remove:` (what goes)");
  }
  if (at) cut.at = read_cut_at(parts, *at);
  if (remove) cut.remove = read_moment_list(reading, *remove);
  return cut;
}

Cut read_cut(Parts& parts, const Value& step) {
  Reading& reading = parts.reading;
  const Fields fields(reading, step.node, keys::cut_step);
  Cut cut;
  const auto source = fields.find("cut");
  if (!source) return cut;
  const bool of_moments =
      reading.kind(source->node) == yaml::Kind::scalar && reading.tree().text(source->node) == "moments";
  if (!of_moments) return read_cut_of_input(parts, fields, *source);
  cut.of_moments = true;
  if (!parts.has_moments) {
    reading.fault("document.missing_key", reading.place(source->node),
                  "`cut: moments`, but the document has no `moments`",
                  "add `moments: {of: INPUT, file: tags.csv}`");
  }
  for (const char* key : {"at", "remove"}) {
    if (const auto other = fields.find(key)) {
      reading.fault("document.exclusive", reading.place(other->key),
                    "`cut: moments` takes its parts from `moments`",
                    "remove `" + std::string(key) + "`, or name an input: `cut: INPUT`");
    }
  }
  return cut;
}

// ---- effect
// -----------------------------------------------------------------------------------------------------------

Apply read_apply(Parts& parts, const Value& step) {
  Reading& reading = parts.reading;
  const Fields fields(reading, step.node, keys::effect_step);
  Apply apply;
  if (const auto source = fields.find("effect")) {
    if (auto name = read_source_name(parts, *source)) apply.source = std::move(*name);
  }
  if (const auto effects = fields.find("apply")) apply.effects = read_effects(parts, *effects);
  if (const auto when = fields.find("when")) apply.when = read_match(reading, *when);
  if (const auto only = fields.find("only")) apply.only = read_match(reading, *only);
  if (!fields.has("apply") && !fields.has("only") && !fields.told_to_write("apply")) {
    reading.fault("document.missing_key", reading.place(step.node), "this step applies no effects",
                  "add `apply:` with a list of effects");
  }
  return apply;
}

// ---- concat
// -----------------------------------------------------------------------------------------------------------

std::optional<ConcatItem> read_concat_item(Parts& parts, const Value& value) {
  Reading& reading = parts.reading;
  ConcatItem item;
  item.place = reading.place(value.node);
  if (reading.kind(value.node) != yaml::Kind::map) {
    auto name = read_source_name(parts, value);
    if (!name) return std::nullopt;
    item.each.push_back(std::move(*name));
    return item;
  }
  const Fields fields(reading, value.node, keys::each);
  item.interleaved = true;
  const auto each = fields.find("each");
  if (!each) return std::nullopt;
  const auto names = reading.list(*each, "a list of steps");
  if (!names) return std::nullopt;
  if (names->empty()) reading.fault("document.empty", reading.place(each->node), "`each` lists no steps");
  for (const Value& one : *names) {
    if (auto name = known_name(reading, one, parts.steps, "step")) item.each.push_back(std::move(*name));
  }
  return item;
}

/// Is this entry how two others are joined? Whatever is no `each` and no name.
bool is_transition(const Reading& reading, const Value& value) {
  if (reading.kind(value.node) != yaml::Kind::map) return false;
  std::vector<yaml::Entry> entries;
  reading.tree().entries(value.node, entries);
  return !entries.empty() && std::none_of(entries.begin(), entries.end(), [&](const yaml::Entry& entry) {
    return reading.tree().text(entry.key) == "each";
  });
}

/// Items with the transitions between them.
std::vector<ConcatItem> read_concat_items(Parts& parts, const std::vector<Value>& values) {
  Reading& reading = parts.reading;
  std::vector<ConcatItem> items;
  std::optional<Transition> into;
  bool after_item = false;
  const auto misplaced = [&reading](const Place& place) {
    reading.fault("document.misplaced", place, "a transition stands between two clips",
                  "put a step or an input before it and after it");
  };
  for (const Value& value : values) {
    if (is_transition(reading, value)) {
      if (!after_item) misplaced(reading.place(value.node));
      after_item = false;
      into = read_transition(parts, value);
      continue;
    }
    after_item = true;
    if (auto item = read_concat_item(parts, value)) {
      item->into = std::exchange(into, std::nullopt);
      items.push_back(std::move(*item));
    }
  }
  if (!after_item && !values.empty()) misplaced(reading.place(values.back().node));
  return items;
}

Concat read_concat(Parts& parts, const Value& step) {
  Reading& reading = parts.reading;
  const Fields fields(reading, step.node, keys::concat_step);
  Concat concat;
  if (const auto transition = fields.find("transition"))
    concat.transition = read_transition(parts, *transition);
  const auto list = fields.find("concat");
  if (!list) return concat;
  const auto items = reading.list(*list, "a list such as `[intro, clips]`");
  if (!items) return concat;
  if (items->empty()) reading.fault("document.empty", reading.place(list->node), "`concat` lists nothing");
  concat.items = read_concat_items(parts, *items);
  return concat;
}

// ---- any step
// ---------------------------------------------------------------------------------------------------------

constexpr std::array<std::string_view, 3> kinds = {"cut", "effect", "concat"};
bool is_kind(std::string_view key) { return std::find(kinds.begin(), kinds.end(), key) != kinds.end(); }

/// The advice where a step is of no kind: by a key that may have meant one, rather than by what stands beside
/// it.
std::string kind_meant(const Reading& reading, const std::vector<yaml::Entry>& entries) {
  const std::vector<std::string> known(kinds.begin(), kinds.end());
  for (const yaml::Entry& entry : entries) {
    const std::string_view key = reading.tree().text(entry.key);
    if (const std::string near = nearest(key, known); !near.empty()) return "did you mean `" + near + "`?";
    const keys::Guess* meant = keys::find_guess(keys::cut_step, key);
    const auto is_advised = [&](const std::string& kind) {
      return meant->instead.starts_with("write `" + kind);
    };
    if (meant != nullptr && std::any_of(known.begin(), known.end(), is_advised))
      return "for `" + std::string(key) + "` " + std::string(meant->instead);
  }
  return "begin it with `cut: moments`, `effect: STEP` or `concat: [STEPS]`";
}

/// Which of the three a map is; none is told.
std::string_view kind_of(Reading& reading, const Value& step) {
  std::vector<yaml::Entry> entries;
  reading.tree().entries(step.node, entries);
  std::vector<yaml::Entry> merged;
  std::string_view found;
  for (const yaml::Entry& entry : entries) {
    const std::string_view key = reading.tree().text(entry.key);
    if (key == "<<" && reading.kind(entry.value) == yaml::Kind::map) {
      reading.tree().entries(entry.value, merged);
      for (const yaml::Entry& one : merged) {
        const std::string_view inner = reading.tree().text(one.key);
        if (found.empty() && is_kind(inner)) found = inner;
      }
    }
    if (!is_kind(key)) continue;
    if (found.empty() || found == key) {
      found = key;
      continue;
    }
    reading.fault(
        "document.exclusive", reading.place(entry.key),
        "a step is one of `cut`, `effect` and `concat`; this is `" + std::string(found) + "` already",
        "make two steps of it, one the source of the other");
  }
  if (!found.empty()) return found;
  reading.fault("document.missing_key", reading.place(step.key),
                "the step `" + std::string(step.name) + "` does not say what it does",
                kind_meant(reading, entries));
  return {};
}

}  // namespace

std::optional<Located<std::string>> read_input_name(Parts& parts, const Value& value) {
  return known_name(parts.reading, value, parts.inputs, "input");
}

std::optional<Located<std::string>> read_source_name(Parts& parts, const Value& value) {
  std::vector<std::string> known = parts.steps;
  known.insert(known.end(), parts.inputs.begin(), parts.inputs.end());
  if (parts.reading.kind(value.node) == yaml::Kind::scalar &&
      parts.reading.tree().text(value.node) == "moments") {
    parts.reading.fault("document.value", parts.reading.place(value.node), "`moments` are no clips yet",
                        "make a step of them: `clips: {cut: moments}`, and name that");
    return std::nullopt;
  }
  return known_name(parts.reading, value, known, "step or input");
}

std::vector<Step> read_steps(Parts& parts, const std::vector<Value>& values) {
  std::vector<Step> steps;
  for (const Value& value : values) {
    if (!parts.reading.is_map(value, "a step such as `{cut: moments}`")) continue;
    const std::string_view kind = kind_of(parts.reading, value);
    if (kind.empty()) continue;
    Step step;
    step.name = value.name;
    step.place = parts.reading.place(value.key);
    if (kind == "cut") {
      step.what = read_cut(parts, value);
    } else if (kind == "effect") {
      step.what = read_apply(parts, value);
    } else {
      step.what = read_concat(parts, value);
    }
    steps.push_back(std::move(step));
  }
  return steps;
}

}  // namespace spool::pipelines
