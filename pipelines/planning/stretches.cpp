#include "pipelines/planning/stretches.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <variant>

#include "pipelines/ffmpeg/capabilities.h"
#include "pipelines/ffmpeg/colour.h"
#include "pipelines/ffmpeg/timing.h"
#include "pipelines/planning/estimate.h"

namespace spool::pipelines {
namespace {

// ---- what may be copied ----

/// A picture of the source as it is coded could be one of the film.
bool is_coded_alike(const VideoStream& video, const PictureFormat& format) {
  const bool same_codec = may_be_copied(video.codec) && picture_codec(format.encoder) == video.codec;
  const bool upright = video.rotation == 0 && !video.mirrored && video.sample_aspect == Rational(1);
  const bool same_size = video.width == format.width && video.height == format.height;
  return same_codec && upright && same_size && !video.interlaced && pixels_of(video) == format.pixel_format &&
         colour_of(video) == format.colour;
}

/// Frames that show one picture of the source after the other, and where the first of them is in the index.
struct Run {
  FrameRange frames;
  std::int64_t position = 0;
};

/// Whether a picture's own stamp says the frame at which it is shown: joining goes by it.
bool is_in_time(const Run& run, const PictureIndex& index, Rational rate, std::int64_t position) {
  const Rational slack(1, 4);  // of a frame
  const auto stamp = [&](std::int64_t at) { return Rational(index.shown[static_cast<std::size_t>(at)]); };
  const Rational off = (stamp(position) - stamp(run.position)) * index.time_base * rate - Rational(position - run.position);
  return off <= slack && off >= Rational(0) - slack;
}

/// None is shown twice or left out within a run. A recording whose clock drifts a little has several.
std::vector<Run> runs_in(const PictureCut& cut, const PictureIndex& index, Rational rate, FrameRange range) {
  std::vector<Run> runs;
  for (std::int64_t frame = range.first; frame < range.end; ++frame) {
    const auto position = static_cast<std::int64_t>(shown_at(cut, index, rate, frame));
    const bool goes_on = !runs.empty() && position - runs.back().position == frame - runs.back().frames.first &&
                         is_in_time(runs.back(), index, rate, position);
    if (!goes_on) runs.push_back({{frame, frame}, position});
    runs.back().frames.end = frame + 1;
  }
  return runs;
}

struct Drawn {
  const PictureFormat& format;

  std::optional<FrameRange> operator()(const TitleOn& title) const { return title.shown; }
  std::optional<FrameRange> operator()(const OverlayOn& overlay) const { return overlay.shown; }
  std::optional<FrameRange> operator()(const FadeOn& fade) const {
    // Before a fade in and after a fade out all is dark.
    if (fade.in) return FrameRange{0, fade.start + fade.frames};
    return FrameRange{fade.start, everything.end};
  }
  std::optional<FrameRange> operator()(const FitOn& fit) const {
    if (fit.width == format.width && fit.height == format.height) return std::nullopt;
    return everything;
  }
  std::optional<FrameRange> operator()(const FilterOn&) const { return everything; }

  static constexpr FrameRange everything{0, std::numeric_limits<std::int64_t>::max()};
};

/// What is left of `range` where nothing is drawn.
std::vector<FrameRange> untouched(const ClipJob& picture, FrameRange range) {
  std::vector<FrameRange> left = {range};
  for (const PictureEffect& effect : picture.effects) {
    const auto drawn = std::visit(Drawn{picture.format}, effect);
    if (!drawn) continue;
    std::vector<FrameRange> rest;
    for (const FrameRange& free : left) {
      const FrameRange before{free.first, std::min(free.end, drawn->first - picture.lead)};
      const FrameRange after{std::max(free.first, drawn->end - picture.lead), free.end};
      for (const FrameRange& part : {before, after}) {
        if (part.first < part.end) rest.push_back(part);
      }
    }
    left = std::move(rest);
  }
  return left;
}

/// From the first keyframe on up to the last place at which packets part, both among these positions of the index.
std::optional<FrameRange> between_seams(const PictureIndex& index, FrameRange positions) {
  const auto& seams = index.seams;
  const auto end = std::upper_bound(seams.begin(), seams.end(), positions.end);
  for (auto seam = std::lower_bound(seams.begin(), end, positions.first); seam != end; ++seam) {
    const auto at = static_cast<std::size_t>(*seam);
    if (at >= index.shown.size() || !std::binary_search(index.keyframes.begin(), index.keyframes.end(), index.shown[at])) continue;
    const std::int64_t last = *std::prev(end);
    return last > *seam ? std::optional(FrameRange{*seam, last}) : std::nullopt;
  }
  return std::nullopt;
}

// ---- what is encoded ----

bool may_be_parted(const Clip& clip) {
  const auto is_raw = [](const PlacedEffect& placed) { return std::holds_alternative<RawFilter>(placed.effect->what); };
  return is_indexed(clip.source->media->kind) && clip.source->has_moving_picture() && std::ranges::none_of(clip.effects, is_raw);
}

void add_encoded(std::vector<Stretch>& stretches, FrameRange range, const Clip& clip, Rational film_rate) {
  constexpr int longest = 20, chunk = 15;  // seconds
  const std::int64_t frames = range.end - range.first;
  if (frames <= 0) return;
  const bool whole = Rational(frames) <= Rational(longest) * film_rate || !may_be_parted(clip);
  const std::int64_t count = whole ? 1 : (Rational(frames) / film_rate / Rational(chunk)).ceil();
  for (std::int64_t i = 0; i < count; ++i) {
    stretches.push_back({{range.first + frames * i / count, range.first + frames * (i + 1) / count}});
  }
}

}  // namespace

bool is_as_the_film(const Clip& clip, const PictureFormat& format) {
  if (!format.copies || !clip.source->has_moving_picture()) return false;
  const Media& media = *clip.source->media;
  return clip.speed == Rational(1) && !media.pictures.seams.empty() && is_indexed(media.kind) &&
         is_coded_alike(media.video.front(), format);
}

std::vector<FrameRange> copied_frames(const Clip& clip, const ClipJob& picture, FrameRange range) {
  const PictureIndex& index = clip.source->media->pictures;
  const std::int64_t before = clip.keep ? clip.keep->first : 0;
  std::vector<FrameRange> copied;
  for (const FrameRange& free : untouched(picture, range)) {
    for (const Run& run : runs_in(clip.cut, index, picture.format.rate, {before + free.first, before + free.end})) {
      const std::int64_t length = run.frames.end - run.frames.first;
      const auto found = between_seams(index, {run.position, run.position + length});
      if (!found || !copying_pays(picture.format, found->end - found->first)) continue;
      const std::int64_t first = run.frames.first - before + found->first - run.position;
      copied.push_back({first, first + found->end - found->first});
    }
  }
  return copied;
}

std::vector<Stretch> stretches_of(const Clip& clip, FrameRange range, const std::vector<FrameRange>& copied, Rational film_rate) {
  std::vector<Stretch> stretches;
  std::int64_t done = range.first;
  for (const FrameRange& frames : copied) {
    add_encoded(stretches, {done, frames.first}, clip, film_rate);
    stretches.push_back({frames, true});
    done = frames.end;
  }
  add_encoded(stretches, {done, range.end}, clip, film_rate);
  return stretches;
}

}  // namespace spool::pipelines
