// Sound whose channels change on the way, as a broadcast's do from one programme to the next. ffmpeg begins its filters
// anew there, and each forgets what it has counted: such sound has to be known beforehand, and is decoded once on its own.
// Pure. Source: ffmpeg's ifilter_send_frame, which compares each frame's channels with those of the one before.
#pragma once

#include "pipelines/media/ffprobe_output.h"
#include "pipelines/media/media.h"

namespace spool::pipelines {

/// Whether it is worth a look: the container goes on with another programme under the same streams, and the codec's frames
/// each say what channels they hold.
bool may_change_channels(const Media& media);

/// Sound that does counts as what it has most of. `frames`: what ffprobe printed for channels_command.
void mark_changing_channels(Media& media, const FfprobeOutput& frames);

}  // namespace spool::pipelines
