#include "tests/integration/chart.h"

#include <algorithm>
#include <cmath>

namespace spool::test {
namespace {

struct Plane {
  int across = 1, down = 1;  ///< pixels that share a sample
};

int bits_of(const std::string& pixels) { return pixels.ends_with("10le") ? 10 : 8; }

std::array<Plane, 3> planes_of(const std::string& pixels) {
  Plane chroma;
  if (pixels.find("420") != std::string::npos) chroma = {2, 2};
  if (pixels.find("422") != std::string::npos) chroma = {2, 1};
  return {Plane{}, chroma, chroma};
}

/// Luma from 0 to 1, both chromas about 0.
Colour parts_of(const Colour& colour, const Weights& w) {
  const double red = colour[0] / 255, green = colour[1] / 255, blue = colour[2] / 255;
  const double luma = red * w.red + green * (1 - w.red - w.blue) + blue * w.blue;
  return {luma, (blue - luma) / 2 / (1 - w.blue), (red - luma) / 2 / (1 - w.red)};
}

double level(double part, bool chroma, const Numbers& numbers) {
  const int bits = bits_of(numbers.pixels);
  const double unit = std::pow(2, bits - 8), most = std::pow(2, bits) - 1;
  const double zero = chroma ? 128 * unit : numbers.full ? 0 : 16 * unit;
  if (numbers.full) return zero + part * most;
  return zero + part * (chroma ? 224 : 219) * unit;
}

double part(double level_found, bool chroma, const Numbers& numbers) {
  const double zero = level(0, chroma, numbers);
  return (level_found - zero) / (level(1, chroma, numbers) - zero);
}

void put(std::string& bytes, double value, int bits) {
  const auto code = static_cast<unsigned>(std::clamp(std::lround(value), 0L, (1L << bits) - 1));
  bytes += static_cast<char>(static_cast<unsigned char>(code & 255U));
  if (bits > 8) bytes += static_cast<char>(static_cast<unsigned char>(code >> 8U));
}

const Colour& colour_at(int x, int y) {
  return chart_colours()[static_cast<std::size_t>(y / chart_patch * chart_columns + x / chart_patch)];
}

/// RGB planes come as green, blue, red.
double sample(const Colour& colour, std::size_t plane, const Numbers& numbers) {
  if (numbers.pixels == "gbrp") return colour[(plane + 1) % 3];
  return level(parts_of(colour, numbers.weights)[plane], plane > 0, numbers);
}

/// The mean over the middle quarter of a patch.
double mean_at(const std::string& picture, std::size_t start, int stride, int x, int y, int across, int down, int bits) {
  double sum = 0;
  for (int row = y - down; row < y + down; ++row) {
    for (int column = x - across; column < x + across; ++column) {
      const std::size_t at = start + static_cast<std::size_t>(row * stride + column) * (bits > 8 ? 2 : 1);
      sum += static_cast<unsigned char>(picture.at(at));
      if (bits > 8) sum += 256. * static_cast<unsigned char>(picture.at(at + 1));
    }
  }
  return sum / (4. * across * down);
}

Colour rgb_of(const Colour& parts, const Weights& w) {
  const double red = parts[0] + 2 * (1 - w.red) * parts[2];
  const double blue = parts[0] + 2 * (1 - w.blue) * parts[1];
  const double green = (parts[0] - w.red * red - w.blue * blue) / (1 - w.red - w.blue);
  return {red * 255, green * 255, blue * 255};
}

}  // namespace

const std::vector<Colour>& chart_colours() {
  static const std::vector<Colour> colours = {
      {255, 0, 0},    {0, 255, 0},     {0, 0, 255},    {255, 255, 0},   {0, 255, 255},
      {255, 0, 255},  {255, 255, 255}, {0, 0, 0},      {128, 128, 128}, {64, 64, 64},
      {200, 200, 200}, {241, 194, 125}, {224, 172, 105}, {141, 85, 36},  {60, 34, 24},
      {87, 108, 67},  {98, 122, 157},  {214, 126, 44}, {157, 188, 64},  {94, 60, 108}};
  return colours;
}

std::string chart_bytes(const Numbers& numbers) {
  std::string bytes;
  const bool packed = numbers.pixels == "rgb24";
  const std::size_t count = packed || numbers.pixels == "gray" ? 1 : 3;
  const std::array<Plane, 3> planes = planes_of(numbers.pixels);
  for (std::size_t plane = 0; plane < count; ++plane) {
    for (int y = 0; y < chart_height; y += planes[plane].down) {
      for (int x = 0; x < chart_width; x += planes[plane].across) {
        const Colour& colour = colour_at(x, y);
        if (packed) {
          for (const double value : colour) put(bytes, value, 8);
        } else {
          put(bytes, sample(colour, plane, numbers), bits_of(numbers.pixels));
        }
      }
    }
  }
  return bytes;
}

std::vector<Colour> colours_in(const std::string& picture, const Numbers& numbers, int width, int height) {
  const int bits = bits_of(numbers.pixels);
  const std::array<Plane, 3> planes = planes_of(numbers.pixels);
  std::vector<Colour> parts(chart_colours().size());
  std::size_t start = 0;
  for (std::size_t plane = 0; plane < 3; ++plane) {
    const int stride = width / planes[plane].across, rows = height / planes[plane].down;
    const int across = stride / chart_columns, down = rows / chart_rows;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const int column = static_cast<int>(i) % chart_columns, row = static_cast<int>(i) / chart_columns;
      const double found = mean_at(picture, start, stride, column * across + across / 2, row * down + down / 2,
                                   across / 4, down / 4, bits);
      parts[i][plane] = part(found, plane > 0, numbers);
    }
    start += static_cast<std::size_t>(stride * rows) * (bits > 8 ? 2 : 1);
  }
  std::vector<Colour> colours;
  colours.reserve(parts.size());
  for (const Colour& one : parts) colours.push_back(rgb_of(one, numbers.weights));
  return colours;
}

}  // namespace spool::test
