#include "pipelines/ffmpeg/geometry.h"

#include <algorithm>
#include <string_view>

namespace spool::pipelines {
namespace {

using core::Rational;

int nearest_even(Rational length) { return std::max(2, static_cast<int>((length / 2).round_half_up() * 2)); }
int even_above(Rational length) { return static_cast<int>((length / 2).ceil() * 2); }
int even_below(int length) { return length / 2 * 2; }

/// Of `spare` pixels, those that go before the picture: none, half, all.
int share_of(int spare, int third) { return even_below(spare * third / 2); }

}  // namespace

SquareShape displayed(const VideoStream& stream) {
  const SquareShape recorded = {Rational(stream.width) * stream.sample_aspect, stream.height};
  const bool turned = stream.rotation == 90 || stream.rotation == 270;
  return turned ? SquareShape{recorded.height, recorded.width} : recorded;
}

Fitting fit(SquareShape source, int width, int height, FitMode mode, Position focus) {
  if (mode == FitMode::stretch) return {width, height, 0, 0};
  const bool wider = source.width * height > source.height * width;
  const Rational height_at_full_width = source.height * width / source.width;
  const Rational width_at_full_height = source.width * height / source.height;
  if (mode == FitMode::pad) {
    const int w = wider ? width : std::min(width, nearest_even(width_at_full_height));
    const int h = wider ? std::min(height, nearest_even(height_at_full_width)) : height;
    return {w, h, share_of(width - w, 1), share_of(height - h, 1)};
  }
  const int w = wider ? even_above(width_at_full_height) : width;
  const int h = wider ? height : even_above(height_at_full_width);
  return {w, h, share_of(w - width, column_of(focus)), share_of(h - height, row_of(focus))};
}

FitMode fit_mode_of(std::string_view word) {
  if (word == "crop") return FitMode::crop;
  if (word == "stretch") return FitMode::stretch;
  return FitMode::pad;
}

int column_of(Position position) { return static_cast<int>(position) % 3; }
int row_of(Position position) { return static_cast<int>(position) / 3; }

int safe_margin(int width, int height) { return std::max(2, std::min(width, height) / 20); }

}  // namespace spool::pipelines
