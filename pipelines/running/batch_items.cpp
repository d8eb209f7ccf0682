#include "pipelines/running/batch_items.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <utility>

#include "pipelines/planning/planner.h"

namespace spool::pipelines {
namespace {

std::string stem_of(const std::string& pipeline) {
  return pipeline == "-" ? "film" : std::filesystem::path(pipeline).stem().string();
}

struct ItemOutputs {
  std::vector<std::string> paths;
  core::Place place;   ///< in the document
};

core::Checked<std::vector<ItemOutputs>> outputs_of(const RunRequest& request, const std::vector<BatchItem>& items) {
  const auto parsed = parse(request.document, request.pipeline);
  if (!parsed) return parsed.error();
  std::vector<ItemOutputs> outputs;
  for (const BatchItem& item : items) {
    const PrepareRequest prepare = prepare_request(request, item);
    const auto document = read(*parsed, prepare.bindings);
    if (!document) return document.error();  // nothing in a document's faults depends on which file it is bound to
    if (document->inputs.empty()) {
      return core::Errors{{"document.no_input", "the pipeline declares no input that a file could be bound to", "add `inputs:`",
                           {request.pipeline, 0, 0}}};
    }
    outputs.push_back({output_paths(*document, prepare.settings), document->outputs.front().file.place});
  }
  return outputs;
}

}  // namespace

PrepareRequest prepare_request(const RunRequest& request) {
  PrepareRequest prepare;
  prepare.bindings.folder = request.folder;
  prepare.bindings.stem = stem_of(request.pipeline);
  prepare.bindings.inputs = request.inputs;
  prepare.bindings.sets = request.sets;
  prepare.settings.out_dir = request.out_dir;
  prepare.settings.output = request.output;
  prepare.settings.optimize = request.optimize;
  prepare.settings.slots = request.jobs;
  return prepare;
}

PrepareRequest prepare_request(const RunRequest& request, const BatchItem& item) {
  PrepareRequest prepare = prepare_request(request);
  prepare.bindings.first_input = item.path;
  prepare.settings.out_dir = item.out_dir;
  prepare.item_path = item.path;
  return prepare;
}

core::Checked<std::vector<BatchItem>> choose_items(const RunRequest& request, std::vector<BatchItem> items) {
  const auto outputs = outputs_of(request, items);
  if (!outputs) return outputs.error();
  std::map<std::string, std::size_t> films;
  for (std::size_t i = 0; i < items.size(); ++i) {
    for (const std::string& path : (*outputs)[i].paths) films.emplace(path, i);
  }
  std::vector<BatchItem> chosen;
  std::map<std::string, std::string> owners;
  core::Errors errors;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto film = films.find(std::filesystem::path(items[i].path).lexically_normal().string());
    if (items[i].found && film != films.end() && film->second != i) continue;
    for (const std::string& path : (*outputs)[i].paths) {
      const auto [owner, is_new] = owners.emplace(path, items[i].item);
      constexpr std::size_t enough = 20;
      if (is_new || errors.size() >= enough) continue;
      errors.push_back({"output.twice", "'" + path + "' would be the film of both '" + owner->second + "' and '" + items[i].item + "'",
                        "let its name follow the input's, for instance \"${input.stem}.mp4\" with the name of your input",
                        (*outputs)[i].place});
    }
    chosen.push_back(std::move(items[i]));
  }
  if (!errors.empty()) return errors;
  return chosen;
}

}  // namespace spool::pipelines
