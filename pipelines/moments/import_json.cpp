#include "pipelines/moments/import.h"
#include "pipelines/document/column_name.h"
#include "pipelines/moments/import_formats.h"
#include "pipelines/moments/json_places.h"
#include "pipelines/moments/raw_moment.h"

#include <boost/json.hpp>

#include <charconv>
#include <cmath>
#include <optional>
#include <set>
#include <string>

namespace spool::pipelines {
namespace {

namespace json = boost::json;

/// 12.34 as it was written: the shortest decimal that gives this double.
std::optional<std::string> text_of(double number) {
  if (!std::isfinite(number)) return std::nullopt;
  char digits[512];
  const auto end = std::to_chars(std::begin(digits), std::end(digits), number, std::chars_format::fixed);
  return end.ec == std::errc() ? std::optional<std::string>(std::string(digits, end.ptr)) : std::nullopt;
}

/// A single value as text; none for a list or an object.
std::optional<std::string> text_of(const json::value& value) {
  switch (value.kind()) {
    case json::kind::null:
      return "";
    case json::kind::bool_:
      return value.get_bool() ? "true" : "false";
    case json::kind::int64:
      return std::to_string(value.get_int64());
    case json::kind::uint64:
      return std::to_string(value.get_uint64());
    case json::kind::double_:
      return text_of(value.get_double());
    case json::kind::string:
      return std::string(value.get_string());
    case json::kind::array:
    case json::kind::object:
      return std::nullopt;
  }
  return std::nullopt;
}

/// The texts of a list; none where one of them is itself a list or an object.
std::optional<std::vector<std::string>> texts_of(const json::array& list) {
  std::vector<std::string> texts;
  for (const json::value& value : list) {
    auto text = text_of(value);
    if (!text) return std::nullopt;
    texts.push_back(std::move(*text));
  }
  return texts;
}

std::vector<std::string> without_repeats(std::vector<std::string> texts) {
  std::set<std::string> seen;
  std::erase_if(texts, [&](const std::string& text) { return text.empty() || !seen.insert(text).second; });
  return texts;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : ", ") + text;
  return all;
}

/// One member of a moment. False: a value that means nothing here.
bool take_member(RawMoment& raw, Role role, const std::string& name, const json::value& value) {
  if (value.is_array() && (role == Role::tag || role == Role::other)) {
    auto texts = texts_of(value.get_array());
    if (!texts) return false;
    if (role == Role::tag)
      raw.tags = without_repeats(std::move(*texts));
    else
      raw.columns.emplace_back(name, joined(*texts));
    return true;
  }
  auto text = text_of(value);
  if (!text) return false;
  Cell cell{std::move(*text), raw.line, raw.column};
  switch (role) {
    case Role::start:
      raw.start = std::move(cell);
      break;
    case Role::end:
      raw.end = std::move(cell);
      break;
    case Role::duration:
      raw.duration = std::move(cell);
      break;
    case Role::rating:
      raw.rating = std::move(cell);
      break;
    case Role::label:
      raw.label = std::move(cell.text);
      break;
    case Role::tag:
      raw.tags = split_tags(cell.text);
      break;
    case Role::other:
      raw.columns.emplace_back(name, std::move(cell.text));
      break;
  }
  return true;
}

std::optional<TaggedMoment> moment_of(const json::value& value, LinePlace place, LimitedErrors& errors) {
  if (!value.is_object()) {
    errors.add("moments.json", "not a moment", "write {\"start\": 12.5, \"end\": 17, \"label\": \"…\"}",
               place.line, place.column);
    return std::nullopt;
  }
  const json::object& members = value.get_object();
  std::vector<std::string> names;
  for (const auto& member : members) names.push_back(column_name(member.key()));
  const std::vector<Role> roles = roles_of(names);
  RawMoment raw;
  raw.line = place.line;
  raw.column = place.column;
  std::size_t i = 0;
  for (const auto& member : members) {
    if (!take_member(raw, roles[i], names[i], member.value())) {
      errors.add("moments.value", "`" + names[i] + "` of a moment is neither a text nor a number", "",
                 place.line, place.column);
      return std::nullopt;
    }
    ++i;
  }
  return interpret(std::move(raw), errors);
}

/// The list of moments in the file; null where there is none.
const json::array* list_of(const json::value& file) {
  if (file.is_array()) return &file.get_array();
  const json::value* moments = file.is_object() ? file.get_object().if_contains("moments") : nullptr;
  return moments != nullptr && moments->is_array() ? &moments->get_array() : nullptr;
}

std::optional<json::value> parse(std::string_view text, LimitedErrors& errors) {
  json::stream_parser parser;
  boost::system::error_code error;
  const std::size_t read = parser.write_some(text.data(), text.size(), error);
  if (!error) {
    const auto rest = text.find_first_not_of(" \t\n\r", read);
    if (rest != std::string_view::npos) error = make_error_code(json::error::extra_data);
  }
  if (!error) parser.finish(error);
  if (!error) return parser.release();
  const LinePlace place = place_of(text, read);
  const std::string why = error == json::error::incomplete ? "it ends too early" : error.message();
  errors.add("moments.json", "not valid JSON: " + why, "", place.line, place.column);
  return std::nullopt;
}

}  // namespace

std::vector<TaggedMoment> import_json(std::string_view text, LimitedErrors& errors) {
  std::vector<TaggedMoment> moments;
  const auto file = parse(text, errors);
  if (!file) return moments;
  const json::array* list = list_of(*file);
  if (list == nullptr) {
    errors.add("moments.json", "no list of moments",
               "write [{\"start\": 12.5, \"end\": 17}] or {\"moments\": […]}", 1, 1);
    return moments;
  }
  if (list->size() > most_tag_rows) {
    errors.add("moments.too_large", "more than a million moments", "is it the right file?", 1, 1);
    return moments;
  }
  const std::vector<LinePlace> places = element_places(text, "moments");
  moments.reserve(list->size());
  for (std::size_t i = 0; i < list->size(); ++i) {
    const LinePlace place = i < places.size() ? places[i] : LinePlace{};
    if (auto moment = moment_of((*list)[i], place, errors)) moments.push_back(std::move(*moment));
  }
  return moments;
}

}  // namespace spool::pipelines
