// What the dynamic loader would load for a program. Internal to ffmpeg/fingerprint.h.
#pragma once

#include "core/error.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace spool::pipelines {

/// What kind of file a program is.
struct ProgramKind {
  bool native = false;                ///< an ELF file of this machine's word length
  std::optional<std::string> loader;  ///< its dynamic loader; none: it is static
};

/// Blocks. Error `ffmpeg.missing`.
core::Result<ProgramKind> look_at_program(const std::string& path);

/// What the linker made of the content of a program or library (its GNU build id, the bytes as they are). None: it has
/// none, or is no ELF file of this machine's word length. Blocks, for a few small reads.
std::optional<std::string> build_id(const std::string& path);

/// The files that a loader's list names, absolute. Error `ffmpeg.broken` where a library is not there. Pure.
core::Result<std::vector<std::string>> parse_loader_list(std::string_view printed);

/// What in our environment changes where a loader looks.
std::string loader_search();

}  // namespace spool::pipelines
