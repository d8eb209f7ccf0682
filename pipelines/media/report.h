// What `spool probe` tells about a file: for a program and for a person. Source: CONTRACT, "Plan, probe,
// status".
#pragma once

#include "core/error.h"
#include "pipelines/media/media.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace spool::pipelines {

struct ProbeReport {
  std::string file;                  ///< as the caller names it
  std::optional<core::Error> wrong;  ///< why it is not usable
  MediaPtr media;                    ///< what could be learned, also of an unusable file; may be none
  [[nodiscard]] bool usable() const { return !wrong && media != nullptr; }
};

/// One JSON object, without a line end. Names that are not UTF-8 have lone surrogates for their bytes.
std::string probe_json(const ProbeReport& report);

/// A few plain lines.
std::string probe_text(const ProbeReport& report);

/// "HDR (HLG)", "HDR (PQ)"; empty: it is none.
std::string hdr_in_words(const VideoStream& video);

/// "25 fps", or "24-31 fps, variable"; empty where no picture moves.
std::string rate_in_words(const Media& media);

/// ffmpeg's name of a layout for a person, to whom a pair at the sides is one behind: "5.1" for "5.1(side)".
std::string layout_in_words(std::string_view layout);

/// "mono", "stereo", "5.1"; "4-channel" where the file does not say where they are.
std::string channels_in_words(const AudioStream& audio);

/// What a person should know before the film is made, in sentences: "rotated 90°", "5.1 sound". `track`: the one that
/// is heard, from 0.
std::vector<std::string> notes_about(const Media& media, std::size_t track);

}  // namespace spool::pipelines
