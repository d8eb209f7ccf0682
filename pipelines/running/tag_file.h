// A tag file on the disk, read and imported. Blocks: call it on a helper thread.
#pragma once

#include <string>
#include <vector>

#include "core/error.h"
#include "pipelines/document/document.h"

namespace spool::pipelines {

/// Errors: `input.missing`, `input.not_a_file`, `input.unreadable`, `input.too_large` (exit 3), and what import_tags finds
/// wrong in it (exit 2).
core::Checked<std::vector<TaggedMoment>> read_tag_file(const std::string& path);

/// Its bytes alone.
core::Result<std::string> tag_file_bytes(const std::string& path);

}  // namespace spool::pipelines
