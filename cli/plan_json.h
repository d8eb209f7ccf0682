// A plan for a program: one JSON object on one line. Source: CONTRACT, "Plan, probe, status".
#pragma once

#include "cli/plan_argv.h"
#include "pipelines/planning/film_plan.h"

#include <string>

namespace spool::cli {

/// Without its line feed. `work_folder` (absolute) is what work files are told in and argv runs in; `item` of
/// a batch, else empty. `cached` is false: there is no cache yet.
std::string plan_json(const pipelines::FilmPlan& plan, const ArgvOf& argv, const std::string& work_folder,
                      const std::string& item = "");

}  // namespace spool::cli
