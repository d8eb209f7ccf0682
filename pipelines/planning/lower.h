// From a clip and a film's format to what ffmpeg is to do: seconds become frames, shares of the picture become pixels. Pure
// but for fonts, which are looked up and measured once each (ffmpeg/title_layout.h).
#pragma once

#include <string>

#include "core/error.h"
#include "pipelines/ffmpeg/jobs.h"
#include "pipelines/ffmpeg/title_layout.h"
#include "pipelines/planning/clip.h"

namespace spool::pipelines {

/// The picture of a clip. `file`: what ffmpeg opens for its source; the job's `output` is left to the caller.
core::Result<ClipJob> lower_picture(const Clip& clip, const PictureFormat& format, const Sources& sources,
                                    const std::string& file, TitleLayout& titles);

/// A clip's share of the film's sound. `first_frame`: of the film, where the clip begins.
SoundPiece lower_sound(const Clip& clip, const FilmFormat& format, std::int64_t first_frame, const std::string& file);

/// Are these two one take, shown without a break and treated alike? Then no fade is heard between them.
bool contiguous(const Clip& before, const Clip& after);

}  // namespace spool::pipelines
