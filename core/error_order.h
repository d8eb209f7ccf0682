// Errors of several phases and files in the order in which a person goes through them.
#pragma once

#include <string>

#include "core/error.h"

namespace spool::core {

/// The order in which they are told, each once: by line and column those in `document`, then those in other files, file by file
/// as they come, then those without a place. Of one file, what has no line stands behind what has one.
Errors in_order_of_place(Errors errors, const std::string& document);

}  // namespace spool::core
