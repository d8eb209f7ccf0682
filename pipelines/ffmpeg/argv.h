// One argument vector for each job: a pure function of the job and of which ffmpeg there is. The same vectors
// are run, printed by the dry run and written into its script. Source: EXACT, "Templates that passed";
// GROUND, "Rendering".
#pragma once

#include "pipelines/ffmpeg/jobs.h"

#include <string>
#include <vector>

namespace spool::pipelines {

struct Tools {
  std::string ffmpeg = "ffmpeg";
  std::string ffprobe = "ffprobe";
  int major = 5;  ///< ffmpeg's major version (ffmpeg/capabilities.h)

  /// -vsync was renamed; 5.1 knows both, 7 warns about the old name and later ones drop it.
  [[nodiscard]] bool fps_mode() const { return major >= 6; }
  /// Where chroma stands was the encoder's option to say, and is now the last frame's. Between the two it cannot be said.
  [[nodiscard]] bool asks_frames_for_chroma() const { return major >= 7; }
  /// Opus copied out of an mp4 is stamped early by its decoder's delay, and Matroska's own delay comes on top: 5.1
  /// counts both. 7.1 counts one.
  [[nodiscard]] bool counts_opus_delay_twice() const { return major < 7; }
};

/// Every word, argv[0] first. Work files are named as the job names them: it runs in the run's work folder.
std::vector<std::string> argv_of(const JobSpec& job, const Tools& tools);

/// The text of the list that a JoinJob's `list` must hold before it starts.
std::string concat_list(const JoinJob& job);

}  // namespace spool::pipelines
