// A plan as a bash script that makes the same films on any machine with that ffmpeg and those inputs:
// promise 8. Source: CONTRACT, "Plan, probe, status".
#pragma once

#include "cli/plan_argv.h"
#include "pipelines/planning/film_plan.h"

#include <string>

namespace spool::cli {

/// The whole script. It works in a temporary folder of its own and removes it, however it ends; what it says
/// goes to standard error. Films that exist are refused (exit 2) unless `overwrite`; a job that fails ends it
/// with 1.
std::string plan_shell(const pipelines::FilmPlan& plan, const ArgvOf& argv, bool overwrite);

}  // namespace spool::cli
