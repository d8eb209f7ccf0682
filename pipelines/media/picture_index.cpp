#include "pipelines/media/picture_index.h"

#include <algorithm>
#include <cstddef>

namespace spool::pipelines {

namespace {

/// Ticks for which the last picture stands: its own duration, else as long as those before it.
std::int64_t last_duration(const Packet& last, const PictureIndex& index) {
  if (last.duration > 0) return last.duration;
  return std::max<std::int64_t>(1, pace_of(index).usual);
}

/// Codecs whose fields can come as packets of their own. They do where stamps follow each other at the rate
/// of fields, or at uneven steps as fields and frames take turns.
bool may_be_coded_in_fields(const VideoStream& video, const std::vector<Packet>& packets) {
  const bool possible =
      video.interlaced && (video.codec == "h264" || video.codec == "hevc" || video.codec == "vc1");
  if (!possible) return false;
  const Pace pace = pace_of(index_pictures(packets, video.time_base, 0));
  const Rational slowest_field = Rational(1, 31);
  return is_variable(pace) || Rational(pace.usual) * video.time_base < slowest_field;
}

}  // namespace

bool needs_decoding(const VideoStream& video, const std::vector<Packet>& packets) {
  const bool unstamped = std::any_of(packets.begin(), packets.end(),
                                     [](const Packet& packet) { return packet.pts == no_stamp; });
  return unstamped || may_be_coded_in_fields(video, packets);
}

PictureIndex index_pictures(const std::vector<Packet>& packets, Rational time_base, Rational origin) {
  PictureIndex index;
  index.time_base = time_base;
  index.origin = origin;
  index.shown.reserve(packets.size());
  const Packet* last = nullptr;
  std::int64_t unstamped = 0;
  for (const Packet& packet : packets) {
    if (packet.pts == no_stamp) {
      ++unstamped;
      continue;
    }
    if (packet.keyframe) index.keyframes.push_back(packet.pts);
    if (packet.discarded) continue;
    index.shown.push_back(packet.pts);
    if (last == nullptr || packet.pts >= last->pts) last = &packet;
  }
  std::sort(index.shown.begin(), index.shown.end());
  std::sort(index.keyframes.begin(), index.keyframes.end());
  if (last == nullptr) return index;
  index.last_duration = last_duration(*last, index);
  // A decoder hands out its last pictures without stamps where the container has none: they follow the
  // others.
  for (; unstamped > 0; --unstamped) index.shown.push_back(index.shown.back() + index.last_duration);
  return index;
}

void find_seams(const std::vector<Packet>& packets, PictureIndex& index) {
  const auto& shown = index.shown;
  if (std::adjacent_find(shown.begin(), shown.end()) != shown.end()) return;
  std::int64_t count = 0;
  std::int64_t furthest = 0;  // one past the last picture of those that came so far, in order of showing
  for (const Packet& packet : packets) {
    const auto found = std::lower_bound(shown.begin(), shown.end(), packet.pts);
    const bool listed = !packet.discarded && found != shown.end() && *found == packet.pts;
    if (!listed && count == 0) continue;
    if (!listed) return;
    if (furthest == count) index.seams.push_back(count);
    const std::int64_t position = found - shown.begin();
    index.reorder = std::max(index.reorder, static_cast<int>(count - position));
    furthest = std::max(furthest, position + 1);
    ++count;
  }
  if (furthest == count) index.seams.push_back(count);
}

Pace pace_of(const PictureIndex& index) {
  const auto& shown = index.shown;
  Pace pace;
  if (shown.size() < 2) return pace;
  std::vector<std::int64_t> steps(shown.size() - 1);
  for (std::size_t i = 0; i + 1 < shown.size(); ++i) steps[i] = shown[i + 1] - shown[i];
  const auto longest = std::max_element(steps.begin(), steps.end());
  pace.longest = *longest;
  pace.longest_at = shown[static_cast<std::size_t>(longest - steps.begin())];
  pace.shortest = *std::min_element(steps.begin(), steps.end());
  const auto middle = steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2);
  std::nth_element(steps.begin(), middle, steps.end());
  pace.usual = *middle;
  return pace;
}

bool is_variable(const Pace& pace) {
  const std::int64_t rounding = 2;  // two neighbouring stamps, each off by up to half a tick and then some
  const std::int64_t allowed = std::max(rounding, pace.usual / 20);
  return pace.longest - pace.usual > allowed || pace.usual - pace.shortest > allowed;
}

}  // namespace spool::pipelines
