// What a job will cost, roughly: for showing, for starting the longest first, and for room on the disk. The constants are
// fitted to x264 on one core of today; a wrong guess costs order and a progress bar's honesty, never the film.
#pragma once

#include <cstdint>

#include "pipelines/planning/film_plan.h"

namespace spool::pipelines {

/// Seconds of one core.
double cost_of(const JobSpec& spec);

/// Whether so many pictures are dearer to encode than to leave to a process of its own that copies them, and to begin a third
/// one behind it.
bool copying_pays(const PictureFormat& format, std::int64_t frames);

/// Bytes that the job's output will take.
std::uint64_t bytes_of(const JobSpec& spec);

/// Fills in the plan's estimates from its jobs: wall time with so many slots, room for work files and films.
void estimate(FilmPlan& plan, int slots);

}  // namespace spool::pipelines
