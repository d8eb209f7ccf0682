#include "tests/integration/marked_picture.h"

#include "tests/barcode.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace spool::test {
namespace {

constexpr Colour grey = {110, 110, 110}, dark = {25, 25, 25}, light = {230, 230, 230};
/// Clockwise from the top left.
constexpr std::array<Colour, 4> corners = {{{200, 40, 40}, {40, 170, 50}, {205, 195, 45}, {45, 60, 190}}};
/// Of width and height.
constexpr double corner = 0.22, code_left = 0.04, code_top = 0.27, code_width = 0.92, code_height = 0.26;
constexpr double disc_x = 0.5, disc_y = 0.77;
/// Of the shorter side, in square pixels.
constexpr double disc_radius = 0.17;

/// What stands at a place, from 0 to 1; `pixels`: the cells of the barcode.
Colour colour_at(double u, double v, unsigned cells, double aspect) {
  if (v < corner && u < corner) return corners[0];
  if (v < corner && u >= 1 - corner) return corners[1];
  if (v >= 1 - corner && u >= 1 - corner) return corners[2];
  if (v >= 1 - corner && u < corner) return corners[3];
  const double across = (u - code_left) / code_width, down = (v - code_top) / code_height;
  if (across >= 0 && across < 1 && down >= 0 && down < 1) {
    const auto bit = static_cast<unsigned>(down * barcode_rows) * barcode_columns + static_cast<unsigned>(across * barcode_columns);
    return (cells >> bit & 1U) != 0 ? light : dark;
  }
  const double shorter = std::min(aspect, 1.0);
  const bool in_disc = std::hypot((u - disc_x) * aspect, v - disc_y) < disc_radius * shorter;
  return in_disc ? light : grey;
}

bool is_light(const Colour& colour) { return colour[0] + colour[1] + colour[2] > 3 * 170; }

/// Pixels of the disc from its middle, both ways along one direction.
int extent(const Pictures& pictures, std::size_t picture, double x, double y, int dx, int dy) {
  int length = 0;
  for (const int way : {1, -1}) {
    for (int step = way > 0 ? 0 : 1; is_light(pictures.at(picture, x + way * step * dx, y + way * step * dy)) && step < 400; ++step)
      ++length;
  }
  return length;
}

}  // namespace

std::string marked_picture(unsigned number, const Shape& shape) {
  std::string pixels;
  pixels.reserve(static_cast<std::size_t>(shape.width) * static_cast<std::size_t>(shape.height) * 3);
  const unsigned cells = barcode_of(number);
  for (int y = 0; y < shape.height; ++y) {
    for (int x = 0; x < shape.width; ++x) {
      for (const int channel : colour_at((x + 0.5) / shape.width, (y + 0.5) / shape.height, cells, shape.aspect()))
        pixels += static_cast<char>(channel);
    }
  }
  return pixels;
}

int number_in(const Pictures& pictures, std::size_t picture, const Area& area) {
  unsigned cells = 0;
  for (unsigned bit = 0; bit < barcode_columns * barcode_rows; ++bit) {
    const double u = code_left + code_width * (bit % barcode_columns + 0.5) / barcode_columns;
    const double v = code_top + code_height * (bit / barcode_columns + 0.5) / barcode_rows;
    const double across = code_width * area.width / barcode_columns / 2, down = code_height * area.height / barcode_rows / 2;
    const Area middle = {area.x + u * area.width - across / 2, area.y + v * area.height - down / 2, across, down};
    if (pictures.thumbnail(picture, middle, 1, 1).front()[1] > 128) cells |= 1U << bit;
  }
  return number_of(cells);
}

void expect_as_drawn(const Pictures& pictures, std::size_t picture, const Area& area) {
  constexpr int tolerance = 24;  // levels: chroma of half the size, hard encoding
  constexpr std::array<std::array<double, 2>, 4> places = {{{0.1, 0.1}, {0.9, 0.1}, {0.9, 0.9}, {0.1, 0.9}}};
  for (std::size_t i = 0; i < places.size(); ++i) {
    const Colour seen = pictures.at(picture, area.x + places[i][0] * area.width, area.y + places[i][1] * area.height);
    for (std::size_t channel = 0; channel < 3; ++channel)
      EXPECT_NEAR(seen[channel], corners[i][channel], tolerance) << "picture " << picture << ", corner " << i << ", channel " << channel;
  }
  const double x = area.x + disc_x * area.width, y = area.y + disc_y * area.height;
  const double diameter = 2 * disc_radius * std::min(area.width, area.height);
  EXPECT_NEAR(extent(pictures, picture, x, y, 1, 0), diameter, 2.6) << "picture " << picture << ", across";
  EXPECT_NEAR(extent(pictures, picture, x, y, 0, 1), diameter, 2.6) << "picture " << picture << ", down";
  for (const double beyond : {area.x - 3, area.x + area.width + 3}) {
    if (beyond >= 1 && beyond < pictures.width() - 1) {
      EXPECT_LT(pictures.at(picture, beyond, y)[1], 40) << "beside the picture";
    }
  }
  for (const double beyond : {area.y - 3, area.y + area.height + 3}) {
    if (beyond >= 1 && beyond < pictures.height() - 1) {
      EXPECT_LT(pictures.at(picture, x, beyond)[1], 40) << "above or below the picture";
    }
  }
}

}  // namespace spool::test
