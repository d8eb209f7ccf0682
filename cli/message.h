// Errors, warnings and notes as a person reads them: "file:line:column: error: what happened" and a line with
// the remedy.
#pragma once

#include "core/event.h"

#include <string>

namespace spool::cli {

/// Colours for a terminal that wants them; all empty where it does not.
struct Paint {
  std::string error, warning, note, good, dim, bold, off;
};
Paint paint(bool coloured);

/// Ends with a line feed. Control characters are escaped; a message of several lines (ffmpeg's last words)
/// keeps them, each further line indented.
std::string message_text(const core::Said& said, const Paint& paint);
std::string error_text(const core::Error& error, const Paint& paint);

}  // namespace spool::cli
