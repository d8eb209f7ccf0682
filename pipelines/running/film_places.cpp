#include "pipelines/running/film_places.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "core/journal/sqlite_store.h"
#include "pipelines/running/placed_film.h"

namespace spool::pipelines {

std::vector<JudgedOutput> outputs_of(const Prepared& prepared, const std::vector<bool>& may_replace, const RunRequest& request) {
  std::vector<JudgedOutput> outputs;
  for (std::size_t i = 0; i < prepared.plan.outputs.size(); ++i) {
    const PlannedOutput& planned = prepared.plan.outputs[i];
    outputs.push_back({planned.path, planned.place, may_replace[i]});
  }
  if (prepared.unplanned.empty()) return outputs;
  const auto journal = core::JournalReader::open(request.state);
  for (const OutputPlace& output : prepared.unplanned) {
    // Whether it would be the same film is not known; of the very same document it may well be.
    const bool may_be_it = journal && is_film_of(request, output.path, *journal);
    outputs.push_back({output.path, output.place, request.overwrite || may_be_it});
  }
  return outputs;
}

std::vector<core::FileIdentity> files_of(const Prepared& prepared) {
  std::vector<core::FileIdentity> files;
  for (const MediaPtr& media : prepared.media) files.push_back(media->identity);
  for (const std::string& path : prepared.refused) {
    if (const auto identity = core::identify(path)) files.push_back(*identity);
  }
  return files;
}

Places judge_places(const Prepared& prepared, const RunRequest& request, const std::vector<OutputStanding>& standing, const ItemFiles* items) {
  std::vector<bool> may_replace;
  may_replace.reserve(standing.size());
  for (const OutputStanding& output : standing) may_replace.push_back(request.overwrite || output.ours);
  Places places;
  places.errors = check_outputs(outputs_of(prepared, may_replace, request), files_of(prepared), items);
  const bool all_there = std::ranges::all_of(standing, [](const OutputStanding& output) { return output.up_to_date; });
  if (all_there) return places;
  Room room = check_room(prepared.plan, request.state);
  std::ranges::move(room.errors, std::back_inserter(places.errors));
  places.warnings = std::move(room.warnings);
  return places;
}

}  // namespace spool::pipelines
