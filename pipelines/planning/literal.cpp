// The three literal stages of --no-optimize: every clip is cut and encoded, its effects are encoded on that, the concat filter
// encodes once more. Slower and worse by two generations: it is there to be compared with.
#include <utility>

#include "pipelines/planning/film_builder.h"
#include "pipelines/planning/lower.h"

namespace spool::pipelines {
namespace {

/// What a probe would say of a stage's file, before it exists: constant rate, square pixels, PCM beside it.
MediaPtr media_of_stage(const std::string& file, const FilmFormat& format, std::int64_t frames, std::int64_t samples) {
  const std::int64_t ticks = format.picture.frame_ticks();
  Media media;
  media.path = file;
  media.format = "mov";
  media.kind = ContainerKind::mp4;
  media.seconds = Rational(frames) / format.picture.rate;
  VideoStream video;
  video.codec = "h264";
  video.pixel_format = format.picture.pixel_format;
  video.width = format.picture.width;
  video.height = format.picture.height;
  video.rate = video.average_rate = format.picture.rate;
  video.time_base = Rational(1, format.picture.track_timescale());
  video.color_range = format.picture.colour.range;
  video.color_matrix = format.picture.colour.matrix;
  video.color_primaries = format.picture.colour.primaries;
  video.color_transfer = format.picture.colour.transfer;
  media.pictures.time_base = video.time_base;
  media.pictures.last_duration = ticks;
  for (std::int64_t frame = 0; frame < frames; ++frame) media.pictures.shown.push_back(frame * ticks);
  media.pictures.keyframes = {0};
  media.video.push_back(std::move(video));
  if (format.sound) {
    AudioStream audio;
    audio.index = 1;
    audio.codec = "pcm_s16le";
    audio.sample_rate = format.sound->sample_rate;
    audio.channels = format.sound->channels();
    audio.layout = format.sound->layout;
    audio.time_base = Rational(1, format.sound->sample_rate);
    media.audio.push_back(std::move(audio));
    media.sound.push_back({0, samples, 1, false});
  }
  return std::make_shared<const Media>(std::move(media));
}

/// The whole of a stage's file as a cut.
PictureCut whole(const Media& media) {
  PictureCut cut;
  cut.end = media.pictures.shown.size();
  cut.end_tick = media.pictures.shown.back() + 1;
  cut.t1 = media.seconds;
  cut.frames = static_cast<std::int64_t>(cut.end);
  return cut;
}

Joint joint_of(const Clip& clip, std::int64_t first_frame, const FilmFormat& format) {
  Joint joint;
  if (clip.into == nullptr) return joint;
  joint.frames = clip.overlap;
  joint.look = clip.look();
  if (!format.sound) return joint;
  const Rational rate = format.picture.rate;
  joint.samples = format.sound->sample_at(first_frame + clip.overlap, rate) - format.sound->sample_at(first_frame, rate);
  return joint;
}

bool is_fit(const PictureEffect& effect) { return std::holds_alternative<FitOn>(effect); }

}  // namespace

core::Result<JobIndex> FilmBuilder::stages(const Clip& clip, const FilmFormat& format, std::int64_t first_frame,
                                           const std::string& film) {
  const File file = file_of(*clip.source, format.sound);
  auto picture = lower_picture(clip, format.picture, sources_, file.name, titles_);
  if (!picture) return picture.error();
  StageJob cut;
  StageJob effect;
  effect.clip = *picture;
  cut.clip = std::move(picture).value();
  std::erase_if(cut.clip.effects, [](const PictureEffect& what) { return !is_fit(what); });
  std::erase_if(effect.clip.effects, is_fit);
  if (format.sound) {
    cut.sound_format = effect.sound_format = *format.sound;
    cut.sound = effect.sound = lower_sound(clip, format, first_frame, file.name);
    cut.sound->effects.clear();
  }
  const std::string step = clip.steps.empty() ? clip.source->input_name : clip.steps.front();
  Job job;
  const std::string work = " " + film + " " + std::to_string(first_frame);
  job.id = name_of("cut" + work, film + "-" + step + "-cut");
  job.kind = JobKind::cut;
  add_shown(job, clip);
  job.steps = clip.steps.empty() ? std::vector<std::string>{} : std::vector{clip.steps.front()};
  job.needs = file.made_by;
  job.label = clip.label();
  job.frames = clip.frames();
  job.seconds = (Rational(job.frames) / format.picture.rate).approximate();
  cut.output = job.id + "." + format.picture.stage_muxer();
  const std::string cut_file = cut.output;
  job.spec = std::move(cut);
  const JobIndex first = add(job);
  const bool has_effects = !effect.clip.effects.empty() || (effect.sound && !effect.sound->effects.empty());
  if (!has_effects) return first;

  const MediaPtr media = media_of_stage(cut_file, format, clip.frames(), effect.sound ? effect.sound->samples : 0);
  effect.clip.source = media;
  effect.clip.file = cut_file;
  effect.clip.cut = whole(*media);
  if (effect.sound && effect.sound->source) {
    effect.sound->source = media;
    effect.sound->file = cut_file;
    effect.sound->track = 0;
    effect.sound->placed = format.untold_in_stage();
    effect.sound->start = 0;
    effect.sound->speed = 1;
    effect.sound->skip = 0;
  }
  job.id = name_of("effect" + work, film + "-" + clip.steps.back() + "-effect");
  job.kind = JobKind::effect;
  job.steps = {clip.steps.begin() + 1, clip.steps.end()};
  job.needs = {first};
  effect.output = job.id + "." + format.picture.stage_muxer();
  job.spec = std::move(effect);
  return add(std::move(job));
}

core::Result<JobIndex> FilmBuilder::build_literally(const Sequence& sequence, const FilmFormat& format, const std::string& name,
                                                    const std::vector<std::string>& steps) {
  ConcatJob concat;
  concat.format = format;
  if (format.container != format.joined_muxer()) concat.format.metadata.clear();  // its copy says it
  Job job;
  for (const Clip& clip : sequence.clips) {
    job.frames -= clip.overlap;
    const auto made = stages(clip, format, job.frames, name);
    if (!made) return made.error();
    job.needs.push_back(*made);
    concat.parts.push_back({output_of(plan_.jobs[*made].spec), clip.frames()});
    if (format.sound) {
      const std::int64_t end = format.sound->sample_at(job.frames + clip.frames(), format.picture.rate);
      concat.samples.push_back(end - format.sound->sample_at(job.frames, format.picture.rate));
    }
    concat.joints.push_back(joint_of(clip, job.frames, format));
    job.frames += clip.frames();
  }
  job.id = name_of("concat " + name, name + "-concat");
  job.kind = JobKind::concat;
  job.steps = steps;
  job.label = name;
  job.seconds = (Rational(job.frames) / format.picture.rate).approximate();
  concat.output = job.id + "." + format.joined_muxer();
  job.spec = std::move(concat);
  const JobIndex film = add(std::move(job));
  return rewrapped(film, format, name);
}

}  // namespace spool::pipelines
