// Moments: blocks, lists of them, and what is chosen.
#include "pipelines/document/column_name.h"
#include "pipelines/document/nearest.h"
#include "pipelines/document/read_parts.h"
#include "pipelines/document/source_text.h"
#include "pipelines/document/times.h"
#include "pipelines/document/values.h"

#include <array>

namespace spool::pipelines {
namespace {

/// The value of whichever of several words for one thing is given; two of them are a fault.
std::optional<Value> one_of(Reading& reading, const Fields& fields,
                            std::initializer_list<std::string_view> words) {
  std::optional<Value> found;
  for (const std::string_view word : words) {
    const auto value = fields.find(word);
    if (!value) continue;
    if (found) {
      reading.fault("document.exclusive", reading.place(value->key),
                    "`" + std::string(found->name) + "` and `" + std::string(word) + "` say the same",
                    "keep one of them");
      continue;
    }
    found = value;
  }
  return found;
}

void check_length(Reading& reading, NodeId node, const TaggedMoment& moment,
                  const std::optional<Value>& end) {
  using Point = TimePoint::Kind;
  if (moment.duration && *moment.duration <= Rational(0)) {
    reading.fault("document.value", reading.place(node), "a moment has to last longer than 0");
  }
  if (!moment.end || !end || moment.end->kind != moment.start.kind) return;
  const bool empty =
      (moment.start.kind == Point::seconds && moment.end->seconds <= moment.start.seconds) ||
      (moment.start.kind == Point::before_end && moment.end->seconds >= moment.start.seconds) ||
      (moment.start.kind == Point::frame && moment.end->frame <= moment.start.frame);
  if (empty)
    reading.fault("document.value", reading.place(end->node), "this moment ends before it has begun",
                  "an end lies after its start");
}

/// Any other key is a column; `duraton` hardly is, and the clip would go on to the end of its file.
void warn_of_slips(Reading& reading, const Fields& fields) {
  constexpr std::size_t longest = 10;  // of what could be a slip: there may be very many columns
  for (const Value& value : fields.all()) {
    if (value.name.size() > longest || keys::find(keys::moment, value.name) != nullptr) continue;
    const std::string meant = nearest(value.name, {"duration", "end"});
    if (meant.empty()) continue;
    reading.warn("document.odd_column", reading.place(value.key),
                 shown(value.name) + " is taken for a column of this moment, which has no end",
                 "did you mean `" + meant + "`?");
  }
}

/// Where a moment has none: any key may be a column, but one of these hardly is.
std::string start_meant(const Fields& fields) {
  constexpr std::array<std::string_view, 5> words = {"begin", "start_time", "time", "at", "position"};
  for (const std::string_view word : words) {
    if (fields.has(word)) return "for `" + std::string(word) + "` write `start`";
  }
  for (const Value& value : fields.all()) {
    if (!nearest(value.name, {"start"}).empty()) return "did you mean `start`?";
  }
  return "from the beginning is `start: 0`";
}

void read_times(Reading& reading, NodeId node, const Fields& fields, TaggedMoment& moment) {
  const auto start = one_of(reading, fields, {"start", "from", "in"});
  const auto end = one_of(reading, fields, {"end", "to", "out"});
  const auto duration = one_of(reading, fields, {"duration", "for"});
  if (!start && fields.odd()) return;
  if (!start) {
    reading.fault("document.missing_key", reading.place(node), "a moment needs a `start`",
                  start_meant(fields));
  } else if (const auto point = reading.time(*start)) {
    moment.start = *point;
  }
  if (end && duration) {
    reading.fault("document.exclusive", reading.place(duration->key),
                  "a moment has an end or a duration, not both", "keep one of them");
    return;
  }
  if (end) moment.end = reading.time(*end);
  if (duration) moment.duration = reading.duration(*duration);
  if (!end && !duration) warn_of_slips(reading, fields);
  check_length(reading, node, moment, end);
}

std::vector<std::string> read_texts(Reading& reading, const Value& value) {
  std::vector<std::string> texts;
  const auto items = reading.list(value, "a text or a list of texts", true);
  if (!items) return texts;
  for (const Value& item : *items) {
    if (auto text = reading.text(item)) texts.push_back(std::move(*text));
  }
  return texts;
}

void read_columns(Reading& reading, const Fields& fields, TaggedMoment& moment) {
  for (const Value& value : fields.all()) {
    if (keys::find(keys::moment, value.name) != nullptr) continue;
    std::string joined;
    for (const std::string& text : read_texts(reading, value)) joined += (joined.empty() ? "" : ", ") + text;
    moment.columns.emplace_back(column_name(value.name), std::move(joined));
  }
}

/// What "0:05-0:07" means, or "0:05", as people write it elsewhere.
std::string moment_meant(std::string_view text) {
  constexpr std::array<std::string_view, 5> between = {"..", "-", "–", "—", " to "};
  for (const std::string_view sign : between) {
    const std::size_t at = text.find(sign);
    if (at == std::string_view::npos) continue;
    const std::string_view start = trimmed(text.substr(0, at)), end = trimmed(text.substr(at + sign.size()));
    if (parse_time(start) && parse_time(end))
      return "write `{start: " + std::string(start) + ", end: " + std::string(end) + "}`";
  }
  if (!parse_time(text)) return {};
  return "write how long it is, too: `{start: " + std::string(text) + ", duration: 8}`";
}

TaggedMoment read_moment(Reading& reading, const Value& value) {
  TaggedMoment moment;
  const Place place = reading.place(value.node);
  moment.line = place.line;
  moment.column = place.column;
  const bool scalar = reading.kind(value.node) == yaml::Kind::scalar;
  const std::string meant = scalar ? moment_meant(reading.tree().text(value.node)) : std::string();
  if (!reading.is_map(value, "moments such as `{start: 1:30, duration: 8}`", meant)) return moment;
  const Fields fields(reading, value.node, keys::moment);
  read_times(reading, value.node, fields, moment);
  if (const auto label = fields.find("label")) moment.label = reading.text(*label).value_or("");
  if (const auto tag = fields.find("tag")) moment.tags = read_texts(reading, *tag);
  if (const auto rating = fields.find("rating"))
    moment.rating = reading.parsed(*rating, parse_number, "a number");
  read_columns(reading, fields, moment);
  return moment;
}

/// `keep`, `at_most`, `order`: of a block or of several.
template <class Chosen>
void read_choice(Reading& reading, const Fields& fields, Chosen& chosen) {
  if (const auto keep = fields.find("keep")) chosen.keep = read_match(reading, *keep);
  if (const auto most = fields.find("at_most")) chosen.at_most = reading.duration(*most);
  if (const auto order = fields.find("order")) {
    if (const auto word = reading.parsed(*order, parse_order, "`time` or `rating`")) chosen.order = *word;
  }
}

void read_origin(Parts& parts, const Value& value, const Fields& fields, MomentBlock& block) {
  const auto file = fields.find("file");
  const auto list = fields.find("list");
  if (file && list) {
    parts.reading.fault("document.exclusive", parts.reading.place(list->key),
                        "moments come from a `file` or a `list`, not both", "keep one of them");
  } else if (!file && !list) {
    parts.reading.fault("document.missing_key", parts.reading.place(value.key),
                        "these moments come from nowhere",
                        "name a tag file (`file: tags.csv`), or write them as a `list:`");
  }
  if (file) {
    if (auto path = read_path(parts.reading, *file, parts.folder))
      block.file = {{std::move(*path), parts.reading.place(file->node)}};
  }
  if (list) block.list = read_moment_list(parts.reading, *list);
}

/// `own_input`: the block of a `cut: INPUT`, which names the input itself.
MomentBlock read_block(Parts& parts, const Value& value, bool own_input) {
  Reading& reading = parts.reading;
  MomentBlock block;
  block.place = reading.place(value.node);
  block.list_file = reading.file();
  if (!reading.is_map(value, "a block such as `{of: INPUT, file: tags.csv}`")) return block;
  const Fields fields(reading, value.node, keys::block);
  const auto of = fields.find("of");
  if (of && own_input) {
    reading.fault("document.exclusive", reading.place(of->key), "`cut` names the input already",
                  "remove `of`");
  } else if (of) {
    if (auto name = read_input_name(parts, *of)) block.of = std::move(*name);
  } else if (!own_input) {
    reading.fault("document.missing_key", reading.place(value.key),
                  "these moments need `of`: the input that they are moments of",
                  parts.inputs.empty() ? "" : "write `of: " + parts.inputs.front() + "`");
  }
  read_origin(parts, value, fields, block);
  if (const auto before = fields.find("before")) block.before = reading.duration(*before).value_or(0);
  if (const auto after = fields.find("after")) block.after = reading.duration(*after).value_or(0);
  if (const auto merge = fields.find("merge")) block.merge = reading.duration(*merge);
  read_choice(reading, fields, block);
  return block;
}

Moments read_several(Parts& parts, const Value& value, bool own_input) {
  Reading& reading = parts.reading;
  Moments moments;
  const Fields fields(reading, value.node, keys::several_blocks);
  read_choice(reading, fields, moments);
  const auto from = fields.find("from");
  if (!from) return moments;
  const auto blocks = reading.list(*from, "a list of blocks");
  if (!blocks) return moments;
  if (blocks->empty()) reading.fault("document.empty", reading.place(from->node), "`from` lists no blocks");
  for (const Value& block : *blocks) moments.blocks.push_back(read_block(parts, block, own_input));
  return moments;
}

bool has_key(const Reading& reading, NodeId map, std::initializer_list<std::string_view> names) {
  std::vector<yaml::Entry> entries;
  reading.tree().entries(map, entries);
  for (const yaml::Entry& entry : entries) {
    for (const std::string_view name : names) {
      if (reading.tree().text(entry.key) == name) return true;
    }
  }
  return false;
}

Moments read_any(Parts& parts, const Value& value, bool own_input) {
  Moments moments;
  if (!parts.reading.is_map(value, "a block such as `{of: INPUT, file: tags.csv}`")) {
    moments.place = parts.reading.place(value.key);
    return moments;
  }
  if (has_key(parts.reading, value.node, {"from"})) {
    moments = read_several(parts, value, own_input);
  } else {
    // The choice of a single block is the block's own.
    moments.blocks.push_back(read_block(parts, value, own_input));
    moments.order = moments.blocks.front().order;
  }
  moments.place = parts.reading.place(value.key);
  return moments;
}

}  // namespace

std::vector<TaggedMoment> read_moment_list(Reading& reading, const Value& value) {
  std::vector<TaggedMoment> moments;
  const auto items = reading.list(value, "a list of moments such as `[{start: 1:30, duration: 8}]`");
  if (!items) return moments;
  if (items->empty())
    reading.fault("document.empty", reading.place(value.node),
                  "`" + std::string(value.name) + "` lists no moments");
  moments.reserve(items->size());
  for (const Value& item : *items) moments.push_back(read_moment(reading, item));
  return moments;
}

Moments read_moments(Parts& parts, const Value& value) { return read_any(parts, value, false); }

Moments read_cut_at(Parts& parts, const Value& value) {
  Reading& reading = parts.reading;
  if (reading.kind(value.node) == yaml::Kind::map) {
    const bool one_moment = has_key(reading, value.node, {"start", "in", "to", "end"}) &&
                            !has_key(reading, value.node, {"file", "list"});
    if (!one_moment) return read_any(parts, value, true);
    reading.fault("document.type", reading.place(value.node),
                  "`at` takes a list of moments or a block, not one moment",
                  "write it as a list: `at: [{…}]`");
    return {};
  }
  Moments moments;
  MomentBlock block;
  block.list = read_moment_list(reading, value);
  block.list_file = reading.file();
  block.place = reading.place(value.node);
  moments.place = reading.place(value.key);
  moments.blocks.push_back(std::move(block));
  return moments;
}

}  // namespace spool::pipelines
