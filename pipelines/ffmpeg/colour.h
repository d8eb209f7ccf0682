// What colours a source is taken to be in, and what brings it to the film's.
// Source: EXACT, "Colour".
#pragma once

#include "pipelines/ffmpeg/film_format.h"
#include "pipelines/media/media.h"

#include <string>
#include <string_view>

namespace spool::pipelines {

/// How a source's numbers are to be read. Primaries of standard definition count as BT.709's, as every player
/// takes them: skin differs by 2 levels.
struct Colours {
  std::string matrix;  ///< of scale's: "bt601", "bt709", "bt2020", …; empty: RGB, no matrix
  bool full_range = false;
  bool alpha = false;                 ///< transparent parts: shown over black
  std::string primaries = "bt709";    ///< or a wider gamut's: "bt2020", "smpte431", "smpte432"
  std::string transfer = "bt709";     ///< or HDR's: "smpte2084" (PQ), "arib-std-b67" (HLG)
};
Colours colours_of(const VideoStream& stream);

/// What a film is tagged with that keeps a source's colour: its own tags, and the usual ones where it has none.
FilmColour colour_of(const VideoStream& stream);

/// A source's pixel format as films name it: full range is a tag, not a format (yuvj420p is yuv420p).
std::string pixels_of(const VideoStream& stream);

/// Primaries that are wider than BT.709's, by their tag; "bt709" for all others.
std::string gamut_of(std::string_view primaries);
/// A transfer of HDR, by its tag; "bt709" for all others, which are near enough to each other.
std::string transfer_of(std::string_view transfer);

/// A matrix by its tag ("smpte170m", "bt2020nc"), in the words of the scale filter; empty where it knows none.
std::string scale_matrix(std::string_view tag);

/// The tag of a matrix of scale's.
std::string matrix_tag(std::string_view matrix);

/// Options to append to a `scale` that does it; empty where the source is in the film's colours already.
std::string conversion_options(const Colours& from, const FilmColour& to);
/// Options to append to a `scale` of pictures without a matrix of their own (RGB).
std::string film_options(const FilmColour& to);

/// The filter that says what the frames now are.
std::string colour_tags(const FilmColour& colour);

}  // namespace spool::pipelines
