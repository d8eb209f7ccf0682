// From options to what a session is asked for: paths made absolute, tools and state folder found, the
// document read.
#pragma once

#include "cli/face.h"
#include "cli/options.h"
#include "core/error.h"
#include "pipelines/planning/film_plan.h"
#include "pipelines/running/run.h"

namespace spool::cli {

core::Checked<pipelines::RunRequest> render_request(const RenderOptions& options, const Face& face);

/// Where relative outputs go: absolute.
std::string out_dir_of(const RenderOptions& options, const Face& face);

/// Bound inputs with absolute paths.
Assignments absolute_inputs(const Assignments& inputs, const Face& face);

/// Plans one request on an event loop of its own. Nothing is written, so that signals may end it as they do
/// by default.
pipelines::DryRun plan_of(const pipelines::RunRequest& request);

/// What a plan warns of, on standard error: on standard output there is nothing but the plan. `item`: of a batch.
void warn_of(const pipelines::FilmPlan& plan, const Face& face, const std::string& item = "");

}  // namespace spool::cli
