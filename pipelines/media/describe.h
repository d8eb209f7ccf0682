// A file's Media from what ffprobe printed about it. Pure: no file is touched. Source: EXACT, "Which frames".
#pragma once

#include "core/error.h"
#include "pipelines/media/ffprobe_output.h"
#include "pipelines/media/media.h"

#include <string>
#include <string_view>

namespace spool::pipelines {

/// Everything but the indices: container, streams, start. Streams that this ffmpeg cannot decode are left out
/// of `audio` where another one can be used instead.
Media describe_streams(const FfprobeOutput& output);

/// Fills `pictures` and `seconds`. `pictures`: what ffprobe printed of them, packets (`output` itself) or
/// decoded pictures. MPEG-TS and PS: as they will be once copied (remuxed.h).
void fill_pictures(Media& media, const FfprobeOutput& output, const FfprobeOutput& pictures);

/// Fills `sound`, and `seconds` where there is no picture. `first_bytes`: the file's.
void fill_sound(Media& media, const FfprobeOutput& output, std::string_view first_bytes = {});

/// Whether a time that some packet carries is so far off that no film is meant (more than 400 days).
bool has_absurd_stamps(const Media& media, const FfprobeOutput& output);

}  // namespace spool::pipelines
