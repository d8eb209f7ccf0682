#include "pipelines/ffmpeg/timing.h"

#include <algorithm>

namespace spool::pipelines {

bool is_indexed(ContainerKind kind) {
  // What was MPEG-TS or PS is an mp4 by now: the stamps of its index are those of the remuxed file.
  return kind == ContainerKind::mp4 || kind == ContainerKind::matroska || kind == ContainerKind::mpeg;
}

namespace {

using core::Error;
using core::Result;

/// The first stamp that is not before `ticks`, as a position.
std::size_t position_from(const std::vector<std::int64_t>& stamps, std::int64_t ticks) {
  return static_cast<std::size_t>(std::lower_bound(stamps.begin(), stamps.end(), ticks) - stamps.begin());
}

/// -ss for decoding from the last keyframe at or before `start`. Rounded up to what ffmpeg can read
/// (microseconds): rounded down it would land on the keyframe before.
std::optional<Rational> seek_for(const PictureIndex& index, ContainerKind kind, std::int64_t start) {
  if (!is_indexed(kind)) return std::nullopt;
  const auto after = std::upper_bound(index.keyframes.begin(), index.keyframes.end(), start);
  if (after == index.keyframes.begin()) return std::nullopt;
  const Rational container_start = index.container_start.value_or(index.origin);
  const Rational seconds = Rational(*std::prev(after)) * index.time_base - container_start;
  const Rational sought = Rational((seconds * microseconds).ceil(), microseconds);
  if (sought <= 0) return std::nullopt;
  return sought;
}

/// Stamps are rounded, so that a picture up to a tick late is on time (without that a 29.97 mkv, in milliseconds, shows
/// wrong pictures). But a tick may be as long as a picture (AVI, MXF, Theora), and then the next one would be shown: never
/// more than a quarter of what pictures, or frames of the film, are mostly apart. Halved, not cut to fit: so that the time
/// base that holds it stays small.
Rational slack_of(const std::vector<std::int64_t>& shown, const PictureCut& cut, Rational ticks_a_frame) {
  std::vector<std::int64_t> close;  // only where most are this near to each other they say anything
  for (std::size_t i = cut.first + 1; i < cut.end; ++i) {
    const std::int64_t apart = shown[i] - shown[i - 1];
    if (apart < 4) close.push_back(std::max<std::int64_t>(1, apart));
  }
  Rational most = ticks_a_frame / 4;
  const std::size_t middle = (cut.end - cut.first - 1) / 2;
  if (middle < close.size()) {
    std::ranges::nth_element(close, close.begin() + static_cast<std::ptrdiff_t>(middle));
    most = std::min(most, Rational(close[middle], 4));
  }
  Rational slack = 1;
  while (slack > most) slack = slack / 2;
  return slack;
}

/// Frames missing at the end when the last picture of S has been placed: it lasts longer than one frame.
std::int64_t pad_of(const PictureCut& cut, std::int64_t last_tick, Rational time_base, Rational film_rate) {
  const Rational since_start = (Rational(last_tick - cut.origin_tick) - cut.slack) * time_base;
  const std::int64_t last_frame = (since_start * film_rate / cut.speed).ceil() - cut.skipped;
  return std::max<std::int64_t>(0, cut.frames - 1 - std::max<std::int64_t>(0, last_frame));
}

/// The film's frames are rounded: half a frame may be missing at its end. The first picture after that ends the clip, and
/// ffmpeg decodes no more of them; of a source of many pictures a frame there are more.
void leave_out_what_is_too_late(PictureCut& cut, const PictureIndex& index, Rational film_rate) {
  const std::size_t end = shown_at(cut, index, film_rate, cut.frames) + 2;  // what a further frame would show, and the next
  if (end >= cut.end) return;
  cut.end = end;
  cut.end_tick = index.shown[end];
}

Error no_picture(Rational from, Rational to) {
  return {"moments.no_picture",
          "no picture is shown between " + from.to_decimal(3) + " s and " + to.to_decimal(3) + " s",
          "make the moment longer, or move it inside the recording",
          {}};
}

}  // namespace

std::size_t shown_at(const PictureCut& cut, const PictureIndex& index, Rational film_rate,
                     std::int64_t frame) {
  const Rational since_start = Rational(frame) * cut.speed / film_rate / index.time_base;
  const std::size_t after = position_from(index.shown, cut.origin_tick + (since_start + cut.slack).floor() + 1);
  return std::clamp(after, cut.first + 1, cut.end) - 1;
}

std::int64_t frames_of(Rational seconds, Rational film_rate) {
  return std::max<std::int64_t>(1, (seconds * film_rate).round_half_up());
}

Result<PictureCut> cut_pictures(const PictureIndex& index, ContainerKind kind, Rational from, Rational to,
                                Rational film_rate, Rational speed) {
  const auto& shown = index.shown;
  PictureCut cut;
  cut.first = position_from(shown, ((from + index.origin) / index.time_base).ceil());
  cut.end = position_from(shown, ((to + index.origin) / index.time_base).ceil());
  if (cut.end <= cut.first) return no_picture(from, to);

  const bool to_the_last = cut.end == shown.size();
  const std::int64_t last_tick = shown[cut.end - 1];
  cut.origin_tick = cut.start_tick = shown[cut.first];
  cut.end_tick = to_the_last ? last_tick + 1 : shown[cut.end];
  cut.t0 = Rational(cut.start_tick) * index.time_base;
  cut.t1 = Rational(to_the_last ? index.end() : cut.end_tick) * index.time_base;
  cut.seek = seek_for(index, kind, cut.start_tick);
  cut.speed = speed;
  cut.slack = slack_of(shown, cut, speed / film_rate / index.time_base);
  cut.frames = frames_of((cut.t1 - cut.t0) / speed, film_rate);
  cut.pad = pad_of(cut, last_tick, index.time_base, film_rate);
  leave_out_what_is_too_late(cut, index, film_rate);
  return cut;
}

PictureCut part_of(const PictureCut& cut, const PictureIndex& index, ContainerKind kind, Rational film_rate,
                   FrameRange range) {
  PictureCut part = cut;
  part.skipped = cut.skipped + range.first;
  part.frames = range.end - range.first;
  if (index.shown.empty()) return part;
  part.first = shown_at(cut, index, film_rate, part.skipped);
  part.end = shown_at(cut, index, film_rate, part.skipped + part.frames - 1) + 1;
  part.start_tick = index.shown[part.first];
  part.end_tick = part.end < cut.end ? index.shown[part.end] : cut.end_tick;
  part.t0 = Rational(part.start_tick) * index.time_base;
  part.t1 = Rational(part.end_tick) * index.time_base;
  part.seek = seek_for(index, kind, part.start_tick);
  part.pad = pad_of(part, index.shown[part.end - 1], index.time_base, film_rate);
  return part;
}

PictureCut hold_picture(Rational seconds, Rational film_rate) {
  PictureCut cut;
  cut.t1 = seconds;
  cut.frames = frames_of(seconds, film_rate);
  return cut;
}

StampRange planned_stamps(const ClipJob& job) {
  if (job.copied) return {};
  if (!job.source || job.source->pictures.shown.empty()) return {};
  const auto& shown = job.source->pictures.shown;
  const std::size_t end = std::min(job.cut.end, shown.size());
  return {shown.data() + std::min(job.cut.first, end), shown.data() + end};
}

}  // namespace spool::pipelines
