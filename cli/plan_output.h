// A dry run's plan on standard output, in the format that was asked for. Source: CONTRACT, "Plan, probe, status".
#pragma once

#include <string>

#include "cli/face.h"
#include "cli/options.h"
#include "pipelines/planning/film_plan.h"
#include "pipelines/running/run.h"

namespace spool::cli {

/// `item`: of a batch, else empty. The plan's warnings are told too. False: standard output could not be written.
bool show_plan(const pipelines::FilmPlan& plan, const RenderOptions& options, const pipelines::RunRequest& request,
               const std::string& item, const Face& face);

}  // namespace spool::cli
