// A tag file on the disk, read and imported. Blocks: call it on a helper thread.
#pragma once

#include <string>

#include "core/error.h"
#include "pipelines/moments/import.h"

namespace spool::pipelines {

/// Errors: `input.missing`, `input.not_a_file`, `input.unreadable`, `input.too_large` (exit 3).
core::Result<ImportedTags> read_tag_file(const std::string& path);

/// Its bytes alone.
core::Result<std::string> tag_file_bytes(const std::string& path);

}  // namespace spool::pipelines
