// What `spool doctor` finds: one check a line, each with its remedy. Pure but for `look_at_state`.
#pragma once

#include "cli/machine.h"
#include "core/error.h"
#include "pipelines/ffmpeg/capabilities.h"

#include <cstdint>
#include <string>
#include <vector>

namespace spool::cli {

struct Check {
  std::string name;
  bool ok = true;
  std::string found;
  std::string remedy;  ///< empty where all is well
  bool needed = true;  ///< false: without it only something special is missing
};

Check check_ffmpeg(const std::string& path, const core::Result<pipelines::Capabilities>& capabilities);
/// One for all that is always needed, one for what films of other formats want.
std::vector<Check> check_encoders(const pipelines::Capabilities& capabilities);
/// One of a graphics card or the like, by what its trial came to.
Check check_hardware(const std::string& encoder, const core::Result<void>& tried);
std::vector<Check> check_filters(const pipelines::Capabilities& capabilities);
Check check_fonts(const core::Result<std::string>& standard_font);
Check check_memory(const Machine& machine);
Check check_slots(const Machine& machine);
/// Whether the state folder (or the folder that it would be made in) can be written, and has room for a
/// film's work.
Check check_state(const std::string& folder);

/// Nothing that is needed is missing.
bool healthy(const std::vector<Check>& checks);

}  // namespace spool::cli
