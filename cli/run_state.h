// How runs stand, as a person and as a program reads it. Source: CONTRACT, "Plan, probe, status".
#pragma once

#include "cli/message.h"
#include "pipelines/running/runs.h"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace spool::cli {

/// `status --json`: one object, without its line feed.
std::string status_json(const pipelines::RunStatus& status);

/// One fact a line.
std::string status_text(const pipelines::RunStatus& status, const Paint& paint);

/// A table, the newest run first. `width`: columns that there are; 0: as many as it takes.
std::string runs_table(const std::vector<pipelines::RunStatus>& runs, int width, bool utf8,
                       const Paint& paint);

/// "2026-11-21 10:15", by this machine's clock on the wall.
std::string local_time_text(std::chrono::system_clock::time_point at);

/// "12 jobs: 3 done, 2 running, 7 waiting"; what there is none of is not said.
std::string jobs_text(const core::JobCounts& jobs);

}  // namespace spool::cli
