// `apply:`: the effects of a step.
#include "pipelines/document/nearest.h"
#include "pipelines/document/read_parts.h"
#include "pipelines/document/times.h"
#include "pipelines/document/values.h"

namespace spool::pipelines {
namespace {

constexpr std::string_view color_hint =
    "colours are names (`white`, `navy`), `#RRGGBB`, each with an opacity if wanted: `black@0.5`";

std::string listed(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "`" : ", `") + word + "`";
  return text;
}

std::optional<Position> read_position(Reading& reading, const Value& value) {
  const auto text = reading.text(value, "a position");
  if (!text) return std::nullopt;
  const auto position = parse_position(*text);
  if (!position) {
    const std::string near = nearest(*text, position_words());
    reading.misread(
        value, *text, "a position",
        near.empty() ? "positions are " + listed(position_words()) : "did you mean `" + near + "`?");
  }
  return position;
}

std::optional<Extent> read_extent(Reading& reading, const Value& value) {
  return reading.parsed(value, parse_extent, "a size: pixels, or a share of the film's height",
                        "write `48` or `5%`");
}

std::optional<Rational> optional_duration(Reading& reading, const Fields& fields, std::string_view key) {
  const auto value = fields.find(key);
  return value ? reading.duration(*value) : std::nullopt;
}

/// A map of an effect's own keys, or a fault that shows how it is written.
std::optional<Fields> own_fields(Reading& reading, const Value& value, const keys::Shape& shape,
                                 const std::string& example) {
  if (reading.kind(value.node) == yaml::Kind::scalar) {
    reading.fault("document.type", reading.place(value.node), "`" + std::string(value.name) + "` takes a map",
                  "write `" + example + "`");
    return std::nullopt;
  }
  if (!reading.is_map(value, "a map such as `" + example + "`")) return std::nullopt;
  return Fields(reading, value.node, shape);
}

Located<std::string> read_font(Parts& parts, const Value& value) {
  auto font = parts.reading.text(value, "a font's family or file");
  const Place place = parts.reading.place(value.node);
  if (!font) return {"", place};
  if (font->empty())
    parts.reading.misread(value, *font, "a font's family or file", "leave it out for the usual font");
  return {font->find('/') == std::string::npos ? *font : absolute_path(parts.folder, *font), place};
}

Title read_title(Parts& parts, const Value& value) {
  Reading& reading = parts.reading;
  Title title;
  const auto fields = own_fields(reading, value, keys::title, "title: {text: …}");
  if (!fields) return title;
  if (const auto text = fields->find("text")) title.text = reading.templated(*text).value_or(Template{});
  if (const auto position = fields->find("position"))
    title.position = read_position(reading, *position).value_or(Position::bottom);
  title.from = optional_duration(reading, *fields, "from");
  title.shown_for = optional_duration(reading, *fields, "for");
  if (const auto font = fields->find("font")) title.font = read_font(parts, *font);
  if (const auto size = fields->find("size")) title.size = read_extent(reading, *size);
  if (const auto color = fields->find("color")) title.color = read_color(reading, *color).value_or("white");
  if (const auto box = fields->find("box")) {
    const bool none =
        reading.kind(box->node) == yaml::Kind::scalar && reading.tree().text(box->node) == "none";
    title.box = none ? "none" : read_color(reading, *box);
  }
  return title;
}

Overlay read_overlay(Parts& parts, const Value& value) {
  Reading& reading = parts.reading;
  Overlay overlay;
  const auto fields = own_fields(reading, value, keys::overlay, "overlay: {image: INPUT}");
  if (!fields) return overlay;
  if (const auto image = fields->find("image")) {
    if (auto name = read_input_name(parts, *image)) overlay.image = std::move(*name);
  }
  if (const auto position = fields->find("position"))
    overlay.position = read_position(reading, *position).value_or(Position::top_right);
  if (const auto size = fields->find("size")) overlay.size = read_extent(reading, *size);
  overlay.from = optional_duration(reading, *fields, "from");
  overlay.shown_for = optional_duration(reading, *fields, "for");
  const auto opacity = fields->find("opacity");
  if (!opacity) return overlay;
  const auto share = reading.parsed(*opacity, parse_share, "a number from 0 to 1");
  if (share && (*share < Rational(0) || *share > Rational(1))) {
    reading.fault("document.range", reading.place(opacity->node), "`opacity` lies between 0 (unseen) and 1");
  } else if (share) {
    overlay.opacity = *share;
  }
  return overlay;
}

Fade read_fade(Reading& reading, const Value& value) {
  Fade fade;
  const auto fields = own_fields(reading, value, keys::fade, "fade: {in: 0.5s, out: 0.5s}");
  if (!fields) return fade;
  if (fields->all().empty()) {
    reading.fault("document.missing_key", reading.place(value.node), "`fade` needs `in`, `out` or both",
                  "write `fade: {in: 0.5s, out: 0.5s}`");
  }
  fade.in = optional_duration(reading, *fields, "in").value_or(0);
  fade.out = optional_duration(reading, *fields, "out").value_or(0);
  return fade;
}

void check_trim(Reading& reading, const Value& value, const Fields& fields, const Trim& trim) {
  const int forms = (fields.has("first") ? 1 : 0) + (fields.has("last") ? 1 : 0) +
                    (fields.has("from") || fields.has("to") ? 1 : 0);
  if (forms != 1) {
    reading.fault("document.exclusive", reading.place(value.node),
                  "`trim` takes `first`, or `last`, or `from` and `to`",
                  forms == 0 ? "write `trim: {last: 4s}`" : "keep one of them");
  }
  for (const char* key : {"first", "last"}) {
    const auto& length = key == std::string_view("first") ? trim.first : trim.last;
    if (length && *length == Rational(0)) {
      reading.fault("document.range", reading.place(fields.find(key)->node),
                    "a trim to nothing leaves no picture");
    }
  }
  const bool both = trim.from && trim.to && trim.from->kind == trim.to->kind;
  if (both && trim.from->kind == TimePoint::Kind::seconds && trim.to->seconds <= trim.from->seconds) {
    reading.fault("document.value", reading.place(fields.find("to")->node),
                  "this trim ends before it has begun");
  }
}

Trim read_trim(Reading& reading, const Value& value) {
  Trim trim;
  const auto fields = own_fields(reading, value, keys::trim, "trim: {last: 4s}");
  if (!fields) return trim;
  trim.first = optional_duration(reading, *fields, "first");
  trim.last = optional_duration(reading, *fields, "last");
  if (const auto from = fields->find("from")) trim.from = reading.time(*from);
  if (const auto to = fields->find("to")) trim.to = reading.time(*to);
  check_trim(reading, value, *fields, trim);
  return trim;
}

Speed read_speed(Reading& reading, const Value& value, bool slow) {
  Speed speed;
  const auto factor =
      reading.parsed(value, parse_share, "a factor of speed", "0.5 is half speed, 2 is twice as fast");
  if (!factor) return speed;
  const Place place = reading.place(value.node);
  if (*factor < Rational(1, 100) || *factor > Rational(100)) {
    reading.fault("document.range", place, "a factor of speed lies between 0.01 and 100",
                  "0.5 is half speed");
  } else if (slow && *factor > Rational(1)) {
    reading.fault("document.range", place,
                  "`slow_motion: " + factor->to_decimal(2) + "` would be faster, not slower",
                  "half speed is `slow_motion: 0.5`; faster is `speed`");
  } else {
    speed.factor = *factor;
  }
  return speed;
}

FitEffect read_fit(Reading& reading, const Value& value) {
  FitEffect fit;
  const auto read_mode = [&](const Value& mode) {
    fit.mode = reading.parsed(mode, parse_fit, "`pad`, `crop` or `stretch`").value_or(FitMode::pad);
  };
  if (reading.kind(value.node) == yaml::Kind::scalar) {
    read_mode(value);
    return fit;
  }
  if (!reading.is_map(value, "`pad`, `crop`, `stretch` or a map such as `{size: 640x360, mode: crop}`"))
    return fit;
  const Fields fields(reading, value.node, keys::fit);
  if (const auto mode = fields.find("mode")) read_mode(*mode);
  if (const auto focus = fields.find("focus"))
    fit.focus = read_position(reading, *focus).value_or(Position::center);
  const auto size = fields.find("size");
  if (!size) return fit;
  const auto rule =
      reading.parsed(*size, parse_size, "a size such as `640x360`", "both sides even, from 16 to 16384");
  if (rule && rule->short_side > 0) {
    reading.fault("document.value", reading.place(size->node), "`fit` needs both sides",
                  "write such as `640x360`");
  } else if (rule) {
    fit.size = {rule->width, rule->height};
  }
  return fit;
}

RawFilter read_filter(Reading& reading, const Value& value) {
  RawFilter filter;
  const auto fields = own_fields(reading, value, keys::filter, "filter: {video: …}");
  if (!fields) return filter;
  if (fields->all().empty()) {
    reading.fault("document.missing_key", reading.place(value.node),
                  "`filter` needs `video`, `audio` or both");
  }
  if (const auto video = fields->find("video")) filter.video = reading.templated(*video);
  if (const auto audio = fields->find("audio")) filter.audio = reading.templated(*audio);
  return filter;
}

void check_mute(Reading& reading, const Value& value) {
  if (value.key == value.node || reading.kind(value.node) == yaml::Kind::empty) return;
  const bool empty_map =
      reading.kind(value.node) == yaml::Kind::map && reading.tree().items(value.node).empty();
  if (empty_map || parse_truth(reading.tree().text(value.node)) == true) return;
  reading.fault("document.type", reading.place(value.node), "`mute` takes nothing",
                "write `- mute`; to hear the sound remove it");
}

Effect made(Parts& parts, const Value& value) {
  Reading& reading = parts.reading;
  Effect effect{Mute{}, reading.place(value.key)};
  const std::string_view name = value.name;
  if (name == "title") effect.what = read_title(parts, value);
  if (name == "overlay") effect.what = read_overlay(parts, value);
  if (name == "fade") effect.what = read_fade(reading, value);
  if (name == "trim") effect.what = read_trim(reading, value);
  if (name == "slow_motion" || name == "speed")
    effect.what = read_speed(reading, value, name == "slow_motion");
  if (name == "fit") effect.what = read_fit(reading, value);
  if (name == "volume") {
    effect.what = reading
                      .parsed(value, parse_volume, "a volume: `-6dB` or a factor",
                              "from -120dB to 60dB, or from 0 to 1000")
                      .value_or(Volume{});
  }
  if (name == "filter") effect.what = read_filter(reading, value);
  if (name == "mute") check_mute(reading, value);
  return effect;
}

std::optional<Effect> read_effect(Parts& parts, const Value& entry) {
  Reading& reading = parts.reading;
  if (reading.kind(entry.node) == yaml::Kind::scalar) {
    const std::string_view word = reading.tree().text(entry.node);
    if (word == "mute") return made(parts, {entry.node, entry.node, word});
    const bool known = keys::find(keys::effect, word) != nullptr;
    reading.fault(
        known ? "document.type" : "document.unknown_key", reading.place(entry.node),
        known ? "`" + std::string(word) + "` needs its values" : "there is no effect " + shown(word),
        known ? "write `- " + std::string(word) + ": …`" : suggestion(word, keys::names(keys::effect)));
    return std::nullopt;
  }
  if (!reading.is_map(entry, "effects such as `- fade: {in: 0.5s}`")) return std::nullopt;
  const Fields fields(reading, entry.node, keys::effect);
  if (fields.all().empty()) return std::nullopt;
  if (fields.all().size() > 1) {
    reading.fault("document.exclusive", reading.place(fields.all()[1].key),
                  "one entry of `apply` holds one effect",
                  "begin each effect with `- ` of its own; if this belongs to `" +
                      std::string(fields.all()[0].name) + "`, indent it further");
  }
  const Value& first = fields.all().front();
  if (keys::find(keys::effect, first.name) == nullptr) return std::nullopt;
  return made(parts, first);
}

}  // namespace

std::optional<std::string> read_color(Reading& reading, const Value& value) {
  const auto text = reading.text(value, "a colour");
  if (!text) return std::nullopt;
  auto color = parse_color(*text);
  if (!color) {
    const std::string near =
        text->find_first_of("@#") == std::string::npos ? nearest(*text, color_words()) : std::string();
    reading.misread(value, *text, "a colour",
                    near.empty() ? std::string(color_hint) : "did you mean `" + near + "`?");
  }
  return color;
}

std::vector<Effect> read_effects(Parts& parts, const Value& value) {
  std::vector<Effect> effects;
  if (parts.reading.kind(value.node) == yaml::Kind::map) {
    parts.reading.fault("document.type", parts.reading.place(value.node), "`apply` takes a list of effects",
                        "begin each effect with `- `: `- fade: {in: 0.5s}`");
    return effects;
  }
  const auto entries = parts.reading.list(value, "a list of effects");
  if (!entries) return effects;
  for (const Value& entry : *entries) {
    if (auto effect = read_effect(parts, entry)) effects.push_back(std::move(*effect));
  }
  return effects;
}

}  // namespace spool::pipelines
