// A plan as Graphviz draws it: jobs, what they need, the films that come out.
#pragma once

#include "pipelines/planning/film_plan.h"

#include <string>

namespace spool::cli {

std::string plan_dot(const pipelines::FilmPlan& plan);

}  // namespace spool::cli
