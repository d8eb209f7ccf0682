// How one picture becomes another, as a filter graph. Source: EXACT, "Transitions". Internal to
// ffmpeg/argv.h.
#pragma once

#include "pipelines/ffmpeg/jobs.h"

#include <cstdint>
#include <string>

namespace spool::pipelines {

/// From `before` to `after` (labels with brackets, the frames that the look wants of each, at the film's
/// rate and in its colours, stamps from 0) to `frames` pictures; picture i of a blend holds the share i/frames of `after`.
/// Without an outer label at its end. `mark` makes the labels within unique.
std::string transition_graph(const std::string& before, const std::string& after, const TransitionLook& look,
                             std::int64_t frames, const PictureFormat& film, const std::string& mark = {});

}  // namespace spool::pipelines
