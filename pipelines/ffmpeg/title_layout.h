// Titles laid out for a picture's size: which font file, how large, which words on which line, and where they
// stand. Source: LANGUAGE, "A title is laid out for each output's size".
#pragma once

#include "core/error.h"
#include "pipelines/ffmpeg/jobs.h"

#include <memory>
#include <string>
#include <vector>

namespace spool::pipelines {

/// Where a title that has been laid out stands in a picture of this size; pixels.
struct TitlePlace {
  std::string line_x;          ///< an expression of drawtext's, which knows each line's own width
  std::vector<int> baselines;  ///< one for each line
  int box_x = 0, box_y = 0, box_width = 0, box_height = 0;
};
TitlePlace place_title(const TitleOn& title, int width, int height);

/// Between the letters and the edge of the box behind them; pixels.
int title_padding(int size);

/// Height of letters where a document names none; pixels.
int default_title_size(int width, int height);

/// Measures texts as they will be drawn. Owns the fonts it has opened and what it has measured: one for a
/// whole plan makes a hundred thousand titles cheap. Not for several threads at once.
class TitleLayout {
 public:
  TitleLayout();
  ~TitleLayout();
  TitleLayout(const TitleLayout&) = delete;
  TitleLayout& operator=(const TitleLayout&) = delete;

  /// The file of a family ("DejaVu Sans", "DejaVu Sans:bold"), of a path, or of the default where `wanted` is
  /// empty. Error `document.unknown_font`, with the nearest family; `ffmpeg.no_font` where the machine has
  /// none at all.
  core::Result<std::string> find_font(const std::string& wanted);

  /// Fills lines, size and measures from `text`, `font_file` (absolute), `box` and `size` (0: the default),
  /// for a picture of this size. Wraps between words; letters shrink where a word or the whole would not fit.
  /// Error `document.unknown_font`.
  core::Result<TitleOn> lay_out(TitleOn title, int width, int height);

 private:
  struct Shelf;
  std::unique_ptr<Shelf> shelf_;
};

}  // namespace spool::pipelines
