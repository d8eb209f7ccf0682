// Whether a plan's films can go where they belong, before anything is rendered.
#pragma once

#include <vector>

#include "core/error.h"
#include "pipelines/planning/film_plan.h"
#include "pipelines/planning/source.h"
#include "pipelines/running/item_files.h"
#include "pipelines/running/recall.h"
#include "pipelines/running/run.h"

namespace spool::pipelines {

struct Places {
  core::Errors errors;
  core::Errors warnings;
};

/// Blocks: stat waits for slow disks. Errors of check_outputs and check_room (output_check.h); room is not asked for where all films
/// are there.
Places judge_places(const FilmPlan& plan, const std::vector<MediaPtr>& inputs, const RunRequest& request,
                    const std::vector<OutputStanding>& standing, const ItemFiles* items);

}  // namespace spool::pipelines
