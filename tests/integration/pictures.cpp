#include "tests/integration/pictures.h"

#include "tests/integration/child.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

namespace spool::test {

Area middle_of(int width, int height, double aspect) {
  const auto even = [](double length) { return 2 * std::round(length / 2); };
  const double across = std::min<double>(width, even(height * aspect)), down = std::min<double>(height, even(width / aspect));
  return {2 * std::floor((width - across) / 4), 2 * std::floor((height - down) / 4), across, down};
}

Pictures::Pictures(int width, int height, std::string bytes) : width_(width), height_(height), bytes_(std::move(bytes)) {}

Colour Pictures::at(std::size_t picture, double x, double y) const {
  const auto column = static_cast<std::size_t>(std::clamp(static_cast<int>(x), 0, width_ - 1));
  const auto row = static_cast<std::size_t>(std::clamp(static_cast<int>(y), 0, height_ - 1));
  const std::size_t first = picture * size() + (row * static_cast<std::size_t>(width_) + column) * 3;
  Colour colour{};
  for (std::size_t i = 0; i < 3; ++i) colour[i] = static_cast<unsigned char>(bytes_[first + i]);
  return colour;
}

std::vector<Colour> Pictures::thumbnail(std::size_t picture, const Area& area, int across, int down) const {
  constexpr int samples = 6;  // a cell, each way, evenly: no cell leans to one side
  std::vector<Colour> all;
  for (int row = 0; row < down; ++row) {
    for (int column = 0; column < across; ++column) {
      Colour sum{};
      for (int sample = 0; sample < samples * samples; ++sample) {
        const double x = column + (sample % samples + 0.5) / samples, y = row + (sample / samples + 0.5) / samples;
        const Colour pixel = at(picture, area.x + area.width * x / across, area.y + area.height * y / down);
        for (std::size_t i = 0; i < 3; ++i) sum[i] += pixel[i];
      }
      for (int& channel : sum) channel /= samples * samples;
      all.push_back(sum);
    }
  }
  return all;
}

Pictures decoded(const std::string& file, int width, int height, const std::vector<std::string>& input) {
  const Folder folder;
  const std::string size = std::to_string(width) + ":" + std::to_string(height);
  std::vector<std::string> argv = {"ffmpeg", "-nostdin", "-v", "fatal"};
  argv.insert(argv.end(), input.begin(), input.end());
  argv.insert(argv.end(), {"-i", file, "-map", "0:v:0", "-fps_mode", "passthrough", "-vf", "scale=" + size + ":flags=area+accurate_rnd",
                           "-pix_fmt", "rgb24", "-f", "rawvideo", folder / "pictures"});
  const Ended ended = run(argv);
  EXPECT_EQ(ended.code, 0) << file << ": " << ended.err;
  return {width, height, read_file(folder / "pictures")};
}

double difference(const std::vector<Colour>& one, const std::vector<Colour>& other) {
  double sum = 0;
  for (std::size_t i = 0; i < one.size(); ++i) {
    for (std::size_t channel = 0; channel < 3; ++channel) sum += std::abs(one[i][channel] - other[i][channel]);
  }
  return sum / static_cast<double>(one.size()) / 3;
}

}  // namespace spool::test
