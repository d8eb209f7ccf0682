// Hours of stamps in a few kilobytes: a camera's pictures follow each other in equal steps, and where a
// container rounds them (to milliseconds), in a step that is a fraction, rounded. Pure. Internal to
// media_codec.h.
#pragma once

#include "core/rational.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace spool::pipelines {

/// More pictures than a probe takes in (FfprobeOutput::Limits) are in no text that we wrote.
constexpr std::size_t most_stamps = 12'000'000;

/// Ascending stamps as runs, divided by blanks: "GAP" from the last stamp (from 0 for the first), then, where
/// more stamps follow at a step, "+STEPxCOUNT", or "+STEP/PARTS@PHASExCOUNT" where the step is a fraction:
/// stamp i of the run lies floor((PHASE + i · STEP) ÷ PARTS) after its first. `step`: ticks from picture to
/// picture, as far as it is known; 0: it is not.
std::string to_runs(const std::vector<std::int64_t>& stamps, core::Rational step);

/// None where the text is not of that form, the stamps would descend, leave 64 bits, or be more than
/// most_stamps.
std::optional<std::vector<std::int64_t>> from_runs(std::string_view text);

}  // namespace spool::pipelines
