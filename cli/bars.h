// The board drawn as lines for a terminal, and the bytes that replace the last drawing by the next without
// flicker. Pure.
#pragma once

#include "cli/board.h"
#include "cli/message.h"
#include "cli/terminal.h"

#include <string>
#include <vector>

namespace spool::cli {

struct Look {
  bool utf8 = false;
  Paint paint;
};

/// One drawn line: its bytes, and the columns that they take.
struct BarLine {
  std::string text;
  int columns = 0;
};

/// A line for each running job (as many as fit), and one for the whole. No line is wider than `size.columns -
/// 1`, so that none ever wraps.
std::vector<BarLine> bar_lines(const Board& board, Time now, Size size, const Look& look);

/// Remembers what stands on the terminal. The cursor rests at the start of the line below the last bar.
class Canvas {
 public:
  /// The bytes that put `lines` in the place of what stood there. `columns`: the terminal's width now; lines
  /// drawn at another width are counted as the terminal has wrapped them since.
  std::string replace(const std::vector<BarLine>& lines, int columns);
  /// The bytes that leave nothing standing.
  std::string erase(int columns);

 private:
  std::string back_to_the_top(int columns);

  std::vector<int> drawn_;  // columns of each line that stands there
};

}  // namespace spool::cli
