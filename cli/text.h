// Text as a terminal shows it: nothing in a name or message may move its cursor, and columns are not bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace spool::cli {

/// What is safe to show: control characters (also C1, and those that turn the direction of writing) become
/// `\n`, `\t`,
/// `\x1b`, `\u202e`; bytes that are not UTF-8 become `\xff`. `keep_newlines` leaves line feeds as they are.
std::string printable(std::string_view text, bool keep_newlines = false);

/// Columns that printable text takes: two for wide East Asian letters and emoji, none for combining marks.
int columns(std::string_view printable_text);

/// Cut to at most `width` columns, the cut shown by "…" ("~" where `utf8` is false). Never cuts inside a
/// letter.
std::string shortened(std::string_view printable_text, int width, bool utf8 = true);

/// Shortened, then filled with blanks to exactly `width` columns.
std::string fitted(std::string_view printable_text, int width, bool utf8 = true);

/// "0:42", "3:05", "1:02:03": a duration in whole seconds, rounded.
std::string clock_text(double seconds);

/// "12.35 s".
std::string seconds_text(double seconds);

/// "1 job", "2 jobs".
std::string counted(std::int64_t count, std::string_view noun);

}  // namespace spool::cli
