// The small words that argument vectors are made of.
#pragma once

#include "core/rational.h"

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace spool::pipelines {

using Words = std::vector<std::string>;

void append(Words& words, std::initializer_list<std::string_view> more);
void append(Words& words, const Words& more);

/// Shortest decimal of at most nine places: 0.5, 23, 0.333333333.
std::string decimal(core::Rational value);

/// Text as an option's value inside a filter graph: escaped for the option list and again for the graph
/// around it, so that ffmpeg reads back exactly `text`, whatever it holds.
std::string graph_value(std::string_view text);

/// A file as ffmpeg is to open it: no leading dash or colon means anything behind `file:`.
std::string as_file(std::string_view name);

/// Two numbers as filters take them, a size or a place: "1280:720".
std::string pair_words(int first, int second);

/// Filters one after the other: "a,b,c". Empty ones are left out.
std::string chained(const Words& filters);

/// Stamps pictures anew, one a frame of the film. The fps at the end says how long each is shown: since ffmpeg 6
/// setpts forgets it, and then a file ends at its last picture's beginning.
std::string one_a_frame(core::Rational film_rate);

}  // namespace spool::pipelines
