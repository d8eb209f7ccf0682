// What is said of outputs before the first encode: do they exist, are they inputs, can they be written, is there room?
// Blocks (stat): call it on a helper thread. Source: DESIGN, promise 2; CONTRACT, "Paths and outputs".
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/error.h"
#include "core/file_identity.h"
#include "pipelines/planning/film_plan.h"
#include "pipelines/running/item_files.h"

namespace spool::pipelines {

/// Where a film is to go.
struct JudgedOutput {
  std::string path;
  core::Place place;          ///< no file: `-o` names it
  bool may_replace = false;   ///< a plain file in the way is no fault
};

/// All that is wrong with the places of films. `inputs`: the files that are read. `items`: what the whole batch reads; null: no batch.
core::Errors check_outputs(const std::vector<JudgedOutput>& outputs, const std::vector<core::FileIdentity>& inputs, const ItemFiles* items);

struct Room {
  core::Errors errors;     ///< `disk.full`: less than the least that is needed
  core::Errors warnings;   ///< `disk.low`: less than the estimate
};

/// Free space of the file systems that work files and films go to, against the plan's estimate. `made`: bytes of work files that
/// are there already.
Room check_room(const FilmPlan& plan, const std::string& state, std::uint64_t made = 0);

}  // namespace spool::pipelines
