// Which speaker each channel of a sound is for, by ffmpeg's words: "quad" is two in front and two behind, "4.0" three in front and one
// behind. Pure. Source: ffmpeg -layouts.
#pragma once

#include "pipelines/ffmpeg/words.h"
#include "pipelines/media/media.h"

#include <array>
#include <string>
#include <string_view>

namespace spool::pipelines {

/// FLAC keeps a number of channels, and these are where it takes as many to be.
inline constexpr std::array<std::string_view, 8> flac_layouts = {"mono", "stereo", "3.0", "quad", "5.0", "5.1", "6.1", "7.1"};

/// Where ffmpeg takes so many channels to be if nothing says so: "4.0" for four. Beyond eight: "7.1".
std::string default_layout(int channels);

/// Where a stream's channels are; as many as ffmpeg takes them to be where the file does not say, or says something rare.
std::string layout_of(const AudioStream& audio);

/// 0 for what is no layout's name.
int channels_in(std::string_view layout);

/// Whether the same speakers are meant. A pair at the sides and one behind are the same where there is but one of them.
bool same_places(std::string_view one, std::string_view other);

/// Whether some channel of a sound has no place of its own in a film, and goes to others. One voice is the same from two sides.
bool is_folded(std::string_view sound, std::string_view film);

/// ffmpeg's option, of an input as of an output: how many channels there are, where that says it all, else where they are.
Words layout_words(std::string_view layout);

/// A filter that says where channels are and changes none, for files that do not say so.
std::string placed_as(std::string_view layout);

}  // namespace spool::pipelines
