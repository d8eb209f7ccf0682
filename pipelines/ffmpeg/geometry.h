// How a picture of one shape fills a frame of another. Pure. Source: LANGUAGE, `fit`; EXACT, "The order of a
// picture chain".
#pragma once

#include "core/rational.h"
#include "pipelines/document/effect.h"
#include "pipelines/media/media.h"

#include <string_view>

namespace spool::pipelines {

/// A size in square pixels, before rounding.
struct SquareShape {
  core::Rational width = 0, height = 0;
};

/// A source's, as displayed: upright.
SquareShape displayed(const VideoStream& stream);

/// Scale to `scaled`, then pad to or crop out the frame at (x, y) where the sizes differ. Everything is even.
struct Fitting {
  int scaled_width = 0, scaled_height = 0;
  int x = 0, y = 0;
};
Fitting fit(SquareShape source, int width, int height, FitMode mode, Position focus);

/// "pad", "crop", "stretch", as PictureFormat has it; anything else pads.
FitMode fit_mode_of(std::string_view word);

/// Left, middle, right as 0, 1, 2; likewise top, middle, bottom.
int column_of(Position position);
int row_of(Position position);

/// Distance that titles and images keep from the picture's edges: what every screen shows.
int safe_margin(int width, int height);

}  // namespace spool::pipelines
