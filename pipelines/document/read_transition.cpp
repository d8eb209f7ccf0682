// `{crossfade: 1s}`, `{wipeleft: 1s}`, `{dip: {color: black, for: 1s}}`.
#include "pipelines/document/read_parts.h"

namespace spool::pipelines {
namespace {

constexpr std::string_view example = "{crossfade: 1s}";

/// The one kind that it names.
std::optional<Value> only_kind(Reading& reading, const Fields& fields, const Value& value) {
  if (fields.all().size() == 1) return fields.all().front();
  if (!fields.odd() && fields.all().empty()) {
    reading.fault("document.missing_key", reading.place(value.node), "this transition does not say its kind",
                  "write `" + std::string(example) + "`");
  } else if (fields.all().size() > 1) {
    reading.fault("document.exclusive", reading.place(fields.all()[1].key), "a transition has one kind",
                  "keep one of them");
  }
  return std::nullopt;
}

void read_dip(Reading& reading, const Value& value, Transition& transition) {
  transition.xfade.clear();
  transition.color = "black";
  if (!reading.is_map(value, "a map such as `{color: black, for: 1s}`")) return;
  const Fields fields(reading, value.node, keys::dip);
  if (const auto length = fields.find("for")) transition.seconds = reading.duration(*length).value_or(0);
  if (const auto color = fields.find("color"))
    transition.color = read_color(reading, *color).value_or("black");
}

}  // namespace

std::optional<Transition> read_transition(Parts& parts, const Value& value) {
  Reading& reading = parts.reading;
  if (reading.kind(value.node) == yaml::Kind::scalar) {
    const auto word = reading.text(value, "a transition");
    if (!word || *word == "none") return std::nullopt;
    const bool known = keys::find(keys::transition, *word) != nullptr;
    reading.misread(value, *word, "a transition such as `" + std::string(example) + "`",
                    known ? "say how long: `{" + *word + ": 1s}`" : "");
    return std::nullopt;
  }
  if (!reading.is_map(value, "a transition such as `" + std::string(example) + "`")) return std::nullopt;
  const Fields fields(reading, value.node, keys::transition);
  const auto kind = only_kind(reading, fields, value);
  if (!kind || keys::find(keys::transition, kind->name) == nullptr) return std::nullopt;
  Transition transition;
  transition.place = reading.place(kind->key);
  if (kind->name == "dip") {
    read_dip(reading, *kind, transition);
    return transition;
  }
  if (kind->name != "crossfade") transition.xfade = kind->name;
  transition.seconds = reading.duration(*kind).value_or(0);
  return transition;
}

}  // namespace spool::pipelines
