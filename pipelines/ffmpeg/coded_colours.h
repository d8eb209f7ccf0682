// The colours of H.264 and HEVC as their packets say them. Pure. Source: ITU-T H.273.
#pragma once

#include "pipelines/ffmpeg/film_format.h"
#include "pipelines/media/media.h"

#include <string>

namespace spool::pipelines {

/// A bitstream filter by which packets that do not say their colours (or not all of them) say the film's, which are what the source is
/// taken to be in: beside encoded pictures, which say them, they would come and go along the film. Empty where nothing is missing. Coded
/// slices stay as they are.
std::string colours_into_packets(const VideoStream& source, const FilmColour& film);

}  // namespace spool::pipelines
