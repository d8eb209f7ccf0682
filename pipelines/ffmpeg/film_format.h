// A film's format with nothing left open: what every clip of it must be, so that the join can copy.
// Source: LANGUAGE, "Format"; EXACT, "Colour" and "Joining".
#pragma once

#include "core/rational.h"
#include "pipelines/media/media.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace spool::pipelines {

/// How a film's numbers are to be read, in ffmpeg's words for the tags: every clip of it is brought to this.
struct FilmColour {
  std::string matrix = "bt709";
  std::string primaries = "bt709";
  std::string transfer = "bt709";
  std::string range = "tv";  ///< "tv" (limited) or "pc" (full)

  friend bool operator==(const FilmColour&, const FilmColour&) = default;
};

struct PictureFormat {
  int width = 0, height = 0;        ///< even
  Rational rate = 30;               ///< frames a second
  std::string encoder = "libx264";  ///< ffmpeg's encoder
  std::optional<Rational> crf;      ///< exactly one of crf and bitrate, or neither (the encoder's default)
  std::string bitrate;              ///< "4M" or empty
  std::string preset;               ///< empty: the encoder's default
  std::string profile;
  std::string pixel_format = "yuv420p";
  FilmColour colour;
  ToldLight light;      ///< what an HDR film says of its light
  bool copies = false;  ///< pictures that the source has as the film wants them are copied, not encoded
  bool own_sets = false;  ///< each part brings its parameter sets along before its keyframes, as parts differ in them
  int threads = 1;
  std::string default_fit = "pad";  ///< "pad", "crop", "stretch": where a clip says nothing

  /// Ticks a second of the video track, a multiple of the rate's numerator (15360 for 30), and ticks a frame.
  [[nodiscard]] std::int64_t track_timescale() const;
  [[nodiscard]] std::int64_t frame_ticks() const;
  /// Frames by which decoding runs ahead of showing with this encoder (2 for x264 and x265).
  [[nodiscard]] int reorder_depth() const;
  /// The muxer of a clip's file, also the ending of its name: "mov" for codecs that an mp4 does not hold,
  /// else "mp4".
  [[nodiscard]] std::string part_muxer() const;
  /// The muxer of a stage's file, which holds lossless sound too: "mov", or "mp4" for codecs that a mov does
  /// not hold.
  [[nodiscard]] std::string stage_muxer() const;
};

/// Whether an encoder can put parameter sets before its keyframes (PictureFormat::own_sets), or joining does it.
bool takes_own_sets(std::string_view encoder);

struct SoundFormat {
  std::string encoder = "aac";  ///< ffmpeg's encoder
  std::string bitrate;          ///< "192k"; empty: open, and what need not be encoded is copied
  int sample_rate = 48000;
  std::string layout = "stereo";  ///< where its channels are heard (channel_layouts.h)
  std::string instead_of;         ///< the layout that it would have if the encoder had it; empty: it has

  [[nodiscard]] int channels() const;

  /// B(k): the sample at film frame k (EXACT, "Sound").
  [[nodiscard]] std::int64_t sample_at(std::int64_t frame, Rational film_rate) const;
  /// The muxer of a work file that holds this sound alone.
  [[nodiscard]] std::string part_muxer() const;
};

struct FilmFormat {
  PictureFormat picture;
  std::optional<SoundFormat> sound;       ///< none: the film is silent, without a sound track
  std::string container = "mp4";          ///< ffmpeg's muxer: "mp4", "mov", "matroska", "webm", "mpegts"
  std::vector<Tag> metadata;              ///< what the film says of itself
  Rational join_fade = Rational(1, 200);  ///< seconds of fade on each side of a hard join of sound; 0: none

  /// The muxer of the film as it is joined, also the ending of that file's name: "mp4" or "mov". Any other
  /// container is a copy of it.
  [[nodiscard]] std::string joined_muxer() const;
  /// The layout of a stage's sound where the stage's file does not say it; else empty.
  [[nodiscard]] std::string untold_in_stage() const;
  /// Whether the container's clock holds whole frames, and its edit list hides the sound's priming.
  [[nodiscard]] bool has_exact_stamps() const { return container == "mp4" || container == "mov"; }
};

}  // namespace spool::pipelines
