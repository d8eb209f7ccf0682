// A run that met a full disk: how much room it still needs, and where.
#pragma once

#include <string>
#include <vector>

#include "core/engine.h"
#include "core/error.h"
#include "pipelines/planning/film_plan.h"

namespace spool::pipelines {

/// Whether anything failed for want of room: on our side, or as ffmpeg says it.
bool met_full_disk(const core::GraphReport& report, const std::vector<core::JobFailure>& placing);

/// A warning `disk.low` for each file system with less free than what is still to be made; `work`: the folder of what is made
/// already. Blocks.
core::Errors room_wanted(const FilmPlan& plan, const std::string& state, const std::string& work);

}  // namespace spool::pipelines
