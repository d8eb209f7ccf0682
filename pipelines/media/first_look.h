// What a file's first bytes say before ffprobe is asked: text dressed as video is told as what it is, and
// never reaches a program that would follow what it says. Pure. Source: GROUND, "ffmpeg and bad input".
#pragma once

#include "core/error.h"

#include <optional>
#include <string>
#include <string_view>

namespace spool::pipelines {

/// `input.playlist`, `input.not_media` or `input.unsupported_container`; nothing where the bytes could be media.
std::optional<core::Error> refuse_by_first_bytes(const std::string& name, std::string_view bytes);

}  // namespace spool::pipelines
