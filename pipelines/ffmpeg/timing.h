// When things are shown and heard, worked out before ffmpeg runs: which pictures a clip shows and how its
// sound is cut at the sample. Pure arithmetic on what the probe found. Source: EXACT, "Which frames",
// "Seeking", "Sound".
#pragma once

#include "core/error.h"
#include "core/rational.h"
#include "pipelines/ffmpeg/jobs.h"
#include "pipelines/media/media.h"

#include <cstdint>
#include <optional>

namespace spool::pipelines {

/// In a second: what ffmpeg counts times of its command line in.
inline constexpr std::int64_t microseconds = 1'000'000;

/// ffmpeg finds a keyframe in it without reading all that stands before.
bool is_indexed(ContainerKind kind);

/// Frames of a film that last `seconds`, half up, at least one.
std::int64_t frames_of(Rational seconds, Rational film_rate);

/// The pictures shown between `from` and `to` (seconds from the source's time 0, end exclusive) at
/// `film_rate` and `speed`. Binary searches only. Error `moments.no_picture`: nothing is shown between the
/// two.
core::Result<PictureCut> cut_pictures(const PictureIndex& index, ContainerKind kind, Rational from,
                                      Rational to, Rational film_rate, Rational speed);

/// The same clip from frame to frame of it: just those frames, decoded from near them. What is cut into parts
/// and joined again is what it was. `range` lies inside the clip.
PictureCut part_of(const PictureCut& cut, const PictureIndex& index, ContainerKind kind, Rational film_rate,
                   FrameRange range);

/// The picture that a clip shows at a frame, as a position: the last one at or before its time and the cut's slack.
std::size_t shown_at(const PictureCut& cut, const PictureIndex& index, Rational film_rate, std::int64_t frame);

/// A still or black for so long: only `frames` counts.
PictureCut hold_picture(Rational seconds, Rational film_rate);

/// The stamps, in the source's ticks, that ffmpeg must report for a cut: a clip that shows others is not the
/// one planned. None of pictures that are copied, and not decoded.
struct StampRange {
  const std::int64_t* begin = nullptr;
  const std::int64_t* end = nullptr;
};
StampRange planned_stamps(const ClipJob& job);

/// How the samples of a piece are found in its source.
enum class SoundWay {
  silence,  ///< there are none: no source, no such track, or the piece lies outside its sound
  stamps,   ///< sought; the stamps are exact (mp4, mov, wav): cut by them
  grid,   ///< sought; stamps are milliseconds (mkv, webm): snapped to the grid of codec frames, then counted
  count,  ///< decoded from the start and counted
  gaps    ///< decoded from the start, gaps filled with silence, then cut by stamps
};

/// Of a dip: its first half is silence in the piece that it leads into (`in`), its second half in the piece
/// that it leads from. `overlap`: of the dip.
SoundFadeOn dip_fade(const SoundPiece& piece, bool in, std::int64_t overlap);

/// Where a piece lies in its source, in samples of the source's own rate.
struct SoundCut {
  SoundWay way = SoundWay::silence;
  std::optional<Rational> seek;  ///< -ss, whole microseconds; none: from the start
  std::int64_t
      first = 0,
      end = 0;  ///< what is kept: absolute stamps (stamps, gaps), or counted from the stream's first sample
  std::int64_t head = 0;  ///< samples of silence before it: the piece begins before the source's sound does
};
SoundCut cut_sound(const SoundPiece& piece, int film_sample_rate);

/// What -ss counts from, in seconds. A remuxed file has its own clock, the one its picture index was read from.
Rational start_of_container(const SoundPiece& piece);

}  // namespace spool::pipelines
