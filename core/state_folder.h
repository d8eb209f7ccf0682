// The state folder as those who only read it meet it: one that is not there yet is an empty one. Source: CONTRACT, `--state`.
#pragma once

#include "core/error.h"

#include <optional>
#include <string>

namespace spool::core {

/// `state.unusable` where what is there is no folder, so that it never could be made. Absolute path.
std::optional<Error> refuse_state_folder(const std::string& state);

}  // namespace spool::core
