// Whether a plan's films can go where they belong, before anything is rendered.
#pragma once

#include <vector>

#include "core/error.h"
#include "core/file_identity.h"
#include "pipelines/running/item_files.h"
#include "pipelines/running/output_check.h"
#include "pipelines/running/preparation.h"
#include "pipelines/running/recall.h"
#include "pipelines/running/run.h"

namespace spool::pipelines {

struct Places {
  core::Errors errors;
  core::Errors warnings;
};

/// Those of a plan's films, and of the outputs that could not be planned. `may_replace`: by output of the plan. Blocks.
std::vector<JudgedOutput> outputs_of(const Prepared& prepared, const std::vector<bool>& may_replace, const RunRequest& request);

/// The files that a plan reads, also those that cannot be used. Blocks.
std::vector<core::FileIdentity> files_of(const Prepared& prepared);

/// Blocks: stat waits for slow disks. Errors of check_outputs and check_room (output_check.h); room is not asked for where all films
/// are there.
Places judge_places(const Prepared& prepared, const RunRequest& request, const std::vector<OutputStanding>& standing, const ItemFiles* items);

}  // namespace spool::pipelines
