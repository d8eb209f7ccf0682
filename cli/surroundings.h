// Where the program was started: what relative paths follow, where its state and its tools are. Source:
// CONTRACT, "Paths and outputs", `--state`, `--ffmpeg`.
#pragma once

#include "cli/options.h"
#include "cli/terminal.h"
#include "core/error.h"

#include <cstdint>
#include <optional>
#include <string>

namespace spool::cli {

struct Surroundings {
  std::string folder;  ///< the working directory, absolute
  Variables variables;
};

/// Errors: `system.folder` (the working directory has been removed).
core::Result<Surroundings> look_around();

/// Absolute, following `folder`. `..` is kept: behind a symbolic link it does not mean what it seems to.
std::string absolute_path(const std::string& path, const std::string& folder);

/// The same error as JSON has it: every path there is absolute.
core::Error with_absolute_place(core::Error error, const std::string& folder);

/// "/a" of "/a/b", "/" of "/a".
std::string folder_of(const std::string& absolute);

/// `--state`, $SPOOL_STATE, $XDG_STATE_HOME/spool, ~/.local/state/spool: absolute. Errors: `state.folder` (no
/// home).
core::Result<std::string> state_folder(const CommonOptions& options, const Surroundings& around);

/// $SPOOL_CACHE_LIMIT ("20G", "500M"), else the default: bytes. Errors: `usage.bad_value`.
core::Result<std::uint64_t> cache_limit(const Surroundings& around);

/// Absolute paths of ffmpeg and ffprobe. Errors: `ffmpeg.missing`.
core::Result<std::string> find_ffmpeg(const CommonOptions& options, const Surroundings& around);
core::Result<std::string> find_ffprobe(const CommonOptions& options, const Surroundings& around);

/// A pipeline's document, read.
struct DocumentText {
  std::string name;  ///< as given; "-": standard input
  std::string text;
  std::string folder;  ///< absolute: what its paths follow
};

/// More is refused: no person writes it, and what generates it means something else.
inline constexpr std::size_t most_document_bytes = std::size_t{64} << 20;

/// Errors: `document.missing`, `document.unreadable`, `document.too_large`.
core::Result<DocumentText> read_document(const std::string& pipeline, const Surroundings& around);

}  // namespace spool::cli
