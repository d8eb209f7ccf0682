// The facts of a run as its hooks get them. Pure. Internal to running/hooks.h.
#pragma once

#include "pipelines/running/hooks.h"

#include <string>
#include <utility>
#include <vector>

namespace spool::pipelines {

/// RUN-failure-1: the same however often it is run.
std::string hook_id(const HookFacts& facts, std::size_t position);

std::vector<std::pair<std::string, std::string>> hook_environment(const HookFacts& facts,
                                                                  const std::string& id);

}  // namespace spool::pipelines
