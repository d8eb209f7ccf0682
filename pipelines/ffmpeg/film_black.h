// Black as a film has it. ffmpeg 5.1 pads and fades with the limited range's (16 of 255), whatever the pictures say they
// are: in a full-range film that is a dark grey. Pure.
#pragma once

#include "pipelines/ffmpeg/film_format.h"

#include <string>
#include <vector>

namespace spool::pipelines {

/// A filter that draws black, on pictures in the film's colours: as it is, or, where the film is full range, on pixels of
/// which ffmpeg knows where their black is, and back to the film's without a level lost.
std::vector<std::string> with_film_black(std::string filter, const PictureFormat& film);

/// A fade from or to a colour (any but black) on the film's pictures: by way of RGB in the film's own matrix and range. Left to
/// itself, ffmpeg takes the colour for BT.601's.
std::vector<std::string> with_film_colour(std::string filter, const PictureFormat& film);

}  // namespace spool::pipelines
