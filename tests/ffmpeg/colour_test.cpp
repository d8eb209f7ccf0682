// Colours of every kind of source, and scaling that is the same on every processor, looked at as numbers.
// Source: EXACT, "Colour"; ARCHITECTURE, decision 15.
#include "pipelines/ffmpeg/scaling.h"
#include "real_ffmpeg.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <string>

namespace spool::test {
namespace {

using pipelines::VideoStream;

constexpr int patch = 32;   ///< pixels of a colour's square
constexpr int patches = 8;  ///< in a row and in a column

/// ffmpeg's words for them; 0 is its C alone.
#ifdef __x86_64__
constexpr std::array<const char*, 5> lesser_processors = {"0", "sse2", "ssse3", "avx", "avx2"};
#else
constexpr std::array<const char*, 1> lesser_processors = {"0"};
#endif

/// Luma and chroma weights of red and blue.
struct Matrix {
  const char* tag;
  double red, blue;
};
constexpr Matrix bt709 = {"bt709", .2126, .0722};
constexpr Matrix bt601 = {"smpte170m", .299, .114};

/// A level of red, green, blue for each square of the chart: 64 colours.
std::array<double, 3> colour(int x, int y) {
  return {(x % 4) / 3.0, (x / 4 * 2 + y / 4) / 3.0, (y % 4) / 3.0};
}

std::array<double, 3> encoded(std::array<double, 3> rgb, const Matrix& matrix, bool full) {
  const double luma = rgb[0] * matrix.red + rgb[1] * (1 - matrix.red - matrix.blue) + rgb[2] * matrix.blue;
  const double blue = (rgb[2] - luma) / 2 / (1 - matrix.blue);
  const double red = (rgb[0] - luma) / 2 / (1 - matrix.red);
  if (full) return {luma * 255, blue * 255 + 128, red * 255 + 128};
  return {luma * 219 + 16, blue * 224 + 128, red * 224 + 128};
}

std::string chart(const Matrix& matrix, bool full) {
  std::string bytes;
  for (int plane = 0; plane < 3; ++plane) {
    const int side = plane == 0 ? patch : patch / 2;
    for (int y = 0; y < side * patches; ++y) {
      for (int x = 0; x < side * patches; ++x) {
        const auto value = encoded(colour(x / side, y / side), matrix, full)[static_cast<std::size_t>(plane)];
        bytes += static_cast<char>(static_cast<unsigned char>(std::clamp(std::lround(value), 0L, 255L)));
      }
    }
  }
  return bytes;
}

std::string chained(const std::vector<std::string>& filters) {
  std::string text;
  for (const std::string& filter : filters) text += filter + ",";
  return text + "format=yuv420p";
}

VideoStream stream_of(const std::string& pixels, const std::string& matrix, bool full, int width,
                      int height) {
  VideoStream stream;
  stream.codec = "h264";
  stream.pixel_format = pixels;
  stream.color_matrix = matrix;
  stream.color_range = full ? "pc" : "tv";
  stream.width = width;
  stream.height = height;
  return stream;
}

std::string raw_pictures(const WorkFolder& folder, const VideoStream& stream, int width, int height,
                         const pipelines::PictureFormat& film = {}) {
  return must_run(
      {tools().ffmpeg, "-nostdin", "-v", "error", "-f", "rawvideo", "-pix_fmt", stream.pixel_format, "-s",
       std::to_string(stream.width) + "x" + std::to_string(stream.height), "-i", "chart.yuv", "-vf",
       chained(scaling_filters(stream, film, scaling_to(stream, width, height))), "-f", "rawvideo", "-"},
      folder.path());
}

/// The largest difference, in levels, between the squares' middles and what they should be in the film.
double worst_level(const std::string& picture, int side_in_luma, const Matrix& film = bt709,
                   bool full = false) {
  double worst = 0;
  std::size_t start = 0;
  for (int plane = 0; plane < 3; ++plane) {
    const int side = plane == 0 ? side_in_luma : side_in_luma / 2;
    for (int y = 0; y < patches; ++y) {
      for (int x = 0; x < patches; ++x) {
        const int at = (y * side + side / 2) * side * patches + x * side + side / 2;
        const double level = static_cast<unsigned char>(picture[start + static_cast<std::size_t>(at)]);
        const double wanted = encoded(colour(x, y), film, full)[static_cast<std::size_t>(plane)];
        worst = std::max(worst, std::abs(level - wanted));
      }
    }
    start += static_cast<std::size_t>(side * patches * side * patches);
  }
  return worst;
}

TEST(Colour, of_every_matrix_and_range_is_the_films_within_two_levels_whichever_way_it_is_scaled) {
  constexpr std::array<Matrix, 5> matrices = {{bt709,
                                               bt601,
                                               {"fcc", .30, .11},
                                               {"smpte240m", .212, .087},
                                               {"bt2020nc", .2627, .0593}}};
  const WorkFolder folder;
  for (const Matrix& matrix : matrices) {
    for (const std::string pixels : {"yuv420p", "yuvj420p"}) {
      const bool full = pixels == "yuvj420p";
      write_file(folder / "chart.yuv", chart(matrix, full));
      for (const int side : {patch / 2, patch, patch * 2}) {
        SCOPED_TRACE(matrix.tag + (" " + pixels) + " to " + std::to_string(side));
        const VideoStream stream = stream_of(pixels, matrix.tag, full, patch * patches, patch * patches);
        EXPECT_LE(worst_level(raw_pictures(folder, stream, side * patches, side * patches), side), 2);
      }
    }
  }
}

TEST(Colour, follows_the_films_matrix_and_range) {
  const WorkFolder folder;
  for (const bool from_full : {false, true}) {
    write_file(folder / "chart.yuv", chart(bt709, from_full));
    const VideoStream stream = stream_of("yuv420p", "bt709", from_full, patch * patches, patch * patches);
    for (const Matrix& matrix : {bt709, bt601}) {
      for (const bool full : {false, true}) {
        SCOPED_TRACE(std::string(matrix.tag) + (from_full ? " from full" : "") + (full ? " to full" : ""));
        pipelines::PictureFormat film;
        film.colour = {matrix.tag, "bt709", "bt709", full ? "pc" : "tv"};
        for (const int side : {patch / 2, patch, patch * 2}) {
          const std::string made = raw_pictures(folder, stream, side * patches, side * patches, film);
          EXPECT_LE(worst_level(made, side, matrix, full), 2) << side;
        }
      }
    }
  }
}

TEST(Colour, of_a_picture_with_odd_sides_is_converted_too) {
  const WorkFolder folder;
  constexpr std::size_t luma = 127 * 127;
  constexpr std::size_t chroma = 64 * 64;
  for (const bool full : {false, true}) {
    SCOPED_TRACE(full);
    const auto from = encoded({.8, .2, .1}, bt601, full);
    std::string bytes(luma, static_cast<char>(std::lround(from[0])));
    bytes += std::string(chroma, static_cast<char>(std::lround(from[1])));
    bytes += std::string(chroma, static_cast<char>(std::lround(from[2])));
    write_file(folder / "chart.yuv", bytes);
    const VideoStream stream = stream_of(full ? "yuvj420p" : "yuv420p", "smpte170m", full, 127, 127);
    const std::string made = raw_pictures(folder, stream, 256, 256);
    const auto wanted = encoded({.8, .2, .1}, bt709, false);
    EXPECT_NEAR(static_cast<unsigned char>(made[256 * 128 + 128]), wanted[0], 2);
    EXPECT_NEAR(static_cast<unsigned char>(made[256 * 256 + 128 * 64 + 64]), wanted[1], 2);
    EXPECT_NEAR(static_cast<unsigned char>(made[256 * 256 + 128 * 128 + 128 * 64 + 64]), wanted[2], 2);
  }
}

TEST(Colour, keeps_its_place_beside_the_luma_when_scaled) {
  const WorkFolder folder;
  // Chroma rises by 12 from sample to sample. It stands level with the left of each pair of pixels: at twice
  // the size, sample j is at j - 1/4 of the old pixels, half of that in samples. Taken for the middle it
  // would be 1.5 levels darker.
  constexpr int width = 32;
  std::string bytes(width * width, static_cast<char>(128));
  for (int row = 0; row < width; ++row) {  // both chroma planes
    for (int x = 0; x < width / 2; ++x) bytes += static_cast<char>(static_cast<unsigned char>(32 + 12 * x));
  }
  write_file(folder / "chart.yuv", bytes);
  const std::string made =
      raw_pictures(folder, stream_of("yuv420p", "bt709", false, width, width), width * 2, width * 2);
  const std::size_t row = width * 2 * width * 2 + 10 * width;
  for (int j = 8; j < width - 8; ++j) {
    const double level = static_cast<unsigned char>(made[row + static_cast<std::size_t>(j)]);
    EXPECT_NEAR(level, 32 + 12 * (j - .25) / 2, .75) << j;
  }
}

TEST(Scaling, gives_the_same_picture_on_every_processor) {
  const auto stream = stream_of("yuv420p", "smpte170m", false, 480, 352);
  for (const auto& [width, height] : {std::pair(326, 240), std::pair(982, 720)}) {
    const auto sum_with = [&, filters = chained(scaling_filters(stream, {}, scaling_to(stream, width, height)))](
                              const std::string& processor) {
      std::vector<std::string> argv = {tools().ffmpeg, "-nostdin", "-v", "error"};
      if (!processor.empty()) argv.insert(argv.end(), {"-cpuflags", processor});
      argv.insert(argv.end(), {"-filter_threads", "1", "-ss", "20", "-i", footage("wannaworktogether.mp4"),
                               "-frames:v", "2", "-an", "-vf", filters, "-f", "md5", "-"});
      return must_run(argv);
    };
    const std::string whole = sum_with("");
    for (const char* less : lesser_processors) EXPECT_EQ(sum_with(less), whole) << less << " " << width;
  }
}

}  // namespace
}  // namespace spool::test
