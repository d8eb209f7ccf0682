// A request as the journal keeps it, so that another process, another day, carries out the same. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "pipelines/running/run.h"

namespace spool::pipelines {

/// What a person asked for: one pipeline, or one for each of many files.
struct KeptRequest {
  RunRequest run;
  std::vector<BatchItem> items;   ///< none: a single run
};

/// The state folder and the cache's limit are not kept: they are the reader's.
std::string to_json(const KeptRequest& request);
/// Error `state.damaged`.
core::Result<KeptRequest> request_from_json(std::string_view text);

}  // namespace spool::pipelines
