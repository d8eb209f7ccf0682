#include "pipelines/running/decisions.h"

#include <memory>
#include <optional>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "pipelines/media/media_codec.h"
#include "pipelines/state/bytes_json.h"

namespace spool::pipelines {
namespace {

namespace json = boost::json;

core::Error damaged() {
  return {"state.damaged", "the journal's record of a plan cannot be read", "run the pipeline anew", {}};
}

json::object json_of(const core::Error& error) {
  return {{"code", error.code},
          {"message", json_of_bytes(error.message)},
          {"hint", json_of_bytes(error.hint)},
          {"file", json_of_bytes(error.place.file)},
          {"line", error.place.line},
          {"column", error.place.column}};
}

core::Error error_of(const json::object& object) {
  return {bytes_at(object, "code"), bytes_at(object, "message"), bytes_at(object, "hint"),
          {bytes_at(object, "file"), static_cast<int>(number_at(object, "line")), static_cast<int>(number_at(object, "column"))}};
}

json::object json_of(const LeftOut& left_out) {
  json::object object = json_of(left_out.why);
  object["input"] = left_out.clip.input;
  object["from"] = left_out.clip.from.to_string();
  object["to"] = left_out.clip.to.to_string();
  object["who"] = json_of_bytes(left_out.clip.who);
  return object;
}

std::optional<LeftOut> left_out_of(const json::object& object) {
  const auto from = core::Rational::parse(bytes_at(object, "from"));
  const auto to = core::Rational::parse(bytes_at(object, "to"));
  if (!from || !to) return std::nullopt;
  core::Error why = error_of(object);
  ClipOrigin clip{bytes_at(object, "input"), *from, *to, bytes_at(object, "who"), why.place};
  return LeftOut{std::move(clip), std::move(why)};
}

/// What a document with `on_bad_clip: skip` does without. False: it cannot be read.
bool read_left_out(const json::object& object, Decisions& decisions) {
  const json::value* bad = object.if_contains("bad");
  const json::value* left_out = object.if_contains("left_out");
  for (const json::value& entry : bad != nullptr && bad->is_array() ? bad->get_array() : json::array()) {
    if (!entry.is_object()) return false;
    decisions.bad.emplace(bytes_at(entry.get_object(), "path"), error_of(entry.get_object()));
  }
  for (const json::value& entry : left_out != nullptr && left_out->is_array() ? left_out->get_array() : json::array()) {
    auto clip = entry.is_object() ? left_out_of(entry.get_object()) : std::nullopt;
    if (!clip) return false;
    decisions.left_out.push_back(std::move(*clip));
  }
  return true;
}

}  // namespace

std::string to_json(const Decisions& decisions) {
  json::array media;
  for (const auto& [path, facts] : decisions.media) media.push_back(json::string(to_json(*facts)));
  json::array tags;
  for (const auto& [path, bytes] : decisions.tags) tags.push_back(json::array{json_of_bytes(path), json_of_bytes(bytes)});
  json::array bad;
  for (const auto& [path, why] : decisions.bad) {
    json::object entry = json_of(why);
    entry["path"] = json_of_bytes(path);
    bad.push_back(std::move(entry));
  }
  json::array left_out;
  for (const LeftOut& clip : decisions.left_out) left_out.push_back(json_of(clip));
  return json::serialize(json::object{{"media", std::move(media)},
                                      {"tags", std::move(tags)},
                                      {"bad", std::move(bad)},
                                      {"left_out", std::move(left_out)},
                                      {"ffmpeg", decisions.ffmpeg}});
}

core::Result<Decisions> decisions_from_json(std::string_view text) {
  boost::system::error_code error;
  const json::value value = json::parse(text, error);
  const auto* object = error ? nullptr : value.if_object();
  const auto* media = object == nullptr ? nullptr : object->if_contains("media");
  const auto* tags = object == nullptr ? nullptr : object->if_contains("tags");
  if (media == nullptr || tags == nullptr || !media->is_array() || !tags->is_array()) return damaged();
  Decisions decisions;
  decisions.ffmpeg = bytes_at(*object, "ffmpeg");
  if (!read_left_out(*object, decisions)) return damaged();
  for (const json::value& entry : media->get_array()) {
    auto facts = media_from_json(bytes_of_json(entry));
    if (!facts) return facts.error();
    const std::string path = facts->path;
    decisions.media.emplace(path, std::make_shared<const Media>(std::move(*facts)));
  }
  for (const json::value& entry : tags->get_array()) {
    const auto* pair = entry.if_array();
    if (pair == nullptr || pair->size() != 2) return damaged();
    decisions.tags.emplace(bytes_of_json((*pair)[0]), bytes_of_json((*pair)[1]));
  }
  return decisions;
}

}  // namespace spool::pipelines
