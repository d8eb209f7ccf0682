// Documents planned without any file: media are described, not probed.
#pragma once

#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include "pipelines/document/reader.h"
#include "pipelines/planning/choose.h"
#include "pipelines/planning/planner.h"

namespace spool::pipelines::testing {

/// A camera's file of constant rate with a keyframe each second.
inline MediaPtr camera(const std::string& path, Rational rate, int seconds, int width = 1280, int height = 720, int channels = 2,
                       ContainerKind kind = ContainerKind::mp4) {
  Media media;
  media.path = path;
  media.format = "mov,mp4,m4a,3gp,3g2,mj2";
  media.kind = kind;
  media.seconds = seconds;
  VideoStream video;
  video.codec = "h264";
  video.pixel_format = "yuv420p";
  video.width = width;
  video.height = height;
  video.rate = video.average_rate = rate;
  video.time_base = Rational(1, 90000);
  media.video.push_back(video);
  media.pictures.time_base = video.time_base;
  const std::int64_t ticks = (Rational(90000) / rate).round_half_up();
  const std::int64_t frames = (Rational(seconds) * rate).floor();
  const std::int64_t a_second = rate.round_half_up();
  for (std::int64_t frame = 0; frame < frames; ++frame) {
    media.pictures.shown.push_back(frame * ticks);
    if (frame % a_second == 0) media.pictures.keyframes.push_back(frame * ticks);
  }
  media.pictures.last_duration = ticks;
  if (channels > 0) {
    AudioStream audio;
    audio.index = 1;
    audio.codec = "aac";
    audio.sample_rate = 48000;
    audio.channels = channels;
    media.audio.push_back(audio);
    media.sound.push_back({0, std::int64_t{48000} * seconds, 1024, false});
  }
  return std::make_shared<const Media>(std::move(media));
}

inline MediaPtr still(const std::string& path, int width, int height) {
  Media media;
  media.path = path;
  media.format = "png_pipe";
  media.kind = ContainerKind::picture;
  VideoStream video;
  video.codec = "png";
  video.pixel_format = "rgba";
  video.width = width;
  video.height = height;
  media.video.push_back(video);
  return std::make_shared<const Media>(std::move(media));
}

/// The usual inputs: `game` (a 60 s camera at 30), `other` (29.97, smaller, 5.1), `silent`, `crest`.
inline std::map<std::string, MediaPtr> usual_media() {
  return {{"game", camera("/v/game.mp4", 30, 60)},
          {"other", camera("/v/other.mp4", Rational(30000, 1001), 40, 480, 352, 6)},
          {"silent", camera("/v/silent.mp4", 30, 20, 1280, 720, 0)},
          {"tape", camera("/v/tape.ts", 25, 30, 720, 576, 2, ContainerKind::mpeg)},
          {"crest", still("/v/crest.png", 512, 512)}};
}

/// An ffmpeg with the usual encoders.
inline Capabilities usual_ffmpeg() {
  Capabilities ffmpeg;
  ffmpeg.version = {5, 1, "5.1"};
  ffmpeg.encoders = {"libx264", "libx265", "libsvtav1", "libvpx-vp9", "prores_ks", "dnxhd",     "mjpeg",
                     "aac",     "libopus", "flac",      "pcm_s16le",  "libvorbis", "h264_nvenc",
                     "libmp3lame", "ac3", "alac"};
  ffmpeg.filters = {"scale", "hue", "zscale", "tonemap"};
  return ffmpeg;
}

struct Planned {
  std::shared_ptr<const Document> document;
  std::shared_ptr<Sources> sources;
  MadePlan made;                                   ///< as far as it could be; where nothing is wrong it has gone into `plan`
  core::Checked<FilmPlan> plan = core::Errors{};
};

/// Plans a document whose inputs are named as in `media`.
inline Planned plan_text(const std::string& text, PlanSettings settings = {},
                         const std::map<std::string, MediaPtr>& media = usual_media(),
                         const Capabilities& ffmpeg = usual_ffmpeg()) {
  Planned planned;
  if (settings.out_dir.empty()) settings.out_dir = "/out";
  auto parsed = parse(text, "reel.yaml");
  if (!parsed) throw std::runtime_error(core::to_line(parsed.error().front()));
  Bindings bindings;
  bindings.folder = "/v";
  bindings.stem = "reel";
  auto document = read(*parsed, bindings);
  if (!document) throw std::runtime_error(core::to_line(document.error().front()));
  planned.document = std::make_shared<const Document>(std::move(*document));
  planned.sources = std::make_shared<Sources>();
  for (const Input& input : planned.document->inputs) {
    if (const auto found = media.find(input.name); found != media.end()) {
      planned.sources->add(input.name, found->second, 0);
    } else if (planned.document->policy.skip_bad_clips) {
      planned.sources->add_bad(input.name, {"input.missing", input.name + " does not exist", "", input.path.place});
    }
  }
  const Choice choice = choose_moments(*planned.document, {}, *planned.sources);
  MadePlan made = make_plan(*planned.document, *planned.sources, choice, ffmpeg, settings);
  made.errors.insert(made.errors.begin(), choice.errors.begin(), choice.errors.end());
  if (made.errors.empty()) {
    planned.plan = std::move(made.plan);
  } else {
    planned.plan = made.errors;
  }
  planned.made = std::move(made);
  return planned;
}

}  // namespace spool::pipelines::testing
