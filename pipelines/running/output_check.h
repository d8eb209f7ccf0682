// What is said of outputs before the first encode: do they exist, are they inputs, can they be written, is there room?
// Blocks (stat): call it on a helper thread. Source: DESIGN, promise 2; CONTRACT, "Paths and outputs".
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/error.h"
#include "pipelines/planning/film_plan.h"
#include "pipelines/planning/source.h"
#include "pipelines/running/item_files.h"

namespace spool::pipelines {

/// All that is wrong with the places of a plan's films. `may_replace`: by output, whether a plain file in the way is none of it.
/// `items`: what the whole batch reads; null: no batch.
core::Errors check_outputs(const FilmPlan& plan, const std::vector<MediaPtr>& inputs, const std::vector<bool>& may_replace,
                           const ItemFiles* items);

struct Room {
  core::Errors errors;     ///< `disk.full`: less than the least that is needed
  core::Errors warnings;   ///< `disk.low`: less than the estimate
};

/// Free space of the file systems that work files and films go to, against the plan's estimate. `made`: bytes of work files that
/// are there already.
Room check_room(const FilmPlan& plan, const std::string& state, std::uint64_t made = 0);

}  // namespace spool::pipelines
