// What the program talks to: a terminal or not, how wide, with which letters.
#pragma once

#include <functional>
#include <optional>
#include <string>

namespace spool::cli {

/// A variable of the environment; none: not set.
using Variables = std::function<std::optional<std::string>(const char*)>;
Variables process_variables();

struct Size {
  int columns = 80;
  int rows = 24;
};

/// Of the terminal behind `fd`, as it is now; 80 x 24 where that is not known.
Size terminal_size(int fd);

struct Terminal {
  bool output = false;    ///< standard output is one
  bool messages = false;  ///< standard error is one
  bool moves = false;     ///< the one behind standard error can move its cursor (it is no TERM=dumb)
  bool colours = false;   ///< on standard error, and NO_COLOR does not forbid them
  bool utf8 = false;      ///< by the locale's variables
};

Terminal look_at_terminal(const Variables& variables);

/// Opens /dev/null for each of the descriptors 0 to 2 that is closed: else the next file opened would get the
/// number, and messages would be written into it.
void keep_standard_descriptors();

}  // namespace spool::cli
