#include "pipelines/running/decisions.h"

#include <memory>
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

}  // namespace

std::string to_json(const Decisions& decisions) {
  json::array media;
  for (const auto& [path, facts] : decisions.media) media.push_back(json::string(to_json(*facts)));
  json::array tags;
  for (const auto& [path, bytes] : decisions.tags) tags.push_back(json::array{json_of_bytes(path), json_of_bytes(bytes)});
  return json::serialize(json::object{{"media", std::move(media)}, {"tags", std::move(tags)}, {"ffmpeg", decisions.ffmpeg}});
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
