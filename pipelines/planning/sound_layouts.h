// Where a codec can have the channels of a film's sound, and what becomes of sound that it cannot hold. Pure.
// Source: measured, a tone a channel, with ffmpeg 5.1 and 7.1: what is encoded is told as it was, and heard where it was.
#pragma once

#include "pipelines/document/containers.h"
#include "pipelines/ffmpeg/film_format.h"
#include "pipelines/media/media.h"

#include <optional>
#include <string>
#include <string_view>

namespace spool::pipelines {

/// A codec's name for a person: "AAC".
std::string sound_name(std::string_view encoder);

/// The most channels that an encoder's sound may have in such a file.
int most_channels(std::string_view encoder, const Container& container);

/// The layout itself where the encoder's sound can have it in such a file; else the nearest one that it can have, one with a place for
/// each of the channels where there is such. `as_many`: only one of as many channels, of which there may be none.
std::optional<std::string> nearest_layout(std::string_view encoder, const Container& container, const std::string& wanted, bool as_many);

/// "quad sound becomes 5.0, as ALAC has no quad"; none where all of a source's channels are heard where it has them.
std::optional<std::string> layout_note(const AudioStream& source, const FilmFormat& film);

}  // namespace spool::pipelines
