// The plan alone: inputs are probed, what is cached is told, nothing is written anywhere.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "core/error.h"
#include "pipelines/planning/film_plan.h"
#include "pipelines/running/run.h"
#include "pipelines/running/session_run.h"

namespace spool::pipelines {

boost::asio::awaitable<DryRun> plan_only(SessionParts& parts, RunRequest request, ItemFilesPtr items);

}  // namespace spool::pipelines
