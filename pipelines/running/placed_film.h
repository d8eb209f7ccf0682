// Whether the file at an output's path is a film that some run put there, and nothing has touched since.
#pragma once

#include <optional>
#include <string>

#include "core/file_identity.h"
#include "core/journal/run_event.h"
#include "core/journal/sqlite_store.h"
#include "pipelines/running/run.h"

namespace spool::pipelines {

/// What the journal has of the film at `path`, which is `now` there; none: it is another file, or nobody's. Blocks.
std::optional<core::OutputPlaced> placed_film(const core::JournalReader& journal, const std::string& path, const core::FileIdentity& now);

/// Whether it is the film of a run of the very same document, inputs and variables. Blocks.
bool is_film_of(const RunRequest& request, const std::string& path, const core::JournalReader& journal);

}  // namespace spool::pipelines
