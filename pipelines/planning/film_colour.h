// What becomes of the sources' colours in a film: told for each, and refused where this ffmpeg cannot do it.
// Pure.
#pragma once

#include "core/error.h"
#include "pipelines/document/document.h"
#include "pipelines/ffmpeg/capabilities.h"
#include "pipelines/ffmpeg/film_format.h"
#include "pipelines/planning/clip.h"
#include "pipelines/planning/source.h"

#include <optional>
#include <string>
#include <vector>

namespace spool::pipelines {

/// Whether a film of these pictures is HDR where all its sources are.
bool can_hold_hdr(const PictureFormat& picture);

/// HDR is kept where all of a film's moving pictures have the same and its format can hold it: 10 bits at least, and a codec
/// whose players expect it. BT.709 otherwise.
FilmColour colour_of_film(const PictureFormat& picture, const std::vector<const Source*>& used);

/// What an HDR film says of its light: of the display and of its brightest light each what all its moving pictures say alike, where its encoder
/// can write it.
ToldLight light_of_film(const PictureFormat& picture, const std::vector<const Source*>& used);

/// Error `ffmpeg.no_tone_mapping` for each source whose colours this ffmpeg cannot bring to the film's.
core::Errors check_colours(const Document& document, const std::vector<const Source*>& used,
                           const FilmColour& film, const Capabilities& ffmpeg);

/// Error `document.hdr_transition` for each transition of an HDR film through a white that would be its brightest light.
core::Errors check_transitions(const Sequence& film, const FilmColour& colour);

/// "HDR (HLG) tone-mapped to BT.709"; none where there is nothing to tell.
std::optional<std::string> colour_note(const Media& media, const PictureFormat& film);

}  // namespace spool::pipelines
