// What HDR says of its light, out of ffprobe's side data. Pure. Source: SMPTE ST 2086, CTA-861.3.
#pragma once

#include "pipelines/media/ffprobe_output.h"
#include "pipelines/media/media.h"

#include <vector>

namespace spool::pipelines {

/// In the steps in which HEVC writes it (50,000ths, 10,000ths of a nit), so that what two containers say alike is alike. What makes no
/// sense is not told.
ToldLight light_in(const std::vector<Fields>& side_data);

/// HDR of moving pictures whose container does not tell all: the pictures themselves may (HEVC's and AV1's do).
bool may_tell_of_light(const Media& media);

/// Adds what the first picture tells and the container did not.
void take_light(Media& media, const FfprobeOutput& frames);

}  // namespace spool::pipelines
