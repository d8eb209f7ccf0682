// A picture that says which one it is, which way is up, whether it is stretched, and whether its colours are right:
// four corners of four colours, a barcode, a disc.
#pragma once

#include "tests/integration/pictures.h"

#include <string>

namespace spool::test {

struct Shape {
  int width = 320, height = 180;
  double pixel_aspect = 1;  ///< width of a pixel to its height
  [[nodiscard]] double aspect() const { return width * pixel_aspect / height; }
};

/// Raw pixels (rgb24).
std::string marked_picture(unsigned number, const Shape& shape);

/// The number that stands in an area of a picture; -1 where none can be read.
int number_in(const Pictures& pictures, std::size_t picture, const Area& area);

/// Fails the test where the picture in that area is not upright, of another aspect or in other colours.
void expect_as_drawn(const Pictures& pictures, std::size_t picture, const Area& area);

}  // namespace spool::test
