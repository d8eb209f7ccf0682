// What is needed to cut a sound stream at the sample, from its packets. Pure. Source: EXACT, "Sound".
#pragma once

#include "pipelines/media/ffprobe_output.h"
#include "pipelines/media/media.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace spool::pipelines {

/// `first` counts priming samples and discarded packets out, as the decoder does. `unsaid`: samples that the decoder drops
/// at its start without any packet saying so.
SoundIndex index_sound(const AudioStream& audio, const std::vector<Packet>& packets, std::int64_t unsaid = 0);

/// What a Matroska file's Opus decoders drop, by the headers among its first bytes: samples at 48 kHz, in the order of
/// the tracks. ffprobe does not tell it.
std::vector<std::int64_t> opus_delays(std::string_view first_bytes);

}  // namespace spool::pipelines
