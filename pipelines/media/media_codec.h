// Media as text and back: what a probe told, kept in the journal (a replay decides from it) and among the
// facts of files (a second run starts no ffprobe). Indexes of hours of video stay small: stamps are stored as
// runs of equal steps.
#pragma once

#include "core/error.h"
#include "pipelines/media/media.h"

#include <string>
#include <string_view>

namespace spool::pipelines {

/// Changes with the form, and with whatever a probe would tell otherwise than before.
constexpr std::string_view media_form = "media/5";

/// JSON. Paths that are not UTF-8 come back as they were.
std::string to_json(const Media& media);
/// Error `state.damaged`.
core::Result<Media> media_from_json(std::string_view text);

}  // namespace spool::pipelines
