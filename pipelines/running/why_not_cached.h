// Why a job is rendered although its film was made before: what differs from the last run of the same pipeline.
#pragma once

#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "pipelines/planning/film_plan.h"
#include "pipelines/running/film_run.h"

namespace spool::pipelines {

/// Sentences: "titled-3: its title changed"; one for many jobs alike. None where the pipeline never ran before.
boost::asio::awaitable<std::vector<std::string>> why_not_cached(const RunContext& context, const FilmPlan& plan,
                                                                const std::vector<JobIndex>& to_do, const std::string& job_prefix);

/// The pipeline as the journal names it: absolute where it is a file.
std::string pipeline_path(const RunRequest& request);

}  // namespace spool::pipelines
