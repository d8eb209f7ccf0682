#include "pipelines/ffmpeg/film_format.h"

#include "pipelines/ffmpeg/capabilities.h"
#include "pipelines/ffmpeg/channel_layouts.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace spool::pipelines {

std::int64_t PictureFormat::track_timescale() const {
  // Players and editors expect scales of some ten thousands; a whole rate becomes one by doubling (30 ->
  // 15360).
  constexpr std::int64_t coarse = 1000;
  constexpr std::int64_t times = 512;
  return rate.num() > coarse ? rate.num() : rate.num() * times;
}

std::int64_t PictureFormat::frame_ticks() const { return (Rational(track_timescale()) / rate).floor(); }

int PictureFormat::reorder_depth() const {
  // Encoders whose packets leave in order of showing. All others are taken to hold back two: more than enough
  // shows as an offset between the two clocks, too little as a picture decoded after it was due.
  static constexpr std::array<std::string_view, 11> in_order = {
      "libvpx",    "libvpx-vp9", "libaom-av1", "libsvtav1", "librav1e", "prores_ks",
      "prores_aw", "prores",     "dnxhd",      "mjpeg",     "ffv1"};
  return std::find(in_order.begin(), in_order.end(), encoder) == in_order.end() ? 2 : 0;
}

bool takes_own_sets(std::string_view encoder) { return picture_codec(encoder) == "h264" || encoder == "libx265"; }

std::string PictureFormat::part_muxer() const {
  return encoder.starts_with("prores") || encoder == "dnxhd" ? "mov" : "mp4";
}

std::string PictureFormat::stage_muxer() const {
  const std::string codec = picture_codec(encoder);
  return codec == "vp9" || codec == "av1" ? "mp4" : "mov";
}

int SoundFormat::channels() const { return channels_in(layout); }

std::string SoundFormat::part_muxer() const { return encoder.starts_with("pcm_") ? "mov" : "mp4"; }

std::string FilmFormat::joined_muxer() const {
  const bool movie =
      container == "mov" || picture.part_muxer() == "mov" || (sound && sound->part_muxer() == "mov");
  return movie ? "mov" : "mp4";
}

std::string FilmFormat::untold_in_stage() const {
  const bool is_told = !sound || picture.stage_muxer() == "mov" || std::ranges::find(flac_layouts, sound->layout) != flac_layouts.end();
  return is_told ? "" : sound->layout;
}

std::int64_t SoundFormat::sample_at(std::int64_t frame, Rational film_rate) const {
  return (Rational(frame) * sample_rate / film_rate).round_half_up();
}

}  // namespace spool::pipelines
