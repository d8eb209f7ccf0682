// Colours that get to the film's by way of light, against arithmetic of the test's own: HDR and wider gamuts.
// Source: ITU-R BT.2100 (PQ, HLG), BT.2087 (gamuts), BT.1886 (what an SDR screen makes of its levels).
#include "pipelines/ffmpeg/light.h"
#include "pipelines/ffmpeg/scaling.h"
#include "real_ffmpeg.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

namespace spool::test {
namespace {

using pipelines::PictureFormat;
using pipelines::VideoStream;

using Three = std::array<double, 3>;
using Table = std::array<Three, 3>;

constexpr int side = 16;  ///< pixels of a colour's square

Three times(const Table& table, const Three& v) {
  Three out{};
  for (std::size_t i = 0; i < 3; ++i)
    out[i] = table[i][0] * v[0] + table[i][1] * v[1] + table[i][2] * v[2];
  return out;
}

constexpr Table to_2020 = {{{.627403896, .329283038, .043313066},
                            {.069097289, .919540395, .011362316},
                            {.016391439, .088013308, .895595253}}};

/// Nits to a level from 0 to 1.
double pq(double nits) {
  const double y = std::pow(nits / 10000, .1593017578125);
  return std::pow((.8359375 + 18.8515625 * y) / (1 + 18.6875 * y), 78.84375);
}

double hlg_signal(double scene) {
  return scene <= 1 / 12. ? std::sqrt(3 * scene) : .17883277 * std::log(12 * scene - .28466892) + .55991073;
}

/// Light of a screen of 1000 nits, back to the scene's by the luminance of all three.
Three hlg(const Three& nits) {
  const double luminance = (.2627 * nits[0] + .678 * nits[1] + .0593 * nits[2]) / 1000;
  const double back = luminance > 0 ? std::pow(luminance, 1 / 1.2 - 1) : 0;
  Three out{};
  for (std::size_t i = 0; i < 3; ++i) out[i] = hlg_signal(nits[i] / 1000 * back);
  return out;
}

/// Luma and both chromas: luma from 0 to 1, chroma about 0.
Three encoded(const Three& rgb, double red, double blue) {
  const double luma = rgb[0] * red + rgb[1] * (1 - red - blue) + rgb[2] * blue;
  return {luma, (rgb[2] - luma) / 2 / (1 - blue), (rgb[0] - luma) / 2 / (1 - red)};
}

/// A row of squares in 10 bits, limited range, BT.2020's matrix.
std::string row_of(const std::vector<Three>& levels) {
  std::string bytes;
  for (std::size_t plane = 0; plane < 3; ++plane) {
    for (int y = 0; y < side; ++y) {
      for (const Three& level : levels) {
        const double part = encoded(level, .2627, .0593)[plane];
        const double value = plane == 0 ? 64 + part * 876 : 512 + part * 896;
        const auto code = static_cast<unsigned>(std::clamp(std::lround(value), 0L, 1023L));
        for (int x = 0; x < side; ++x) {
          bytes += static_cast<char>(static_cast<unsigned char>(code & 255U));
          bytes += static_cast<char>(static_cast<unsigned char>(code >> 8U));
        }
      }
    }
  }
  return bytes;
}

VideoStream stream_of(std::size_t squares, const std::string& transfer) {
  VideoStream stream;
  stream.codec = "hevc";
  stream.pixel_format = "yuv444p10le";
  stream.color_matrix = "bt2020nc";
  stream.color_primaries = "bt2020";
  stream.color_transfer = transfer;
  stream.color_range = "tv";
  stream.width = static_cast<int>(squares) * side;
  stream.height = side;
  return stream;
}

/// The middle of each square in the film: an SDR film of 8 bits with all of its chroma.
std::vector<Three> in_film(const std::vector<Three>& levels, const std::string& transfer, int growth = 1) {
  const WorkFolder folder;
  write_file(folder / "row.yuv", row_of(levels));
  const VideoStream stream = stream_of(levels.size(), transfer);
  PictureFormat film;
  film.pixel_format = "yuv444p";
  std::string chain;
  const int width = stream.width * growth;
  const int height = side * growth;
  for (const std::string& filter : scaling_filters(stream, film, scaling_to(stream, width, height))) chain += filter + ",";
  const std::string picture = must_run(
      {tools().ffmpeg, "-nostdin", "-v", "error", "-f", "rawvideo", "-pix_fmt", stream.pixel_format, "-s",
       std::to_string(stream.width) + "x" + std::to_string(stream.height), "-i", "row.yuv", "-vf",
       chain + "format=yuv444p", "-f", "rawvideo", "-"},
      folder.path());
  std::vector<Three> made;
  for (std::size_t square = 0; square < levels.size(); ++square) {
    Three level{};
    for (std::size_t plane = 0; plane < 3; ++plane) {
      // Dithered: the middle of the square's levels counts.
      double sum = 0;
      const int half = side * growth / 2;
      for (int y = half - 4; y < half + 4; ++y) {
        for (int x = half - 4; x < half + 4; ++x) {
          const std::size_t at = plane * static_cast<std::size_t>(width * height) +
                                 static_cast<std::size_t>(y * width + x) + square * static_cast<std::size_t>(side * growth);
          sum += static_cast<unsigned char>(picture.at(at));
        }
      }
      level[plane] = sum / 64;
    }
    made.push_back(level);
  }
  return made;
}

/// Levels of the film, 8 bits and limited, for light of BT.709's colours.
Three film_levels(const Three& signal) {
  const Three parts = encoded(signal, .2126, .0722);
  return {16 + parts[0] * 219, 128 + parts[1] * 224, 128 + parts[2] * 224};
}

Three to_power(const Three& v, double power) {
  Three out{};
  for (std::size_t i = 0; i < 3; ++i) out[i] = std::pow(std::clamp(v[i], 0., 1.), power);
  return out;
}

const std::vector<Three> colours_of_light = {{.30, .03, .02}, {.04, .30, .03}, {.02, .03, .30}, {.29, .2, .15},
                                             {.1, .08, .05}, {.05, .15, .28}, {.3, .3, .02}, {.02, .02, .02}};

std::vector<Three> hdr_levels(const std::vector<Three>& light, const std::string& transfer, double white) {
  std::vector<Three> levels;
  for (const Three& colour : light) {
    Three nits = times(to_2020, colour);
    for (double& one : nits) one *= white;
    levels.push_back(transfer == "smpte2084" ? Three{pq(nits[0]), pq(nits[1]), pq(nits[2])} : hlg(nits));
  }
  return levels;
}

TEST(Light, of_hdr_up_to_a_third_of_its_white_is_the_films_within_two_levels) {
  for (const std::string transfer : {"smpte2084", "arib-std-b67"}) {
    for (const int growth : {1, 2}) {
      const auto made = in_film(hdr_levels(colours_of_light, transfer, pipelines::hdr_white), transfer, growth);
      for (std::size_t i = 0; i < made.size(); ++i) {
        const Three wanted = film_levels(to_power(colours_of_light[i], 1 / 2.4));
        for (std::size_t plane = 0; plane < 3; ++plane)
          EXPECT_NEAR(made[i][plane], wanted[plane], 2) << transfer << " colour " << i << " plane " << plane;
      }
    }
  }
}

TEST(Light, of_hdr_greys_stays_grey_and_in_order_with_its_white_below_the_films) {
  const std::vector<double> nits = {0, .1, 1, 5, 20, 50, 100, 203, 300, 400, 600, 800, 1000};
  std::vector<Three> greys;
  greys.reserve(nits.size());
  for (const double one : nits) greys.push_back({one, one, one});
  for (const std::string transfer : {"smpte2084", "arib-std-b67"}) {
    const auto made = in_film(hdr_levels(greys, transfer, 1), transfer);
    for (std::size_t i = 0; i < made.size(); ++i) {
      EXPECT_NEAR(made[i][1], 128, 1) << transfer << " " << nits[i];
      EXPECT_NEAR(made[i][2], 128, 1) << transfer << " " << nits[i];
      if (i > 0) {
        EXPECT_GT(made[i][0], made[i - 1][0]) << transfer << " " << nits[i];
      }
    }
    EXPECT_NEAR(made[0][0], 16, 1) << transfer;
    EXPECT_GE(made[7][0], 195) << "white would look grey in " << transfer;
    EXPECT_LE(made[7][0], 210) << "no room is left for what is brighter in " << transfer;
    EXPECT_NEAR(made.back()[0], 235, 1) << transfer;
  }
}

TEST(Light, of_bright_hdr_colours_keeps_its_hue) {
  const std::vector<Three> bright = {{3, 1, .5}, {.5, 2, 1}, {.6, 1, 3}, {3, 2.4, .6}, {2, 1.4, 1.1}};
  for (const std::string transfer : {"smpte2084", "arib-std-b67"}) {
    const auto made = in_film(hdr_levels(bright, transfer, pipelines::hdr_white), transfer);
    for (std::size_t i = 0; i < made.size(); ++i) {
      const double most = *std::ranges::max_element(bright[i]);
      const Three full = film_levels(to_power({bright[i][0] / most, bright[i][1] / most, bright[i][2] / most}, 1 / 2.4));
      const double hue = std::atan2(made[i][2] - 128, made[i][1] - 128);
      const double wanted = std::atan2(full[2] - 128, full[1] - 128);
      EXPECT_NEAR(std::remainder(hue - wanted, 2 * M_PI) * 180 / M_PI, 0, 3) << transfer << " colour " << i;
    }
  }
}

double recorded(double light) { return light < .018 ? 4.5 * light : 1.099 * std::pow(light, .45) - .099; }
double light_of(double level) { return level < .081 ? level / 4.5 : std::pow((level + .099) / 1.099, 1 / .45); }

TEST(Light, of_a_wider_gamut_is_the_films_within_two_levels) {
  // Colours that BT.709 has, in the numbers of BT.2020.
  const std::vector<Three> colours = {{1, 1, 1}, {.5, .5, .5}, {.8, .2, .1}, {.1, .7, .2}, {.15, .2, .75}, {.85, .65, .55}, {0, 0, 0}};
  std::vector<Three> levels;
  for (const Three& colour : colours) {
    const Three light = times(to_2020, {light_of(colour[0]), light_of(colour[1]), light_of(colour[2])});
    levels.push_back({recorded(light[0]), recorded(light[1]), recorded(light[2])});
  }
  for (const int growth : {1, 2}) {
    const auto made = in_film(levels, "bt2020-10", growth);
    for (std::size_t i = 0; i < made.size(); ++i) {
      const Three wanted = film_levels(colours[i]);
      for (std::size_t plane = 0; plane < 3; ++plane)
        EXPECT_NEAR(made[i][plane], wanted[plane], 2) << "colour " << i << " plane " << plane;
    }
  }
}

TEST(Light, beyond_the_films_gamut_is_shown_as_its_edge) {
  const Three made = in_film({{0, 1, 0}}, "bt2020-10").front();
  const double luma = (made[0] - 16) / 219;
  const double red = luma + (made[2] - 128) / 224 * 2 * (1 - .2126);
  const double blue = luma + (made[1] - 128) / 224 * 2 * (1 - .0722);
  EXPECT_LE(red, .01);
  EXPECT_GE((luma - .2126 * red - .0722 * blue) / .7152, .99);
  EXPECT_LE(blue, .01);
}

TEST(Light, of_pq_is_mapped_from_the_brightest_that_the_file_tells) {
  VideoStream stream = stream_of(1, "smpte2084");
  EXPECT_EQ(pipelines::peak_of(stream), 1000);
  stream.peak_nits = 4000;
  EXPECT_EQ(pipelines::peak_of(stream), 4000);
  stream.peak_nits = 1;  // nobody's
  EXPECT_GT(pipelines::peak_of(stream), pipelines::hdr_white);
  stream.color_transfer = "arib-std-b67";
  stream.peak_nits = 4000;
  EXPECT_EQ(pipelines::peak_of(stream), 1000);
}

}  // namespace
}  // namespace spool::test
