// Which files the jobs of a plan read and make.
#pragma once

#include "pipelines/planning/film_plan.h"

#include <string>
#include <vector>

namespace spool::cli {

/// What a job reads, each once, in the order of its use: absolute sources and images, names of work files.
std::vector<std::string> files_read(const pipelines::JobSpec& spec);

/// The work file that it makes.
const std::string& file_made(const pipelines::JobSpec& spec);

}  // namespace spool::cli
