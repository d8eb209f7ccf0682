// A batch that is only planned: each item by itself, several at a time, told in their order when all are
// known.
#pragma once

#include "cli/face.h"
#include "cli/options.h"
#include "pipelines/running/run.h"

#include <vector>

namespace spool::cli {

/// Gives the exit code: 0, 4 where some items cannot be planned, their own where none can; 2 where two of
/// them would have one output.
int plan_batch(const BatchOptions& options, const pipelines::RunRequest& request,
               const std::vector<pipelines::BatchItem>& items, const Face& face);

}  // namespace spool::cli
