// Recordings whose pictures change their size in the middle, as a receiver writes them where the programme does.
#pragma once

#include "pipelines/document/effect.h"
#include "pipelines/ffmpeg/film_format.h"
#include "pipelines/media/media.h"

#include <string>
#include <vector>

namespace spool::pipelines {

/// Whether a source's pictures may change their shape on the way. Which do is not known before they are decoded, so all
/// are taken for such whose container carries the parameters along (MPEG-TS and PS), and whose filters bear it: others
/// keep memory for the pictures' first size.
bool may_change_shape(const Media& source);

/// What goes before the input of such a source: left to itself, ffmpeg begins its filters anew at a change, and each
/// forgets where it was.
std::vector<std::string> unbroken_words(const Media& source);

/// Fits every picture by its own shape, and brings it to the film's colours.
std::vector<std::string> changing_fit(const VideoStream& stream, const PictureFormat& film, int width, int height, FitMode mode,
                                      Position focus);

}  // namespace spool::pipelines
