// One piece of sound as a filter chain: cut at the sample, retimed, mixed to the film's channels, counted.
// Internal to argv.h.
#pragma once

#include "pipelines/ffmpeg/jobs.h"
#include "pipelines/ffmpeg/timing.h"
#include "pipelines/ffmpeg/words.h"

#include <string>

namespace spool::pipelines {

/// The input of a piece; empty for silence.
Words piece_input_words(const SoundPiece& piece, const SoundCut& cut);

/// The chain that makes exactly `samples` samples; `input`: its number for ffmpeg. Starts with its own source
/// or label.
std::string piece_chain(const SoundPiece& piece, const SoundCut& cut, const SoundFormat& format, int input);

/// Pieces labelled [piece0], [piece1], … as one sound, [sound]: those that follow each other are joined;
/// where two are heard at once, what was joined so far is led into what comes.
std::string joined_pieces(const std::vector<SoundPiece>& pieces, int sample_rate);

/// The effects of a piece whose sound is cut.
Words effect_filters(const SoundPiece& piece);

/// Fills gaps with silence. Those below a tenth of a second would be lost without the smaller limit; below a millisecond
/// it is the container's jitter.
inline constexpr const char* gaps_filled = "aresample=async=1:min_hard_comp=0.001";
/// To a rate, to the channels of a layout by standard coefficients, scaled so that it cannot clip, and to ffmpeg's format of samples.
Words resampling(int rate, const std::string& layout, const std::string& samples);

}  // namespace spool::pipelines
