// Why a render failed, in a person's words: what ended it, and ffmpeg's own last lines. Pure.
#pragma once

#include <optional>
#include <string>

#include "core/error.h"
#include "core/process.h"
#include "pipelines/planning/film_plan.h"
#include "pipelines/running/job_output.h"

namespace spool::pipelines {

/// Nothing where the child ended with 0. `render.failed`, `render.killed`, `render.timed_out`, `render.stalled`,
/// `render.not_started`.
std::optional<core::Error> ending_error(const Job& job, const core::Ending& ending, const JobOutput& output);

/// What a clip decoded or encoded differs from its plan: `render.wrong_pictures`, `render.short`.
std::optional<core::Error> clip_error(const Job& job, const JobOutput& output, bool strict);

/// A message of these two without ffmpeg's last lines.
std::string without_last_lines(const std::string& message);

}  // namespace spool::pipelines
