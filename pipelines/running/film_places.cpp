#include "pipelines/running/film_places.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "pipelines/running/output_check.h"

namespace spool::pipelines {

Places judge_places(const FilmPlan& plan, const std::vector<MediaPtr>& inputs, const RunRequest& request,
                    const std::vector<OutputStanding>& standing, const ItemFiles* items) {
  std::vector<bool> may_replace;
  may_replace.reserve(standing.size());
  for (const OutputStanding& output : standing) may_replace.push_back(request.overwrite || output.ours);
  Places places;
  places.errors = check_outputs(plan, inputs, may_replace, items);
  const bool all_there = std::ranges::all_of(standing, [](const OutputStanding& output) { return output.up_to_date; });
  if (all_there) return places;
  Room room = check_room(plan, request.state);
  std::ranges::move(room.errors, std::back_inserter(places.errors));
  places.warnings = std::move(room.warnings);
  return places;
}

}  // namespace spool::pipelines
