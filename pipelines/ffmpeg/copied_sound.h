// A film's sound copied packet by packet: where it is one stretch of one source, in the film's own form. An edit list
// hides what stands before its first sample, so that it is exact to the sample; the decoder needs a frame before that one.
// Pure. Source: EXACT, "Sound" and "Delivered"; what AAC overlaps: ISO/IEC 14496-3, 4.6.11.
#pragma once

#include "pipelines/ffmpeg/jobs.h"
#include "pipelines/ffmpeg/words.h"

#include <optional>
#include <string>

namespace spool::pipelines {

/// Whether the piece, alone, can be a film's whole sound as its source has it: AAC-LC out of an mp4, untouched, without a gap.
bool may_be_copied(const SoundPiece& piece, const SoundFormat& format);

/// The input, and what takes its packets to their times.
Words copied_sound_words(const SoundPiece& piece, int sample_rate);

/// Why a copy, as it was probed, is not the piece; none: it is.
std::optional<std::string> wrong_sound(const SoundPiece& piece, const Media& copy);

}  // namespace spool::pipelines
