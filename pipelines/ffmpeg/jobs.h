// What ffmpeg is to do, as values: the planner makes them, ffmpeg/argv.h turns each into one argument vector
// (a pure function). Work files are plain names: every job runs with the run's work folder as its working
// directory. Sources are absolute paths. Source: EXACT (arithmetic and templates).
#pragma once

#include "core/rational.h"
#include "pipelines/document/effect.h"
#include "pipelines/ffmpeg/film_format.h"
#include "pipelines/media/media.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace spool::pipelines {

/// A half-open range of frames of one clip's film, counted from the clip's first frame; may reach outside it.
struct FrameRange {
  std::int64_t first = 0;
  std::int64_t end = 0;
};

// ---- picture
// ----------------------------------------------------------------------------------------------------------

/// Which pictures of a source a clip shows, and when (EXACT, "Which frames"). Made by `cut_pictures`
/// (ffmpeg/timing.h).
struct PictureCut {
  std::size_t first = 0, end = 0;  ///< S, as positions in PictureIndex::shown
  std::int64_t origin_tick = 0;    ///< P0: stamp of the clip's first picture, where its frame 0 is
  Rational slack = 1;              ///< by how much a picture may be late and still count as on time, in ticks
  std::int64_t start_tick = 0;     ///< stamp of the first picture of S; later than P0 in a part of a clip
  std::int64_t end_tick = 0;  ///< P1: stamp of the first picture after S; last + 1 at the end of the file
  Rational t0 = 0, t1 = 0;    ///< seconds on the stamps' clock; t1 - t0 is what N is rounded from
  std::optional<Rational>
      seek;  ///< -ss, seconds from the container's start, whole microseconds; none: from the start
  Rational speed = 1;
  std::int64_t skipped = 0;  ///< frames of the clip before these, in a part of it (`part_of`)
  std::int64_t frames = 0;   ///< N
  std::int64_t pad = 0;      ///< frames that the last picture is repeated by, exactly
};

struct TitleOn {
  std::string text;                ///< as it shall be read; may hold anything
  std::vector<std::string> lines;  ///< laid out for this picture (ffmpeg/title_layout.h)
  Position position = Position::bottom;
  FrameRange shown;
  std::string font_file;            ///< absolute
  int size = 0;                     ///< pixels
  int width = 0;                    ///< of the widest line, pixels
  int ascent = 0, line_height = 0;  ///< from a line's top to its baseline, from baseline to baseline; pixels
  std::string color = "white";
  std::string box;  ///< "black@0.5"; empty: none
};
struct OverlayOn {
  std::string image;  ///< absolute path
  std::string demuxer;  ///< as the probe read it: "png_pipe"
  Position position = Position::top_right;
  FrameRange shown;
  int height = 0;  ///< pixels; 0: as it is
  Rational opacity = 1;
};
struct FadeOn {
  bool in = true;
  std::int64_t start = 0, frames = 0;  ///< within the clip
};
struct FitOn {
  FitMode mode = FitMode::pad;
  int width = 0, height = 0;
  Position focus = Position::center;
};
struct FilterOn {
  std::string chain;  ///< a raw ffmpeg chain, trusted as the document is
};
using PictureEffect = std::variant<TitleOn, OverlayOn, FadeOn, FitOn, FilterOn>;

/// How one picture becomes another.
struct TransitionLook {
  std::string xfade;  ///< ffmpeg's name of the kind; empty: a dip
  std::string color;  ///< of a dip

  [[nodiscard]] bool is_dip() const { return xfade.empty(); }
  [[nodiscard]] bool dips_to_black() const { return is_dip() && (color == "black" || color == "#000000"); }
  /// The frames, counted within the transition, for which pictures of the first clip are wanted, and of the
  /// second.
  [[nodiscard]] FrameRange of_before(std::int64_t frames) const {
    return {0, is_dip() ? frames / 2 : frames};
  }
  [[nodiscard]] FrameRange of_after(std::int64_t frames) const { return {is_dip() ? frames / 2 : 0, frames}; }

  friend bool operator==(const TransitionLook&, const TransitionLook&) = default;
};

/// One clip's picture, cut and effects fused, one encode: `clip`. Also `cut` and `effect` of --no-optimize.
struct ClipJob {
  MediaPtr source;          ///< none: black
  std::string file;         ///< what ffmpeg opens: source->path, or the work file it was remuxed to
  PictureCut cut;           ///< of a still or black only `frames` counts
  bool from_start = false;  ///< decode from the start instead of seeking (second try, unindexed containers)
  std::vector<PictureEffect>
      effects;  ///< in order; a FitOn first where the clip asks for one, else the film's default fit
  std::int64_t lead = 0;  ///< frames of the cut that are made for the effects alone, and left out after them
  bool copied = false;  ///< the source's packets themselves: nothing is done to these pictures (planning/stretches.h)
  PictureFormat format;
  std::string output;  ///< work file, mp4 or mov

  [[nodiscard]] std::int64_t frames() const { return cut.frames - lead; }
};

/// Where two clips are shown at once: the last frames of the one become the first of the other, one encode:
/// `transition`.
struct TransitionJob {
  ClipJob before, after;  ///< just the frames of each that are wanted; the same format
  TransitionLook look;
  std::string output;  ///< work file, mp4 or mov

  [[nodiscard]] std::int64_t frames() const { return before.frames() + (look.is_dip() ? after.frames() : 0); }
};

// ---- sound
// ------------------------------------------------------------------------------------------------------------

struct GainOn {
  Rational value = 1;
  bool decibels = false;
};
struct SoundFadeOn {
  bool in = true;
  std::int64_t start = 0, samples = 0;  ///< in film samples from the piece's start
};
using SoundEffect = std::variant<GainOn, SoundFadeOn, FilterOn>;

/// One clip's share of the film's sound: exactly `samples` samples, padded with silence where the source has
/// none.
struct SoundPiece {
  MediaPtr source;     ///< none: silence
  std::string file;    ///< what ffmpeg opens
  int track = 0;       ///< position in source->audio
  std::string placed;  ///< the layout of its channels, for a file that does not say it (a stage's FLAC); empty: it does
  Rational start = 0;  ///< where it begins, seconds on the container's clock (start time included)
  Rational speed = 1;
  std::int64_t samples = 0;          ///< at the film's sample rate
  std::vector<SoundEffect> effects;  ///< in order, on all of the clip's sound
  std::int64_t skip = 0;  ///< samples of that left out before those (a clip of which a later part is kept)
  std::int64_t overlap =
      0;              ///< samples at its start that are heard together with the end of the piece before
  bool blend = true;  ///< the overlap is faded from the one into the other; else they only add up
};

/// Sound of consecutive clips in one pass: `audio`. Encoded where it is the film's whole sound, else PCM
/// (s16le).
struct SoundJob {
  std::vector<SoundPiece> pieces;  ///< at most a few dozen: each opens its source once
  SoundFormat format;
  bool encode = false;  ///< true: an m4a (mp4) of the film's codec; false: raw s16le
  std::string output;
  bool copied = false;  ///< an m4a of the only piece's own packets (copied_sound.h)

  /// What two pieces share counts once.
  [[nodiscard]] std::int64_t samples() const {
    std::int64_t samples = 0;
    for (const SoundPiece& piece : pieces) samples += piece.samples - piece.overlap;
    return samples;
  }
};

/// PCM files one after the other, every one of exact length: `audio`.
struct SoundJoinJob {
  std::vector<std::string> parts;  ///< work files; at most a few hundred
  SoundFormat format;
  bool encode = false;
  std::string output;
};

// ---- joining
// ----------------------------------------------------------------------------------------------------------

struct JoinPart {
  std::string file;  ///< work file
  std::int64_t frames = 0;
  bool copied = false;  ///< a source's own packets, whose parameter sets are other than the encoder's
};

/// Parts copied one after the other, restamped in whole ticks, the sound beside them: `join`.
struct JoinJob {
  std::vector<JoinPart> parts;
  std::string list;   ///< name of the concat list (a work file; its text by `concat_list`)
  std::string sound;  ///< work file of encoded sound; empty: a film without
  FilmFormat format;
  std::string output;
  int reorder = 0;  ///< pictures by which decoding runs ahead of showing in the copied parts
};

/// A source copied packet by packet into an indexed mp4 first: `remux` of MPEG-TS and PS.
struct RemuxJob {
  MediaPtr source;
  std::string output;  ///< work file
  std::string layout{};  ///< to which sound is decoded whose channels change on the way: the film's; empty: copied as it is
};

/// A finished mp4 or mov copied into another container (mkv, webm, ts): `remux`.
struct RewrapJob {
  std::string input;      ///< work file
  std::string container;  ///< ffmpeg's muxer
  std::string output;
  std::vector<Tag> metadata;  ///< what the film says of itself
  bool begins_early = false;  ///< Opus into a container that keeps a decoder's delay itself (mkv, webm)
};

// ---- the literal stages of --no-optimize
// -----------------------------------------------------------------------------

/// A stage's own file: picture encoded, sound without loss beside it, in one mov (or mp4). `cut` and
/// `effect`.
struct StageJob {
  ClipJob clip;
  std::optional<SoundPiece> sound;
  SoundFormat sound_format;
  std::string output;  ///< work file
};
/// What a part has in common with the one before it.
struct Joint {
  std::int64_t frames = 0;  ///< 0: nothing
  std::int64_t samples = 0;
  TransitionLook look;
};
/// Stage files joined by the concat filter and encoded once more: `concat`.
struct ConcatJob {
  std::vector<JoinPart> parts;
  std::vector<std::int64_t> samples;  ///< of each part
  std::vector<Joint> joints;          ///< of each part
  FilmFormat format;
  std::string output;
};

using JobSpec = std::variant<ClipJob, TransitionJob, SoundJob, SoundJoinJob, JoinJob, RemuxJob, RewrapJob,
                             StageJob, ConcatJob>;

}  // namespace spool::pipelines
