// What an effect does to a clip, before any of it is ffmpeg's: trims and speeds change its cut, the rest is placed on it.
#pragma once

#include "core/error.h"
#include "pipelines/planning/clip.h"

namespace spool::pipelines {

/// Forms the clip's cut anew from its source range, speed and the film's rate.
core::Result<void> recut(Clip& clip, Rational film_rate);

/// Just these of the clip's frames; its effects stay where they were on its pictures.
void keep_frames(Clip& clip, FrameRange range, Rational film_rate);

/// One effect on one clip of its own. The error's place is the effect's.
core::Result<void> apply_to_clip(const Effect& effect, Clip& clip, Rational film_rate);

/// One effect on a joined sequence: titles and fades run over its joins, a trim counts film frames, the rest works on
/// each of its clips (so that no picture is encoded twice).
core::Result<void> apply_to_film(const Effect& effect, Sequence& film, Rational film_rate);

}  // namespace spool::pipelines
