// Is a finished file what the plan said? Counted in packets and stamps, never believed by an exit code. Pure.
// Source: EXACT, "Trust", "Joining", "Sound".
#pragma once

#include "core/error.h"
#include "pipelines/media/media.h"
#include "pipelines/planning/film_plan.h"

namespace spool::pipelines {

/// Frames as planned and evenly spaced (exact ticks in mp4 and mov, to a tick elsewhere), both streams from 0 (elsewhere together), samples at
/// least as planned and less than a codec frame more. Errors `render.wrong_film`.
core::Result<void> check_film(const Media& film, const PlannedOutput& planned);

}  // namespace spool::pipelines
