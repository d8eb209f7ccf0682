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
  core::Milliseconds open_limit{5000};      ///< for the file system to open the file and give its first bytes
  std::chrono::seconds processor_limit{5};  ///< of a processor, and more by the file's size: what takes longer is refused
  core::Milliseconds stall{60'000};         ///< without a word: a disk that hangs; a busy machine alone is never as slow
  std::uint64_t memory_limit = std::uint64_t{2}
                               << 30U;  ///< bytes of address space; below 400 MB ffprobe does not load
};

/// How a file is to be read, by its first bytes.
struct HowToRead {
  std::string
      demuxer;  ///< of a still picture ("png_pipe"): ffmpeg would take "%03d.png" for a numbered sequence
  bool generate_stamps =
      false;  ///< MPEG-TS and PS leave some out; filled in as the copy that they are cut from has them
};
HowToRead reading_of(std::string_view first_bytes);

/// Streams, container and all packets.
core::Command packets_command(const ProbeSettings& settings, const std::string& path,
                              const HowToRead& reading, std::uint64_t file_bytes);

/// The pictures of one stream as they are decoded; slower than reading packets, and given more time.
core::Command pictures_command(const ProbeSettings& settings, const std::string& path,
                               const HowToRead& reading, int stream, std::uint64_t file_bytes);

/// The channels of every frame of sound as it is decoded: some hundred times as fast as it plays.
core::Command channels_command(const ProbeSettings& settings, const std::string& path, const HowToRead& reading,
                               std::uint64_t file_bytes);

/// What the first picture says of its light and of how it is to be turned, as it is decoded.
core::Command first_picture_command(const ProbeSettings& settings, const std::string& path, const HowToRead& reading,
                            int stream);

/// Streams, container, all packets and, between them, all that is decoded of every stream; each frame with
/// the `level` of errors that its decoder told, each line of standard error with its level in brackets.
core::Command film_command(const ProbeSettings& settings, const std::string& path, const HowToRead& reading,
                           std::uint64_t file_bytes);

}  // namespace spool::pipelines
