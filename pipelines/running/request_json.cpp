#include "pipelines/running/request_json.h"

#include <algorithm>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "pipelines/state/bytes_json.h"

namespace spool::pipelines {
namespace {

namespace json = boost::json;
using Pairs = std::vector<std::pair<std::string, std::string>>;

json::array json_of(const Pairs& pairs) {
  json::array list;
  for (const auto& [name, value] : pairs) list.push_back(json::array{json_of_bytes(name), json_of_bytes(value)});
  return list;
}

Pairs pairs_at(const json::object& object, std::string_view key) {
  Pairs pairs;
  const auto* list = object.if_contains(key);
  if (list == nullptr || !list->is_array()) return pairs;
  for (const json::value& entry : list->get_array()) {
    const auto* pair = entry.if_array();
    if (pair != nullptr && pair->size() == 2) pairs.emplace_back(bytes_of_json((*pair)[0]), bytes_of_json((*pair)[1]));
  }
  return pairs;
}

json::object json_of(const BatchItem& item) {
  return {{"item", json_of_bytes(item.item)}, {"path", json_of_bytes(item.path)}, {"out_dir", json_of_bytes(item.out_dir)},
          {"found", item.found}};
}

BatchItem item_of(const json::object& object) {
  return {bytes_at(object, "item"), bytes_at(object, "path"), bytes_at(object, "out_dir"), truth_at(object, "found")};
}

std::vector<BatchItem> items_of(const json::object& object) {
  std::vector<BatchItem> items;
  const auto* list = object.if_contains("items");
  if (list == nullptr || !list->is_array()) return items;
  for (const json::value& entry : list->get_array()) {
    if (const auto* item = entry.if_object()) items.push_back(item_of(*item));
  }
  return items;
}

RunRequest run_of(const json::object& object) {
  RunRequest run;
  run.pipeline = bytes_at(object, "pipeline");
  run.document = bytes_at(object, "document");
  run.folder = bytes_at(object, "folder");
  run.inputs = pairs_at(object, "inputs");
  run.sets = pairs_at(object, "sets");
  if (object.contains("output")) run.output = bytes_at(object, "output");
  run.out_dir = bytes_at(object, "out_dir");
  run.jobs = std::max(1, static_cast<int>(number_at(object, "jobs")));
  run.keep_going = truth_at(object, "keep_going");
  run.overwrite = truth_at(object, "overwrite");
  run.optimize = truth_at(object, "optimize");
  run.cache = truth_at(object, "cache");
  run.ffmpeg = bytes_at(object, "ffmpeg");
  run.ffprobe = bytes_at(object, "ffprobe");
  return run;
}

}  // namespace

std::string to_json(const KeptRequest& request) {
  const RunRequest& run = request.run;
  json::object object = {{"pipeline", json_of_bytes(run.pipeline)},
                         {"document", json_of_bytes(run.document)},
                         {"folder", json_of_bytes(run.folder)},
                         {"inputs", json_of(run.inputs)},
                         {"sets", json_of(run.sets)},
                         {"out_dir", json_of_bytes(run.out_dir)},
                         {"jobs", run.jobs},
                         {"keep_going", run.keep_going},
                         {"overwrite", run.overwrite},
                         {"optimize", run.optimize},
                         {"cache", run.cache},
                         {"ffmpeg", json_of_bytes(run.ffmpeg)},
                         {"ffprobe", json_of_bytes(run.ffprobe)}};
  if (run.output) object["output"] = json_of_bytes(*run.output);
  json::array items;
  for (const BatchItem& item : request.items) items.push_back(json_of(item));
  object["items"] = std::move(items);
  return json::serialize(object);
}

core::Result<KeptRequest> request_from_json(std::string_view text) {
  boost::system::error_code error;
  const json::value value = json::parse(text, error);
  const auto* object = error ? nullptr : value.if_object();
  if (object == nullptr || !object->contains("document")) {
    return core::Error{"state.damaged", "the journal's record of what was asked for cannot be read", "run the pipeline anew", {}};
  }
  return KeptRequest{run_of(*object), items_of(*object)};
}

}  // namespace spool::pipelines
