// A colour chart of known colours, written as numbers by the test's own arithmetic and read back from films by it.
#pragma once

#include "tests/integration/child.h"

#include <array>
#include <cstddef>
#include <string>
#include <vector>

namespace spool::test {

using Colour = std::array<double, 3>;  ///< red, green, blue of 8 bits

constexpr int chart_columns = 5, chart_rows = 4, chart_patch = 64;
constexpr int chart_width = chart_columns * chart_patch, chart_height = chart_rows * chart_patch;

/// Primaries and their mixtures, greys, skins, leaves and skies; by rows.
const std::vector<Colour>& chart_colours();

/// Weights of red and blue in luma.
struct Weights {
  double red = .2126, blue = .0722;
};
constexpr Weights weights_601 = {.299, .114}, weights_709 = {.2126, .0722}, weights_2020 = {.2627, .0593};

/// How numbers stand for colours.
struct Numbers {
  std::string pixels = "yuv420p";  ///< planar YUV, gbrp, gray or rgb24
  Weights weights = weights_709;
  bool full = false;
};

/// One picture of the chart as raw video.
std::string chart_bytes(const Numbers& numbers);

/// The chart's colours in one picture of a film, means over the middles of its patches. `picture`: raw video of
/// such numbers, in which the chart fills `width` x `height`.
std::vector<Colour> colours_in(const std::string& picture, const Numbers& numbers, int width, int height);

}  // namespace spool::test
