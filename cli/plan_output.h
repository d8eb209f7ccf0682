// A dry run's plans as text, in the format that was asked for. Source: CONTRACT, "Plan, probe, status".
#pragma once

#include "cli/options.h"
#include "cli/plan_json.h"
#include "pipelines/planning/film_plan.h"
#include "pipelines/running/run.h"

#include <string>

namespace spool::cli {

/// `item`: of a batch, else empty. Of a batch's scripts each is a part, to be put between the head and the
/// foot.
void put_plan(const Put& put, PlanFormat format, const pipelines::FilmPlan& plan, const pipelines::RunRequest& request,
              const std::string& item = "");

/// A script of many parts: each may fail by itself, and the exit code is a batch's. Both are empty in other
/// formats.
std::string batch_head(PlanFormat format);
std::string batch_foot(PlanFormat format);

}  // namespace spool::cli
