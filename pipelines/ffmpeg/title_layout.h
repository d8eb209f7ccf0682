// Titles laid out for a picture's size: which font file, how large, which words on which line, and where they
// stand. Source: LANGUAGE, "A title is laid out for each output's size".
#pragma once

#include "core/error.h"
#include "pipelines/ffmpeg/jobs.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace spool::pipelines {

/// Where a title that has been laid out stands in a picture of this size; pixels.
struct TitlePlace {
  std::string line_x;          ///< an expression of drawtext's, which knows each line's own width
  std::vector<int> baselines;  ///< one for each line
  int box_x = 0, box_y = 0, box_width = 0, box_height = 0;
};
TitlePlace place_title(const TitleOn& title, int width, int height);

}  // namespace spool::pipelines
