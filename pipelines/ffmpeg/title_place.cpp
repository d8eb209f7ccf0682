#include "pipelines/ffmpeg/geometry.h"
#include "pipelines/ffmpeg/title_layout.h"

#include <algorithm>

namespace spool::pipelines {
namespace {

/// Of what is left over beside something, the part before it: an edge's margin, half, or all but the margin.
int offset_of(int third, int whole, int part, int margin) {
  if (third == 0) return margin;
  return third == 1 ? (whole - part) / 2 : whole - part - margin;
}

std::string x_of_line(int column, int margin) {
  if (column == 0) return std::to_string(margin);
  return column == 1 ? "(w-text_w)/2" : "w-text_w-" + std::to_string(margin);
}

}  // namespace

int title_padding(int size) { return std::max(2, size / 3); }

TitlePlace place_title(const TitleOn& title, int width, int height) {
  const int padding = title.box.empty() ? 0 : title_padding(title.size);
  const int margin = safe_margin(width, height) + padding;
  const int column = column_of(title.position);
  const int block_height = title.line_height * static_cast<int>(title.lines.size());
  const int top = offset_of(row_of(title.position), height, block_height, margin);

  TitlePlace place;
  place.line_x = x_of_line(column, margin);
  for (std::size_t line = 0; line < title.lines.size(); ++line) {
    place.baselines.push_back(top + title.ascent + static_cast<int>(line) * title.line_height);
  }
  place.box_x = offset_of(column, width, title.width, margin) - padding;
  place.box_y = top - padding;
  place.box_width = title.width + 2 * padding;
  place.box_height = block_height + 2 * padding;
  return place;
}

}  // namespace spool::pipelines
