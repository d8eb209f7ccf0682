// What colours a source is taken to be in, and what brings it to the film's one: BT.709, limited range.
// Source: EXACT, "Colour".
#pragma once

#include "pipelines/media/media.h"

#include <string>

namespace spool::pipelines {

/// How a source's numbers are to be read, in the words of ffmpeg's scale filter.
struct Colours {
  std::string matrix;  ///< "bt601", "bt709", "bt2020", …; empty: RGB, no matrix
  bool full_range = false;
  bool alpha = false;  ///< transparent parts: shown over black
};
Colours colours_of(const VideoStream& stream);

/// Options to append to a `scale` that does it; empty where the source is in the film's colours already.
std::string conversion_options(const Colours& from);

/// The filter that says what the frames now are.
inline constexpr const char* film_colours =
    "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709";

}  // namespace spool::pipelines
