#include "pipelines/planning/lower.h"

#include <algorithm>
#include <utility>

#include "core/utf8.h"
#include "pipelines/ffmpeg/timing.h"
#include "pipelines/planning/effect_rules.h"

namespace spool::pipelines {
namespace {

/// Frame positions of times on one clip, counted from `lead` frames before those that it keeps.
class FrameClock {
 public:
  FrameClock(const Clip& clip, Rational film_rate, std::int64_t lead)
      : frames_(lead + clip.frames()), lead_(lead), rate_(film_rate) {}

  [[nodiscard]] std::int64_t at(Rational seconds) const { return lead_ + (seconds * rate_).round_half_up(); }
  [[nodiscard]] std::int64_t length_of(Rational seconds) const { return (seconds * rate_).round_half_up(); }
  [[nodiscard]] std::int64_t frames() const { return frames_; }
  [[nodiscard]] std::int64_t end_of(const PlacedEffect& placed) const {
    return placed.ends_clip ? frames_ : at(placed.end);
  }
  /// `from` and `for` of a title or an overlay, within the stretch that the effect covers.
  [[nodiscard]] FrameRange shown(const PlacedEffect& placed, const std::optional<Rational>& from,
                                 const std::optional<Rational>& shown_for) const {
    const Rational start = placed.start + from.value_or(0) * placed.stretch;
    const std::int64_t end = end_of(placed);
    if (!shown_for) return {at(start), end};
    return {at(start), std::min(end, at(start + *shown_for * placed.stretch))};
  }
  [[nodiscard]] bool visible(FrameRange range) const { return range.first < range.end && range.end > 0 && range.first < frames_; }

 private:
  std::int64_t frames_;
  std::int64_t lead_;
  Rational rate_;
};

int pixels(const std::optional<Extent>& extent, int picture_height, int otherwise) {
  if (!extent) return otherwise;
  const Rational value = extent->percent ? extent->value * Rational(picture_height, 100) : extent->value;
  return std::max(1, static_cast<int>(value.round_half_up()));
}

core::Error at(const core::Place& place, core::Error error) {
  error.place = place;
  return error;
}

struct Lowering {
  const Clip& clip;
  const PictureFormat& format;
  const Sources& sources;
  TitleLayout& titles;
  FrameClock clock;
  ClipJob& job;

  core::Result<void> add(const PlacedEffect& placed) {
    return std::visit([&](const auto& what) { return add(placed, what); }, placed.effect->what);
  }

  core::Result<void> add(const PlacedEffect& placed, const Title& title) {
    TitleOn on;
    on.shown = clock.shown(placed, title.from, title.shown_for);
    if (!clock.visible(on.shown)) return {};
    on.text = core::replace_invalid(placed.text);  // a broken letter would take the next ones with it
    on.position = title.position;
    on.color = title.color;
    on.box = !title.box ? "black@0.5" : *title.box == "none" ? "" : *title.box;
    on.size = pixels(title.size, format.height, 0);
    const core::Place& place = title.font ? title.font->place : placed.effect->place;
    const auto font = titles.find_font(title.font ? title.font->value : "");
    if (!font) return at(place, font.error());
    on.font_file = *font;
    auto laid_out = titles.lay_out(std::move(on), format.width, format.height);
    if (!laid_out) return at(place, laid_out.error());
    job.effects.emplace_back(std::move(laid_out).value());
    return {};
  }

  core::Result<void> add(const PlacedEffect& placed, const Overlay& overlay) {
    const Source* image = sources.find(overlay.image.value);
    if (image == nullptr || !image->media->is_still()) return not_a_picture(overlay);
    OverlayOn on;
    on.shown = clock.shown(placed, overlay.from, overlay.shown_for);
    if (!clock.visible(on.shown)) return {};
    on.image = image->media->path;
    on.demuxer = image->media->format;
    on.position = overlay.position;
    on.opacity = overlay.opacity;
    // A crest is often stored large: left to itself it takes no more than a quarter of the picture's height.
    const int natural = image->media->video.front().height;
    on.height = pixels(overlay.size, format.height, natural > format.height / 4 ? format.height / 4 : 0);
    job.effects.emplace_back(std::move(on));
    return {};
  }

  core::Result<void> add(const PlacedEffect& placed, const Fade& fade) {
    const std::int64_t in = clock.length_of(fade.in * placed.stretch);
    const std::int64_t start = clock.at(placed.start);
    if (in > 0 && start + in > 0) job.effects.emplace_back(FadeOn{true, start, in});
    const std::int64_t out = clock.length_of(fade.out * placed.stretch);
    const std::int64_t from = clock.end_of(placed) - out;
    if (out > 0 && from < clock.frames()) job.effects.emplace_back(FadeOn{false, from, out});
    return {};
  }

  core::Result<void> add(const PlacedEffect&, const FitEffect& fit) {
    FitOn on;
    on.mode = fit.mode;
    on.focus = fit.focus;
    on.width = fit.size ? fit.size->first : format.width;
    on.height = fit.size ? fit.size->second : format.height;
    // Fitting comes before all that is drawn on the picture.
    job.effects.insert(job.effects.begin(), on);
    return {};
  }

  core::Result<void> add(const PlacedEffect& placed, const RawFilter&) {
    if (!placed.text.empty()) job.effects.emplace_back(FilterOn{placed.text});
    return {};
  }

  // What only sounds, or has already changed the cut.
  core::Result<void> add(const PlacedEffect&, const Volume&) { return {}; }
  core::Result<void> add(const PlacedEffect&, const Mute&) { return {}; }
  core::Result<void> add(const PlacedEffect&, const Trim&) { return {}; }
  core::Result<void> add(const PlacedEffect&, const Speed&) { return {}; }
};

/// Frames of the clip before those that it keeps.
std::int64_t frames_before(const Clip& clip) { return clip.keep ? clip.keep->first : 0; }

/// What shows one picture after the other as it goes on (a fade that is under way, any filter of the document's own) has to see
/// the clip from its first frame, even where a later part is kept.
bool needs_lead(const Clip& clip, Rational film_rate) {
  return std::ranges::any_of(clip.effects, [&](const PlacedEffect& placed) {
    if (std::holds_alternative<RawFilter>(placed.effect->what)) return !placed.text.empty();
    const auto* fade = std::get_if<Fade>(&placed.effect->what);
    if (fade == nullptr) return false;
    const Rational first_frame = Rational(1) / film_rate;
    const Rational out_begins = placed.end - fade->out * placed.stretch;
    const bool goes_in = placed.start < Rational(0) && placed.start + fade->in * placed.stretch > Rational(0) - first_frame;
    return goes_in || out_begins < first_frame;
  });
}

void add_fade(SoundPiece& piece, const PlacedEffect& placed, const Fade& fade, const Clip& clip, const FilmFormat& format) {
  const FrameClock clock(clip, format.picture.rate, frames_before(clip));
  const auto sample_at = [&](std::int64_t frame) { return format.sound->sample_at(frame, format.picture.rate); };
  const std::int64_t in = clock.length_of(fade.in * placed.stretch);
  const std::int64_t start = clock.at(placed.start);
  if (in > 0 && start + in > 0) {
    const std::int64_t first = sample_at(start);
    piece.effects.emplace_back(SoundFadeOn{true, first, sample_at(start + in) - first});
  }
  const std::int64_t out = clock.length_of(fade.out * placed.stretch);
  const std::int64_t end = clock.end_of(placed);
  if (out > 0 && end - out < clock.frames()) {
    const std::int64_t last = placed.ends_clip ? piece.skip + piece.samples : sample_at(end);
    const std::int64_t length = sample_at(end) - sample_at(end - out);
    piece.effects.emplace_back(SoundFadeOn{false, last - length, length});
  }
}

void add_sound_effect(SoundPiece& piece, const PlacedEffect& placed, const Clip& clip, const FilmFormat& format) {
  if (const auto* fade = std::get_if<Fade>(&placed.effect->what)) add_fade(piece, placed, *fade, clip, format);
  if (const auto* volume = std::get_if<Volume>(&placed.effect->what)) {
    piece.effects.emplace_back(GainOn{volume->value, volume->decibels});
  }
  if (!placed.sound_chain.empty()) piece.effects.emplace_back(FilterOn{placed.sound_chain});
}

}  // namespace

core::Result<ClipJob> lower_picture(const Clip& clip, const PictureFormat& format, const Sources& sources,
                                    const std::string& file, TitleLayout& titles) {
  ClipJob job;
  if (clip.source->media->has_picture()) job.source = clip.source->media;
  job.file = file;
  const Media& media = *clip.source->media;
  job.cut = clip.cut;
  if (clip.keep) {
    if (needs_lead(clip, format.rate)) job.lead = clip.keep->first;
    job.cut = part_of(clip.cut, media.pictures, media.kind, format.rate, {clip.keep->first - job.lead, clip.keep->end});
  }
  job.format = format;
  Lowering lowering{clip, format, sources, titles, FrameClock(clip, format.rate, job.lead), job};
  for (const PlacedEffect& placed : clip.effects) {
    if (auto added = lowering.add(placed); !added) return added.error();
  }
  job.effects.shrink_to_fit();  // they are large, and a plan may have a hundred thousand clips
  return job;
}

SoundPiece lower_sound(const Clip& clip, const FilmFormat& format, std::int64_t first_frame, const std::string& file) {
  const SoundFormat& sound = *format.sound;
  const Rational rate = format.picture.rate;
  SoundPiece piece;
  piece.samples = sound.sample_at(first_frame + clip.frames(), rate) - sound.sample_at(first_frame, rate);
  if (clip.muted || !clip.source->has_sound()) return piece;
  piece.source = clip.source->media;
  piece.file = file;
  piece.track = clip.source->track;
  piece.start = clip.source->has_moving_picture() ? clip.cut.t0 : clip.source->media->start + clip.from;
  piece.speed = clip.speed;
  piece.skip = sound.sample_at(frames_before(clip), rate);
  for (const PlacedEffect& placed : clip.effects) add_sound_effect(piece, placed, clip, format);
  return piece;
}

bool contiguous(const Clip& before, const Clip& after) {
  if (before.source != after.source || before.speed != after.speed || before.keep || after.keep || after.overlap > 0) return false;
  if (before.muted != after.muted || before.to != after.from) return false;
  const auto alike = [](const PlacedEffect& a, const PlacedEffect& b) {
    return a.effect == b.effect && !std::holds_alternative<Fade>(a.effect->what);
  };
  return std::ranges::equal(before.effects, after.effects, alike);
}

}  // namespace spool::pipelines
