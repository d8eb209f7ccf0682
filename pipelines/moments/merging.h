// Moments of one source that lie near each other become one.
#pragma once

#include "core/rational.h"
#include "pipelines/moments/select.h"

#include <vector>

namespace spool::pipelines {

/// Ascending by start; gaps up to `nearest` seconds are closed (0: what touches or overlaps). Labels are
/// joined by " / ", tags united, each once; the highest rating; columns and place of the first.
std::vector<Moment> merged(std::vector<Moment> moments, core::Rational nearest);

}  // namespace spool::pipelines
