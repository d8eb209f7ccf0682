// What a probe tells about a file: facts only; whether the file will do is judged elsewhere (media/verdict.h).
// Times are exact. Time 0 of a source is its container's start time, a negative one counting as 0 (EXACT, "Which frames").
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/file_identity.h"
#include "core/rational.h"

namespace spool::pipelines {

using core::Rational;

/// How a container is to be sought in and its stamps to be read (EXACT, "Seeking" and "Sound").
enum class ContainerKind {
  mp4,       ///< mp4, mov, 3gp: indexed, exact stamps
  matroska,  ///< mkv, webm: indexed, stamps in milliseconds
  mpeg,      ///< MPEG-TS and PS: input seeks land late; remuxed by copy first
  picture,   ///< one still picture (png, jpeg, webp, …)
  audio,     ///< sound only (wav, mp3, flac, …), whatever the container
  other      ///< avi, ogg, flv, gif, …: decoded from the start
};

/// Whether that is HDR's PQ or HLG, as ffmpeg names them.
constexpr bool is_hdr(std::string_view transfer) { return transfer == "smpte2084" || transfer == "arib-std-b67"; }

/// What HDR says of its light: the display that it was graded on (SMPTE ST 2086), and how bright it gets (CTA-861.3).
struct ToldLight {
  std::vector<Rational> display;  ///< x and y of red, green, blue and white, then its least and its most light in nits: ten; empty: not told
  int brightest = 0, average = 0;  ///< MaxCLL and MaxFALL, nits; 0: not told
  [[nodiscard]] bool told() const { return !display.empty() || brightest > 0 || average > 0; }

  friend bool operator==(const ToldLight&, const ToldLight&) = default;
};

struct VideoStream {
  int index = 0;          ///< ffmpeg's stream index in the file
  int ordinal = 0;        ///< 0 for the first video stream (`-map 0:v:0`; attached pictures count)
  std::string codec;      ///< ffprobe's codec_name
  std::string profile;
  std::string pixel_format;
  int width = 0;          ///< as coded
  int height = 0;
  Rational sample_aspect = 1;
  int rotation = 0;       ///< degrees clockwise needed for display: 0, 90, 180, 270 (ffmpeg applies it by itself)
  bool mirrored = false;
  Rational rate = 0;      ///< r_frame_rate; 0: unknown
  Rational average_rate = 0;
  Rational time_base = Rational(1, 1000);
  bool interlaced = false;
  std::string color_range;      ///< "tv", "pc", or empty: not tagged (likewise below)
  std::string color_matrix;     ///< color_space
  std::string color_primaries;
  std::string color_transfer;
  int bits = 8;
  int peak_nits = 0;            ///< brightest light of an HDR picture, where the container tells; else 0
  ToldLight light;              ///< of HDR: as the container tells, else its first picture (told_light.h)
  [[nodiscard]] bool hdr() const { return is_hdr(color_transfer); }

  /// Displayed size: square pixels, turned upright, rounded to whole pixels (not made even).
  [[nodiscard]] int display_width() const;
  [[nodiscard]] int display_height() const;

  friend bool operator==(const VideoStream&, const VideoStream&) = default;
};

struct AudioStream {
  int index = 0;
  int ordinal = 0;          ///< 0 for the first audio stream (`-map 0:a:0`)
  std::string codec;
  int sample_rate = 0;
  int channels = 0;
  std::string layout;       ///< "stereo", "5.1", …; may be empty
  std::string language;     ///< ISO 639 or empty
  Rational time_base = Rational(1, 48000);
  bool channels_change = false;  ///< on the way; looked for in MPEG-TS and PS only (changing_channels.h)

  friend bool operator==(const AudioStream&, const AudioStream&) = default;
};

/// Codecs whose packets can stand in a film beside encoded ones: their parameter sets may change at a keyframe.
[[nodiscard]] inline bool may_be_copied(const std::string& codec) { return codec == "h264" || codec == "hevc"; }

/// The pictures of one stream that are shown, in order of showing. Stamps are ticks of `time_base`, the container's own
/// (for a source that is remuxed first: of the remuxed file).
struct PictureIndex {
  Rational time_base = Rational(1, 1000);
  Rational origin = 0;                    ///< time 0 of the source, in seconds of these stamps
  std::optional<Rational> container_start;  ///< what ffmpeg's -ss counts from, where it is not `origin` (a negative start)
  std::vector<std::int64_t> shown;        ///< ascending; packets flagged discard are left out
  std::vector<std::int64_t> keyframes;    ///< ascending stamps of keyframes, discarded ones included
  std::int64_t last_duration = 0;         ///< ticks of the last picture
  /// Positions in `shown` at which packets can be parted without decoding them: in the file, too, what stands before is just
  /// the pictures shown before. Ascending; empty where packets do not tell, or the codec's are never copied into a film.
  std::vector<std::int64_t> seams;
  int reorder = 0;                        ///< pictures by which decoding runs ahead of showing, where `seams` are known
  [[nodiscard]] std::int64_t end() const { return shown.empty() ? 0 : shown.back() + last_duration; }

  friend bool operator==(const PictureIndex&, const PictureIndex&) = default;
};

/// What is needed to cut one sound stream at the sample.
struct SoundIndex {
  std::int64_t first = 0;        ///< stamp of the first decoded sample, in samples of the stream's rate, on the container's clock
  std::int64_t end = 0;          ///< one past the last, likewise
  std::int64_t frame_size = 0;   ///< samples a codec frame if every packet has the same; 0: they vary
  bool gaps = false;             ///< packets do not follow each other: decode from the start and count

  friend bool operator==(const SoundIndex&, const SoundIndex&) = default;
};

using core::FileIdentity;

/// What a file says of itself, by ffmpeg's names ("title", "creation_time").
struct Tag {
  std::string name, text;

  friend bool operator==(const Tag&, const Tag&) = default;
};

struct Media {
  std::string path;           ///< absolute
  std::string format;         ///< ffprobe's format_name ("mov,mp4,m4a,3gp,3g2,mj2")
  ContainerKind kind = ContainerKind::other;
  FileIdentity identity;
  Rational start = 0;         ///< container's start time, a negative one counting as 0; seconds
  Rational seconds = 0;       ///< from time 0 to the end of the last picture (of the sound, where there is no picture); 0 for a still
  std::vector<VideoStream> video;   ///< moving pictures and stills; cover art is left out
  std::vector<AudioStream> audio;
  bool variable_rate = false;       ///< of the first video stream, by its stamps
  PictureIndex pictures;            ///< of the first video stream; empty for sound only and for stills
  std::vector<SoundIndex> sound;    ///< one for each of `audio`
  std::vector<Tag> tags;            ///< those that a film may take over; never empty ones

  /// Empty where there is none.
  [[nodiscard]] std::string tag(std::string_view name) const;

  [[nodiscard]] bool has_picture() const { return !video.empty(); }
  [[nodiscard]] bool has_sound() const { return !audio.empty(); }
  [[nodiscard]] bool is_still() const { return kind == ContainerKind::picture; }

  friend bool operator==(const Media&, const Media&) = default;
};

using MediaPtr = std::shared_ptr<const Media>;

}  // namespace spool::pipelines
