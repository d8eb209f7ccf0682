// What colours a source is taken to be in, and what brings it to the film's.
// Source: EXACT, "Colour".
#pragma once

#include "pipelines/ffmpeg/film_format.h"
#include "pipelines/media/media.h"

#include <string>
#include <string_view>

namespace spool::pipelines {

/// How a source's numbers are to be read, in the words of ffmpeg's scale filter.
struct Colours {
  std::string matrix;  ///< "bt601", "bt709", "bt2020", …; empty: RGB, no matrix
  bool full_range = false;
  bool alpha = false;  ///< transparent parts: shown over black
};
Colours colours_of(const VideoStream& stream);

/// What a film is tagged with that keeps a source's colour: its own tags, and the usual ones where it has none.
FilmColour colour_of(const VideoStream& stream);

/// A source's pixel format as films name it: full range is a tag, not a format (yuvj420p is yuv420p).
std::string pixels_of(const VideoStream& stream);

/// A matrix by its tag ("smpte170m", "bt2020nc"), in the words of the scale filter; empty where it knows none.
std::string scale_matrix(std::string_view tag);

/// Options to append to a `scale` that does it; empty where the source is in the film's colours already.
std::string conversion_options(const Colours& from, const FilmColour& to);
/// Options to append to a `scale` of pictures without a matrix of their own (RGB).
std::string film_options(const FilmColour& to);

/// The filter that says what the frames now are.
std::string colour_tags(const FilmColour& colour);

}  // namespace spool::pipelines
