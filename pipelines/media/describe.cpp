#include "pipelines/media/describe.h"

#include "pipelines/media/picture_index.h"
#include "pipelines/media/remuxed.h"
#include "pipelines/media/sound_index.h"
#include "pipelines/media/stream_facts.h"

#include <algorithm>
#include <cmath>

namespace spool::pipelines {

namespace {

/// Says whether any stamp lies further from 0 than `limit` seconds.
bool reaches_beyond(const std::vector<Packet>& packets, Rational time_base, double limit) {
  const double ticks = limit / time_base.approximate();
  const auto far = [ticks](std::int64_t stamp) {
    return stamp != no_stamp && std::abs(static_cast<double>(stamp)) > ticks;
  };
  return std::any_of(packets.begin(), packets.end(), [&far](const Packet& packet) {
    return far(packet.pts) || far(packet.dts) || far(packet.duration);
  });
}

}  // namespace

Media describe_streams(const FfprobeOutput& output) {
  Media media;
  media.format = std::string(field(output.format().fields, "format_name"));
  media.kind = container_kind(media.format);
  media.start = std::max(Rational(0), container_start(output.format()));
  media.tags = tags_of(output.format().fields);
  int pictures = 0;
  int sounds = 0;
  for (const Section& stream : output.streams()) {
    const std::string_view type = field(stream.fields, "codec_type");
    if (type == "video") {
      const int ordinal = pictures++;
      if (!is_attached_picture(stream)) media.video.push_back(video_facts(stream, ordinal));
    } else if (type == "audio") {
      media.audio.push_back(audio_facts(stream, sounds++));
    }
  }
  if (media.video.empty() && !media.audio.empty()) media.kind = ContainerKind::audio;
  return media;
}

void fill_pictures(Media& media, const FfprobeOutput& output, const FfprobeOutput& pictures) {
  if (media.video.empty() || media.is_still()) return;
  const VideoStream& video = media.video.front();
  const std::vector<Packet>& shown = pictures.packets_of(video.index);
  const Rational starts = container_start(output.format());
  const bool by_packets = &output == &pictures;
  const auto index = [&](const std::vector<Packet>& packets, Rational origin) {
    media.pictures = index_pictures(packets, video.time_base, origin);
    if (by_packets && may_be_copied(video.codec)) find_seams(packets, media.pictures);
  };
  if (media.kind == ContainerKind::mpeg) {
    const RemuxedStamps copy(starts);
    index(copy.pictures(output.packets_of(video.index), shown, video.time_base), 0);
  } else {
    index(shown, media.start);
    if (starts < Rational(0)) media.pictures.container_start = starts;
  }
  media.variable_rate = is_variable(pace_of(media.pictures));
  const Rational end = Rational(media.pictures.end()) * video.time_base;
  media.seconds = std::max(Rational(0), end - media.pictures.origin);
}

void fill_sound(Media& media, const FfprobeOutput& output, std::string_view first_bytes) {
  media.sound.clear();
  const bool matroska = media.format.starts_with("matroska");
  const std::vector<std::int64_t> delays = matroska ? opus_delays(first_bytes) : std::vector<std::int64_t>{};
  std::size_t opus_track = 0;
  Rational end = 0;
  const RemuxedStamps copy(container_start(output.format()));
  for (const AudioStream& audio : media.audio) {
    const bool unsaid = audio.codec == "opus" && opus_track < delays.size();
    SoundIndex index = index_sound(audio, output.packets_of(audio.index), unsaid ? delays[opus_track++] : 0);
    if (media.kind == ContainerKind::mpeg) index = copy.sound(index, audio);
    media.sound.push_back(index);
    if (audio.sample_rate > 0) end = std::max(end, Rational(index.end, audio.sample_rate));
  }
  if (media.video.empty()) media.seconds = std::max(Rational(0), end - media.start);
}

bool has_absurd_stamps(const Media& media, const FfprobeOutput& output) {
  constexpr double limit = 400.0 * 24 * 3600;
  if (std::abs(media.start.approximate()) > limit) return true;
  const auto far_video = [&](const VideoStream& video) {
    return reaches_beyond(output.packets_of(video.index), video.time_base, limit);
  };
  const auto far_audio = [&](const AudioStream& audio) {
    return reaches_beyond(output.packets_of(audio.index), audio.time_base, limit);
  };
  return std::any_of(media.video.begin(), media.video.end(), far_video) ||
         std::any_of(media.audio.begin(), media.audio.end(), far_audio);
}

}  // namespace spool::pipelines
