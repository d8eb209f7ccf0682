// Colours that get to the film's only by way of light: HDR and wider gamuts. Pure. Source: ITU-R BT.2100,
// BT.2087; BT.2408 (an HDR picture's white is 203 nits); ARCHITECTURE, decision 32.
#pragma once

#include "pipelines/ffmpeg/colour.h"
#include "pipelines/ffmpeg/film_format.h"
#include "pipelines/media/media.h"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace spool::pipelines {

/// An HDR picture's white, in nits: what SDR's white is beside it.
constexpr int hdr_white = 203;

/// Whether the light of such pictures has to be worked out: another gamut, or HDR on one side only.
bool goes_through_light(const Colours& from, const FilmColour& to);

/// Filters that only some builds of ffmpeg have, and whether these colours need them.
inline constexpr std::array<std::string_view, 2> hdr_filters = {"zscale", "tonemap"};
bool needs_zscale(const Colours& from, const FilmColour& to);

/// From pictures of planar YUV to the film's colours, and its pixels where it can be. `peak`: what the source's
/// brightest light may be, in nits.
std::vector<std::string> light_filters(const Colours& from, const PictureFormat& film, int peak);

/// Takes away what a source says of its own light, which an encoder of ffmpeg 7 would write into the film.
inline constexpr const char* no_side_data = "sidedata=mode=delete";

/// From an image of RGB with transparency, as screens show it, to an HDR film's colours: white is HDR's.
std::vector<std::string> image_light(const FilmColour& film);

/// Whether an encoder writes what an HDR film says of its light (PictureFormat::light); of no other is it asked.
bool writes_light(std::string_view encoder);
/// That, among the encoder's own options, each behind a colon; empty where there is nothing to say.
std::string light_options(const PictureFormat& film);

/// Of an HDR source: as it says, else what nearly everything is made for.
int peak_of(const VideoStream& stream);

}  // namespace spool::pipelines
