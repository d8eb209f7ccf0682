// Where the dry-run formats get a job's words from: pipelines/ffmpeg/argv.h, or a scripted side in tests.
#pragma once

#include "pipelines/planning/film_plan.h"

#include <functional>
#include <string>
#include <vector>

namespace spool::cli {

/// Every word, argv[0] first; work files named relative to the work folder.
using ArgvOf = std::function<std::vector<std::string>(const pipelines::Job&)>;

}  // namespace spool::cli
