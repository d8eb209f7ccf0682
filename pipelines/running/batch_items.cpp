#include "pipelines/running/batch_items.h"

#include <filesystem>
#include <map>
#include <set>
#include <utility>

#include "core/file_identity.h"
#include "core/journal/sqlite_store.h"
#include "pipelines/planning/planner.h"
#include "pipelines/running/placed_film.h"
#include "pipelines/running/same_place.h"

namespace spool::pipelines {
namespace {

namespace fs = std::filesystem;

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

/// What the journal knows as films that Spool has put there, and nobody has touched since.
class OwnFilms {
 public:
  explicit OwnFilms(const std::string& state) : journal_(core::JournalReader::open(state)) {}

  [[nodiscard]] bool holds(const std::string& path) const {
    if (!journal_) return false;
    const auto identity = core::identify(path);
    if (!identity) return false;
    const fs::path plain = fs::path(path).lexically_normal();
    if (placed_film(*journal_, plain.string(), *identity)) return true;
    // The folder may have been named through a link then or now.
    std::error_code failed;
    const fs::path folder = fs::canonical(plain.parent_path(), failed);
    if (failed || folder == plain.parent_path()) return false;
    return placed_film(*journal_, (folder / plain.filename()).string(), *identity).has_value();
  }

 private:
  core::Result<core::JournalReader> journal_;
};

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
  OwnFilms own(request.state);
  std::erase_if(items, [&](const BatchItem& item) { return item.found && own.holds(item.path); });
  if (items.empty()) {
    return core::Errors{{"usage.no_match", "no file matches but films that Spool has made", "name those that are to be taken", {}}};
  }
  const auto outputs = outputs_of(request, items);
  if (!outputs) return outputs.error();
  PlaceNames names;
  std::map<std::string, std::string> owners;
  core::Errors errors;
  for (std::size_t i = 0; i < items.size(); ++i) {
    std::set<std::string> mine;
    for (const std::string& path : (*outputs)[i].paths) {
      const std::string place = names.of(path);
      if (!mine.insert(place).second) continue;  // of one document: its plan tells that, with the line
      const auto [owner, is_new] = owners.emplace(place, items[i].item);
      constexpr std::size_t enough = 20;
      if (is_new || errors.size() >= enough) continue;
      errors.push_back({"output.twice", "'" + path + "' would be the film of both '" + owner->second + "' and '" + items[i].item + "'",
                        "let its name follow the input's, for instance \"${input.stem}.mp4\" with the name of your input",
                        (*outputs)[i].place});
    }
  }
  if (!errors.empty()) return errors;
  return items;
}

}  // namespace spool::pipelines
