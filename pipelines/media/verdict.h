// Whether a file will do, in a person's words. What a probe cannot know (a picture damaged in the middle of a
// file) shows on rendering. Pure. Every code is listed in pipelines/reference/errors.md. Source: the issue's
// "Probing and refusing"; GROUND, "ffmpeg and bad input".
#pragma once

#include "core/error.h"
#include "core/process.h"
#include "pipelines/media/ffprobe_output.h"
#include "pipelines/media/media.h"

#include <optional>
#include <string>
#include <string_view>

namespace spool::pipelines {

/// How ffprobe's run ended, where it gave no answer. `first_bytes` tell a damaged film from what never was
/// one. `input.no_index .truncated .damaged .not_media .unsupported_container .too_slow`, `machine.ffprobe`,
/// `run.cancelled`.
std::optional<core::Error> judge_ending(const std::string& name, std::string_view first_bytes,
                                        const core::Ending& ending, const std::string& told);

/// The streams: is there something to show or hear, and can this ffmpeg decode it.
/// `input.no_streams .too_many_streams .too_long .encrypted .unsupported_codec .undecodable .too_large .hdr
/// .absurd_times`.
std::optional<core::Error> judge_streams(const std::string& name, const Media& media,
                                         const FfprobeOutput& output);

/// The pictures and samples: all there, and at times that make a film.
/// `input.no_pictures .no_sound .truncated .time_gap .time_jump`. `media` with its indices filled in.
std::optional<core::Error> judge_times(const std::string& name, const Media& media,
                                       const FfprobeOutput& output);

}  // namespace spool::pipelines
