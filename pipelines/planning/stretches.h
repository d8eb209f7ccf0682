// Where a clip's pictures are parted: what nothing has been done to is copied, the rest encoded, in chunks that many cores can
// share. By the document and the source alone, so that every machine parts them alike. Pure. Source: GROUND, "What follows".
#pragma once

#include <vector>

#include "pipelines/ffmpeg/jobs.h"
#include "pipelines/planning/clip.h"

namespace spool::pipelines {

struct Stretch {
  FrameRange frames;     ///< of the clip
  bool copied = false;   ///< the source's packets show just these
};

/// Whether the source's pictures are coded as the film wants them.
bool is_as_the_film(const Clip& clip, const PictureFormat& format);

/// Of such a clip: the frames in `range` on which nothing is drawn, and which show one picture of the source after the other, as far as
/// packets hold just them and copying pays.
/// `picture`: the clip lowered whole.
std::vector<FrameRange> copied_frames(const Clip& clip, const ClipJob& picture, FrameRange range);

/// `range` in order: what is copied, and the rest.
std::vector<Stretch> stretches_of(const Clip& clip, FrameRange range, const std::vector<FrameRange>& copied, Rational film_rate);

}  // namespace spool::pipelines
