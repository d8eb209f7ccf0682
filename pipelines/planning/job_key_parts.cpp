#include "pipelines/planning/job_key_parts.h"

#include "pipelines/ffmpeg/light.h"

#include <algorithm>
#include <string_view>
#include <variant>

namespace spool::pipelines {
namespace {

/// Collects the parts; what is said twice of one (two titles) is one part.
class Parts {
 public:
  template <class... Values>
  void add(std::string_view name, const Values&... values) {
    const auto found =
        std::find_if(parts_.begin(), parts_.end(), [&](const auto& part) { return part.first == name; });
    std::string& text = found == parts_.end() ? parts_.emplace_back(name, "").second : found->second;
    ((text += in_words(values) + "\n"), ...);
  }
  [[nodiscard]] NamedTexts take() { return std::move(parts_); }

 private:
  static std::string in_words(const std::string& text) { return text; }
  static std::string in_words(const char* text) { return text; }
  static std::string in_words(Rational number) { return number.to_string(); }
  template <class Number>
  static std::string in_words(Number number) {
    return std::to_string(static_cast<std::int64_t>(number));
  }

  NamedTexts parts_;
};

struct AddPictureEffect {
  Parts& parts;
  std::int64_t frames;  ///< of the clip

  /// To the end is to the end, however long the clip is.
  void add_range(std::string_view name, const FrameRange& shown) const {
    parts.add(name, shown.first, shown.end >= frames ? -1 : shown.end);
  }
  void operator()(const TitleOn& title) const {
    parts.add("title", title.text, title.position, title.size, title.color, title.box);
    for (const std::string& line : title.lines) parts.add("title", line);
    add_range("title", title.shown);
  }
  void operator()(const OverlayOn& overlay) const {
    parts.add("overlay", overlay.position, overlay.height, overlay.opacity);
    add_range("overlay", overlay.shown);
  }
  void operator()(const FadeOn& fade) const {
    parts.add("fade", fade.in, fade.in ? fade.start : fade.start - frames, fade.frames);
  }
  void operator()(const FitOn& fit) const { parts.add("fit", fit.mode, fit.width, fit.height, fit.focus); }
  void operator()(const FilterOn& filter) const { parts.add("filter", filter.chain); }
};

struct AddSoundEffect {
  Parts& parts;
  std::int64_t samples;  ///< of the piece

  void operator()(const GainOn& gain) const { parts.add("volume", gain.value, gain.decibels); }
  void operator()(const SoundFadeOn& fade) const {
    parts.add("fade", fade.in, fade.in ? fade.start : fade.start - samples, fade.samples);
  }
  void operator()(const FilterOn& filter) const { parts.add("filter", filter.chain); }
};

void add_format(Parts& parts, const PictureFormat& format) {
  parts.add("size", format.width, format.height, format.default_fit);
  parts.add("rate", format.rate);
  parts.add("pixels", format.pixel_format);
  parts.add("colour", format.colour.matrix, format.colour.primaries, format.colour.transfer,
            format.colour.range);
  if (const std::string light = light_options(format); !light.empty()) parts.add("colour", light);
  parts.add("encoder", format.encoder, format.crf ? format.crf->to_string() : "", format.bitrate,
            format.preset, format.profile, format.threads);
}

void add_format(Parts& parts, const SoundFormat& format) {
  parts.add("sound format", format.encoder, format.bitrate, format.sample_rate, format.layout);
}

void add_clip(Parts& parts, const ClipJob& job) {
  const bool moving = job.source && !job.source->is_still();
  if (moving) {
    parts.add("range", job.cut.t0, job.cut.t1);
  } else {
    parts.add("range", Rational(job.cut.frames) / job.format.rate);
  }
  if (job.cut.skipped + job.lead > 0) parts.add("range", job.cut.skipped, job.lead);
  if (job.copied) parts.add("encoder", "copied");
  parts.add("speed", job.cut.speed);
  for (const PictureEffect& effect : job.effects) std::visit(AddPictureEffect{parts, job.cut.frames}, effect);
}

void add_piece(Parts& parts, const SoundPiece& piece, Rational sample_rate) {
  parts.add("range", piece.start, piece.skip, Rational(piece.samples) / sample_rate);
  if (piece.overlap > 0) parts.add("transition", Rational(piece.overlap) / sample_rate, piece.blend);
  parts.add("speed", piece.speed);
  parts.add("track", piece.track);
  for (const SoundEffect& effect : piece.effects) std::visit(AddSoundEffect{parts, piece.skip + piece.samples}, effect);
}

struct AddJob {
  Parts& parts;

  void add_metadata(const std::vector<Tag>& metadata) const {
    for (const Tag& tag : metadata) parts.add("metadata", tag.name, tag.text);
  }

  void operator()(const ClipJob& job) const {
    add_clip(parts, job);
    add_format(parts, job.format);
  }
  void operator()(const TransitionJob& job) const {
    parts.add("transition", job.look.xfade, job.look.color, job.frames());
    add_clip(parts, job.before);
    add_clip(parts, job.after);
    add_format(parts, job.before.format);
  }
  void operator()(const SoundJob& job) const {
    for (const SoundPiece& piece : job.pieces) add_piece(parts, piece, job.format.sample_rate);
    if (job.copied) {
      parts.add("sound format", "copied");
    } else {
      add_format(parts, job.format);
    }
  }
  void operator()(const SoundJoinJob& job) const { add_format(parts, job.format); }
  void operator()(const JoinJob& job) const {
    parts.add("rate", job.format.picture.rate);
    parts.add("container", job.format.joined_muxer());
    add_metadata(job.format.metadata);
  }
  void operator()(const RemuxJob& job) const { parts.add("sound format", job.layout); }
  void operator()(const RewrapJob& job) const {
    parts.add("container", job.container);
    if (job.begins_early) parts.add("container", "begins early");
    add_metadata(job.metadata);
  }
  void operator()(const StageJob& job) const {
    (*this)(job.clip);
    if (!job.sound) return;
    add_piece(parts, *job.sound, job.sound_format.sample_rate);
    add_format(parts, job.sound_format);
  }
  void operator()(const ConcatJob& job) const {
    add_format(parts, job.format.picture);
    if (job.format.sound) add_format(parts, *job.format.sound);
    parts.add("container", job.format.joined_muxer());
    add_metadata(job.format.metadata);
  }
};

}  // namespace

NamedTexts parts_of(const JobSpec& spec) {
  Parts parts;
  std::visit(AddJob{parts}, spec);
  return parts.take();
}

}  // namespace spool::pipelines
