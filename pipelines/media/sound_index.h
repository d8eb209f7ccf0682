// What is needed to cut a sound stream at the sample, from its packets. Pure. Source: EXACT, "Sound".
#pragma once

#include "pipelines/media/ffprobe_output.h"
#include "pipelines/media/media.h"

#include <vector>

namespace spool::pipelines {

/// `first` counts priming samples and discarded packets out, as the decoder does.
SoundIndex index_sound(const AudioStream& audio, const std::vector<Packet>& packets);

}  // namespace spool::pipelines
