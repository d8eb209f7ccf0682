// The keys of a film's jobs, from the contents of the files that they read and from who the ffmpeg is.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "pipelines/planning/film_plan.h"
#include "pipelines/planning/job_keys.h"
#include "pipelines/running/tool.h"
#include "pipelines/state/contents.h"

namespace spool::pipelines {

/// By job of the plan; none where something it reads is not known (yet).
using FilmKeys = std::vector<std::optional<JobKey>>;

/// Begins to read what is not known, and waits for that only where it may be known under another name.
boost::asio::awaitable<FilmKeys> find_keys(Contents& contents, const Tool& tool, const FilmPlan& plan);
/// Waits until everything has been read.
boost::asio::awaitable<FilmKeys> all_keys(Contents& contents, Tool& tool, const FilmPlan& plan);
/// Reads nothing, starts nothing: for a dry run.
boost::asio::awaitable<FilmKeys> known_keys(Contents& contents, const Tool& tool, const FilmPlan& plan);

/// How a job is made, as a digest: its whole command and what is written for it.
std::string recipe_of(const Job& job, const Tool& tool);

}  // namespace spool::pipelines
