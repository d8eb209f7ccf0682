// How a source's pictures come to the film's size and colours. Pure. Source: EXACT, "Colour" and "The order
// of a picture chain".
#pragma once

#include "pipelines/ffmpeg/film_format.h"
#include "pipelines/media/media.h"

#include <string>
#include <vector>

namespace spool::pipelines {

/// One way of scaling for every clip, the same on every processor.
inline constexpr const char* scale_flags = ":flags=bicubic+accurate_rnd+bitexact";

/// What a `scale` makes of a picture.
struct Scaling {
  std::string size;    ///< the filter's options
  bool grows = false;  ///< whether that is more pixels than the source has
};
Scaling scaling_to(const VideoStream& stream, int width, int height);

/// Pictures of the source's own colours to a size (even) in the film's. Colours are converted
/// where there are fewer pixels, by a filter of their own where it takes the source's pixels: scale converts
/// by way of RGB, twice as dear and a level too dark.
std::vector<std::string> scaling_filters(const VideoStream& stream, const PictureFormat& film, const Scaling& scaling);

/// Pictures that have the film's colours already.
std::string film_scale(const FilmColour& film, int width, int height);

}  // namespace spool::pipelines
