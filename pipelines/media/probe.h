// Looks at a file before anything is encoded from it: what kind of file, its first bytes, then ffprobe as a
// confined child. Source: the issue's "Probing and refusing"; EXACT, "Which frames"; GROUND, "ffmpeg and bad
// input".
#pragma once

#include "core/error.h"
#include "core/process.h"
#include "core/slots.h"
#include "pipelines/media/ffprobe_command.h"
#include "pipelines/media/ffprobe_output.h"
#include "pipelines/media/file_look.h"
#include "pipelines/media/media.h"
#include "pipelines/media/report.h"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace spool::pipelines {

/// One for a run; probes of many files may be under way at once, `slots` of them with a child.
class Prober {
 public:
  /// All three must outlive every probe.
  Prober(core::Runner& runner, core::Slots& slots, ProbeSettings settings);

  /// What is known about the file and whether it will do; the reason where it will not. Within the limits
  /// where the file gives no answer; a long film takes as long as it takes to read.
  boost::asio::awaitable<ProbeReport> report(std::string absolute_path);

  /// The same for who only wants a usable file.
  boost::asio::awaitable<core::Result<MediaPtr>> probe(std::string absolute_path);

 private:
  boost::asio::awaitable<ProbeReport> ask_ffprobe(std::string path, FileLook look);
  /// Runs ffprobe to its end; why the file will not do, by how that was. All must outlive it.
  boost::asio::awaitable<std::optional<core::Error>> ask(core::Command command, FfprobeOutput& output, const std::string& name,
                                                         std::string_view first_bytes);
  /// Of HDR whose container does not tell, what its pictures say of their light; of a still, how it is to be turned, which a
  /// phone's JPEG tells with its frame (EXIF) and ffmpeg goes by.
  boost::asio::awaitable<void> ask_first_picture(const HowToRead& reading, Media& media);

  core::Runner& runner_;
  core::Slots& slots_;
  ProbeSettings settings_;
};

}  // namespace spool::pipelines
