// The ffprobe that looks at a file, as a child process that can do little else: it reads this one file,
// whatever the file says. Source: GROUND, "ffmpeg and bad input"; DESIGN, promise 9.
#pragma once

#include "core/process.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace spool::pipelines {

struct ProbeSettings {
  std::string ffprobe = "ffprobe";      ///< absolute, or found by $PATH
  core::Milliseconds time_limit{5000};  ///< for an answer to begin, and between its parts
  std::uint64_t memory_limit = std::uint64_t{2}
                               << 30U;  ///< bytes of address space; below 400 MB ffprobe does not load
};

/// Containers that are accepted, as `-format_whitelist` takes them: whitelist.h without numbered sequences of
/// pictures, whose names would make ffprobe read the files beside them.
const std::string& accepted_formats();

/// What the first bytes say of a still picture: ffmpeg's demuxer for just one ("png_pipe"), else empty. Given
/// with `-f`, as ffmpeg would otherwise take "%03d.png" for a numbered sequence.
std::string still_demuxer(std::string_view first_bytes);

/// Streams, container and all packets. `demuxer`: empty, or the one to read the file with.
core::Command packets_command(const ProbeSettings& settings, const std::string& path,
                              const std::string& demuxer, std::uint64_t file_bytes);

/// The pictures of one stream as they are decoded.
core::Command pictures_command(const ProbeSettings& settings, const std::string& path, int stream,
                               std::uint64_t file_bytes);

}  // namespace spool::pipelines
