// Stamps such as they will be in the mp4 that an MPEG-TS or PS is copied to first, so that cuts can be
// planned before it exists. The copy: `ffmpeg -fflags +genpts -i IN -map 0:v -map 0:a -c copy -movie_timescale 90000 OUT.mp4`, its
// video track at 1/90000 as in the source. Shown to hold by tests/media/remux_test.cpp on real files. Source:
// EXACT, "Seeking"; ffmpeg's mp4 muxer, whose edit lists count the start of a track in whole ticks of the movie: in
// milliseconds, where nothing is said, sound and picture part by up to one.
#pragma once

#include "pipelines/media/ffprobe_output.h"
#include "pipelines/media/media.h"

#include <vector>

namespace spool::pipelines {

/// How stamps of the source become stamps of the copy.
class RemuxedStamps {
 public:
  /// `container_start`: the source's, in seconds; may be negative.
  explicit RemuxedStamps(Rational container_start) : start_(container_start) {}

  /// The pictures of the copy: packets before the first keyframe are not copied; those shown before it are
  /// flagged discarded. `shown`: what the index is made of, packets or decoded pictures; `packets`: the
  /// stream's packets as ffprobe reads them.
  [[nodiscard]] std::vector<Packet> pictures(const std::vector<Packet>& packets,
                                             const std::vector<Packet>& shown, Rational time_base) const;

  /// The sound of the copy: the same samples, from where its track starts.
  [[nodiscard]] SoundIndex sound(SoundIndex source, const AudioStream& audio) const;

 private:
  Rational start_;
};

}  // namespace spool::pipelines
