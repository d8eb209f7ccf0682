// Pictures as a viewer sees them: decoded, upright, in red, green and blue.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

namespace spool::test {

using Colour = std::array<int, 3>;

/// A rectangle of a picture, in pixels.
struct Area {
  double x = 0, y = 0, width = 0, height = 0;
};

/// The largest area of `aspect` (width to height) in the middle of a picture, in whole pairs of pixels.
Area middle_of(int width, int height, double aspect);

/// Pictures of one size, one after the other.
class Pictures {
 public:
  Pictures(int width, int height, std::string bytes);

  [[nodiscard]] int width() const { return width_; }
  [[nodiscard]] int height() const { return height_; }
  [[nodiscard]] std::size_t count() const { return bytes_.size() / size(); }
  /// The pixel at or nearest to a place.
  [[nodiscard]] Colour at(std::size_t picture, double x, double y) const;
  /// An area of a picture as `across` x `down` colours, each the mean of its pixels.
  [[nodiscard]] std::vector<Colour> thumbnail(std::size_t picture, const Area& area, int across, int down) const;

 private:
  [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_) * 3; }

  int width_, height_;
  std::string bytes_;
};

/// All pictures of a file's first stream of pictures, by plain ffmpeg, scaled to a size; `input`: options before -i.
Pictures decoded(const std::string& file, int width, int height, const std::vector<std::string>& input = {});

/// How far apart two thumbnails are, in levels of 255.
double difference(const std::vector<Colour>& one, const std::vector<Colour>& other);

}  // namespace spool::test
