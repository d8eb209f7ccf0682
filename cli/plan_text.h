// A plan for a person: what was decided about each source, which films come out, what has to be done for
// them.
#pragma once

#include "pipelines/planning/film_plan.h"

#include <cstddef>
#include <string>

namespace spool::cli {

/// Jobs of a kind are listed up to this many, then counted.
inline constexpr std::size_t most_jobs_listed = 12;

/// Safe to show on a terminal; ends with a line feed. `item` of a batch, else empty.
std::string plan_text(const pipelines::FilmPlan& plan, const std::string& item = "");

}  // namespace spool::cli
