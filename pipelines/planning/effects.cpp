#include "pipelines/planning/effects.h"

#include <algorithm>

#include "pipelines/ffmpeg/timing.h"
#include "pipelines/planning/facts.h"
#include "pipelines/planning/joints.h"

namespace spool::pipelines {
namespace {

/// The clip's length in its own time, before it is rounded to frames.
Rational nominal_seconds(const Clip& clip) { return (clip.to - clip.from) / clip.speed; }

core::Error nothing_left(const Effect& effect) {
  return {"document.trim_outside", "this trim leaves nothing of the clip", "give a stretch that lies inside the clip",
          effect.place};
}

/// A point of a clip's own time; frames count the source's pictures in it.
Rational point_in_clip(const TimePoint& point, const Clip& clip) {
  const Rational length = nominal_seconds(clip);
  switch (point.kind) {
    case TimePoint::Kind::seconds: return point.seconds;
    case TimePoint::Kind::before_end: return length - point.seconds;
    case TimePoint::Kind::end: return length;
    case TimePoint::Kind::frame: break;
  }
  const PictureIndex& pictures = clip.source->media->pictures;
  const auto picture = clip.cut.first + static_cast<std::size_t>(point.frame);
  if (picture >= clip.cut.end) return length;
  const Rational stamp = Rational(pictures.shown[picture]) * pictures.time_base;
  return (stamp - pictures.origin - clip.from) / clip.speed;
}

core::Error in_transition(const Effect& effect) {
  return {"document.trim_in_transition", "this trim begins or ends in the middle of a transition",
          "trim the clips before they are joined, or choose a moment beside the transition", effect.place};
}

struct KeptPart {
  Rational from, to;
};

/// What a trim keeps of `length`, by a reading of its points; clamped to the clip.
template <class PointOf>
KeptPart kept(const Trim& trim, Rational length, PointOf point_of) {
  KeptPart part{0, length};
  if (trim.first) part.to = *trim.first;
  if (trim.last) part.from = length - *trim.last;
  if (trim.from) part.from = point_of(*trim.from);
  if (trim.to) part.to = point_of(*trim.to);
  return {std::max(part.from, Rational(0)), std::min(part.to, length)};
}

void move_effects(Clip& clip, Rational by, bool keeps_end) {
  for (PlacedEffect& placed : clip.effects) {
    placed.start -= by;
    placed.end -= by;
    placed.ends_clip = placed.ends_clip && keeps_end;
  }
}

core::Result<void> trim_clip(const Effect& effect, const Trim& trim, Clip& clip, Rational film_rate) {
  const Rational length = nominal_seconds(clip);
  const KeptPart part = kept(trim, length, [&](const TimePoint& point) { return point_in_clip(point, clip); });
  if (part.from >= part.to) return nothing_left(effect);
  const Rational start = clip.from;
  clip.from = start + part.from * clip.speed;
  clip.to = start + part.to * clip.speed;
  move_effects(clip, part.from, part.to == length);
  auto formed = recut(clip, film_rate);
  if (formed) return formed;
  core::Error error = formed.error();
  error.place = effect.place;
  return error;
}

core::Result<void> retime(const Speed& speed, Clip& clip, Rational film_rate) {
  clip.speed = clip.speed * speed.factor;
  for (PlacedEffect& placed : clip.effects) {
    placed.start = placed.start / speed.factor;
    placed.end = placed.end / speed.factor;
    placed.stretch = placed.stretch / speed.factor;
  }
  if (clip.keep) {
    clip.keep->first = (Rational(clip.keep->first) / speed.factor).round_half_up();
    clip.keep->end = std::max(clip.keep->first + 1, (Rational(clip.keep->end) / speed.factor).round_half_up());
  }
  auto formed = recut(clip, film_rate);
  if (formed && clip.keep) clip.keep->end = std::min(clip.keep->end, clip.cut.frames);
  clip.overlap = (Rational(clip.overlap) / speed.factor).round_half_up();
  return formed;
}

/// Puts an effect on a clip, covering [start, end) of the clip's time.
core::Result<void> place(const Effect& effect, Clip& clip, Rational start, Rational end, bool ends_clip) {
  PlacedEffect placed;
  placed.effect = &effect;
  placed.start = start;
  placed.end = end;
  placed.ends_clip = ends_clip;
  const MomentScope scope(clip.moment.get());
  if (const auto* title = std::get_if<Title>(&effect.what)) {
    auto text = expand(title->text, scope);
    if (!text) return text.error();
    placed.text = std::move(text).value();
    if (placed.text.empty()) return {};
  }
  if (const auto* filter = std::get_if<RawFilter>(&effect.what)) {
    for (const auto& [chain, into] : {std::pair(&filter->video, &placed.text), std::pair(&filter->audio, &placed.sound_chain)}) {
      if (!*chain) continue;
      auto text = expand(**chain, scope);
      if (!text) return text.error();
      *into = std::move(text).value();
    }
  }
  if (std::holds_alternative<Mute>(effect.what)) clip.muted = true;
  clip.effects.push_back(std::move(placed));
  return {};
}

/// A trim on a film counts film frames: of each clip a range of its frames stays.
core::Result<void> trim_film(const Effect& effect, const Trim& trim, Sequence& film, Rational film_rate) {
  const Rational length = Rational(film.frames()) / film_rate;
  const KeptPart part = kept(trim, length, [&](const TimePoint& point) {
    switch (point.kind) {
      case TimePoint::Kind::seconds: return point.seconds;
      case TimePoint::Kind::before_end: return length - point.seconds;
      case TimePoint::Kind::frame: return Rational(point.frame) / film_rate;
      case TimePoint::Kind::end: break;
    }
    return length;
  });
  const std::int64_t first = (part.from * film_rate).round_half_up();
  const std::int64_t end = (part.to * film_rate).round_half_up();
  if (first >= end) return nothing_left(effect);
  std::vector<Clip> left;
  std::int64_t at = 0;
  for (Clip& clip : film.clips) {
    const std::int64_t frames = clip.frames();
    at -= clip.overlap;
    const auto lies_within = [&](std::int64_t edge) { return edge > at && edge < at + clip.overlap; };
    if (lies_within(first) || lies_within(end)) return in_transition(effect);
    const std::int64_t from = std::max<std::int64_t>(first - at, 0);
    const std::int64_t to = std::min(end - at, frames);
    at += frames;
    if (from >= to) continue;
    if (from > 0 || to < frames) keep_frames(clip, {from, to}, film_rate);
    left.push_back(std::move(clip));
  }
  film.clips = std::move(left);
  begin_hard(film);
  return {};
}

}  // namespace

core::Result<void> recut(Clip& clip, Rational film_rate) {
  if (!clip.source->has_moving_picture()) {
    clip.cut = hold_picture(nominal_seconds(clip), film_rate);
    clip.cut.speed = clip.speed;
    return {};
  }
  const Media& media = *clip.source->media;
  auto cut = cut_pictures(media.pictures, media.kind, clip.from, clip.to, film_rate, clip.speed);
  if (!cut) return cut.error();
  clip.cut = std::move(cut).value();
  return {};
}

void keep_frames(Clip& clip, FrameRange range, Rational film_rate) {
  const std::int64_t base = clip.keep ? clip.keep->first : 0;
  const bool keeps_end = range.end == clip.frames();
  clip.keep = FrameRange{base + range.first, base + range.end};
  move_effects(clip, Rational(range.first) / film_rate, keeps_end);
}

core::Result<void> apply_to_clip(const Effect& effect, Clip& clip, Rational film_rate) {
  if (const auto* speed = std::get_if<Speed>(&effect.what)) return retime(*speed, clip, film_rate);
  if (const auto* trim = std::get_if<Trim>(&effect.what)) {
    if (!clip.keep) return trim_clip(effect, *trim, clip, film_rate);
    Sequence alone;  // part of its frames is all there is of it now: frames are what can be trimmed
    alone.clips.push_back(std::move(clip));
    auto trimmed = trim_film(effect, *trim, alone, film_rate);
    clip = std::move(alone.clips.front());
    return trimmed;
  }
  return place(effect, clip, 0, Rational(clip.frames()) / film_rate, true);
}

core::Result<void> apply_to_film(const Effect& effect, Sequence& film, Rational film_rate) {
  if (const auto* trim = std::get_if<Trim>(&effect.what)) return trim_film(effect, *trim, film, film_rate);
  const std::int64_t total = film.frames();
  std::int64_t at = 0;
  for (Clip& clip : film.clips) {
    const std::int64_t frames = clip.frames();
    at -= clip.overlap;
    core::Result<void> applied;
    if (const auto* speed = std::get_if<Speed>(&effect.what)) {
      applied = retime(*speed, clip, film_rate);
    } else {
      const bool last = at + frames == total;
      applied = place(effect, clip, Rational(-at) / film_rate, Rational(total - at) / film_rate, last);
    }
    if (!applied) return applied;
    at += frames;
  }
  return {};
}

}  // namespace spool::pipelines
