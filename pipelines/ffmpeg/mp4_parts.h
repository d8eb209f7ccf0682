// Reads what our own parts say of themselves, in this process: whether they can be joined by copy costs no
// ffprobe. Only for files that we had ffmpeg write; still bounded and checked, as a part may have been cut
// short. Source: EXACT, "Joining" ("asserted equal"); the MP4 file format (ISO/IEC 14496-12).
#pragma once

#include "core/error.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace spool::pipelines {

/// The first picture track of an mp4 or mov.
struct Mp4Part {
  std::string codec;           ///< four letters: "avc1"
  std::string description;     ///< the codec's own parameters, colours, pixel shape; not the bit rate
  std::int64_t timescale = 0;  ///< ticks a second
  std::int64_t samples = 0;    ///< pictures
  int width = 0, height = 0;
  std::uint64_t begins_at = 0;  ///< where in the file its first picture is
};

/// Reads headers only, never the media. Blocking: a few small reads of a local file. Error
/// `render.part_unreadable`.
core::Result<Mp4Part> read_mp4_part(const std::string& path);

/// The same of a `moov` box's content in memory.
core::Result<Mp4Part> parse_moov(std::string_view moov);

/// What keeps two parts with parameter sets of their own from standing in one track; none: nothing.
std::optional<std::string> difference_in_kind(const Mp4Part& one, const Mp4Part& other);
/// What keeps two of one encoder from being joined by copy; none: nothing.
std::optional<std::string> difference(const Mp4Part& one, const Mp4Part& other);

}  // namespace spool::pipelines
