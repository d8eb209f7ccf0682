// A plan for a program: one JSON object on one line. Source: CONTRACT, "Plan, probe, status".
#pragma once

#include "cli/plan_argv.h"
#include "pipelines/planning/film_plan.h"

#include <functional>
#include <string>
#include <string_view>

namespace spool::cli {

/// Takes a text piece by piece: the plan of a hundred thousand clips is hundreds of megabytes long.
using Put = std::function<void(std::string_view)>;

/// Without its line feed. `work_folder` (absolute) is what work files are told in and argv runs in; `item` of
/// a batch, else empty. `cached` is null where the inputs would have to be read to know.
void put_plan_json(const Put& put, const pipelines::FilmPlan& plan, const ArgvOf& argv, const std::string& work_folder,
                   const std::string& item = "");

/// The same as one text.
std::string plan_json(const pipelines::FilmPlan& plan, const ArgvOf& argv, const std::string& work_folder,
                      const std::string& item = "");

}  // namespace spool::cli
