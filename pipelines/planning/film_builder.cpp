#include "pipelines/planning/film_builder.h"

#include <algorithm>
#include <utility>

#include "pipelines/planning/estimate.h"
#include "pipelines/planning/lower.h"

namespace spool::pipelines {
namespace {

/// Each pass opens its sources once a piece: more would cost memory and descriptors, fewer processes.
constexpr std::size_t pieces_a_pass = 16;
/// Files that one ffmpeg opens at once when PCM is put together.
constexpr std::size_t parts_a_join = 200;

class Key {
 public:
  Key& operator<<(std::int64_t number) { return add(std::to_string(number)); }
  Key& operator<<(Rational number) { return add(number.to_string()); }
  Key& operator<<(const std::string& text) { return add(std::to_string(text.size()) + ":" + text); }
  Key& operator<<(const void* object) { return add(std::to_string(reinterpret_cast<std::uintptr_t>(object))); }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  Key& add(const std::string& part) {
    text_ += part;
    text_ += ' ';
    return *this;
  }
  std::string text_;
};

Key& operator<<(Key& key, const PictureFormat& format) {
  key << format.width << format.height << format.rate << format.encoder << (format.crf ? *format.crf : Rational(-1));
  return key << format.bitrate << format.preset << format.profile << format.pixel_format << format.threads << format.default_fit;
}

/// Everything that decides a clip's picture: equal keys, equal files.
std::string key_of(const Clip& clip, const PictureFormat& format) {
  Key key;
  key << static_cast<const void*>(clip.source) << clip.from << clip.to << clip.speed;
  key << (clip.keep ? clip.keep->first : -1) << (clip.keep ? clip.keep->end : -1) << clip.cut.frames;
  for (const PlacedEffect& placed : clip.effects) {
    key << static_cast<const void*>(placed.effect) << placed.start << placed.end << placed.stretch << placed.text;
    key << std::int64_t{placed.ends_clip};
  }
  key << format;
  return key.text();
}

/// At a hard join each side fades within a few milliseconds, unless a fade of the document is there already.
void add_join_fade(SoundPiece& piece, bool in, std::int64_t samples) {
  const std::int64_t length = std::min(samples, piece.samples / 2);
  if (!piece.source || length <= 0) return;
  for (const SoundEffect& effect : piece.effects) {
    const auto* fade = std::get_if<SoundFadeOn>(&effect);
    if (fade == nullptr || fade->in != in || fade->samples < length) continue;
    if (in ? fade->start == 0 : fade->start + fade->samples >= piece.samples) return;
  }
  piece.effects.emplace_back(SoundFadeOn{in, in ? 0 : piece.samples - length, length});
}

std::vector<std::string> with(std::vector<std::string> words, const std::vector<std::string>& more) {
  for (const std::string& word : more) {
    if (std::ranges::find(words, word) == words.end()) words.push_back(word);
  }
  return words;
}

std::vector<std::string> steps_of(const Sequence& sequence) {
  std::vector<std::string> steps;
  for (const Clip& clip : sequence.clips) steps = with(std::move(steps), clip.steps);
  return steps;
}

}  // namespace

const std::string& output_of(const JobSpec& spec) {
  return std::visit([](const auto& job) -> const std::string& { return job.output; }, spec);
}

JobSpec with_output(JobSpec spec, std::string name) {
  std::visit([&](auto& job) { job.output = std::move(name); }, spec);
  return spec;
}

JobIndex FilmBuilder::add(Job job) {
  job.cost = cost_of(job.spec);
  plan_.jobs.push_back(std::move(job));
  return static_cast<JobIndex>(plan_.jobs.size() - 1);
}

std::string FilmBuilder::unique_id(const std::string& wish) {
  const int count = ++ids_[wish];
  return count == 1 ? wish : wish + "-" + std::to_string(count);
}

FilmBuilder::File FilmBuilder::file_of(const Source& source) {
  if (source.media->kind != ContainerKind::mpeg) return {source.media->path, {}};
  if (const auto found = remuxed_.find(&source); found != remuxed_.end()) {
    return {output_of(plan_.jobs[found->second].spec), {found->second}};
  }
  Job job;
  job.id = unique_id(source.input_name + "-remux");
  job.kind = JobKind::remux;
  job.label = source.input_name;
  job.seconds = source.seconds().approximate();
  job.spec = RemuxJob{source.media, job.id + ".mp4"};
  const std::string name = job.id + ".mp4";
  const JobIndex index = add(std::move(job));
  remuxed_[&source] = index;
  return {name, {index}};
}

core::Result<JobIndex> FilmBuilder::clip_job(const Clip& clip, const FilmFormat& format, const std::string& film) {
  std::string key = key_of(clip, format.picture);
  if (const auto found = clips_.find(key); found != clips_.end()) return found->second;
  const File file = file_of(*clip.source);
  auto picture = lower_picture(clip, format.picture, sources_, file.name, titles_);
  if (!picture) return picture.error();
  Job job;
  const std::string step = clip.steps.empty() ? clip.source->input_name : clip.steps.back();
  job.id = unique_id((film.empty() ? "" : film + "-") + step);
  job.kind = JobKind::clip;
  job.steps = clip.steps;
  job.needs = file.made_by;
  job.label = clip.moment ? clip.moment->label : clip.source->input_name;
  job.frames = picture->frames();
  job.seconds = (Rational(job.frames) / format.picture.rate).approximate();
  picture->output = job.id + ".mp4";
  job.spec = std::move(picture).value();
  const JobIndex index = add(std::move(job));
  clips_.emplace(std::move(key), index);
  return index;
}

JobIndex FilmBuilder::sound_job(const Sequence& sequence, const FilmFormat& format, const std::string& film) {
  const SoundFormat& sound = *format.sound;
  const std::int64_t join_fade = (format.join_fade * Rational(sound.sample_rate)).round_half_up();
  const std::vector<Clip>& clips = sequence.clips;
  std::vector<JobIndex> passes;
  std::int64_t frame = 0;
  for (std::size_t begin = 0; begin < clips.size(); begin += pieces_a_pass) {
    const std::size_t end = std::min(begin + pieces_a_pass, clips.size());
    SoundJob pass;
    pass.format = sound;
    pass.encode = clips.size() <= pieces_a_pass;
    Job job;
    for (std::size_t i = begin; i < end; ++i) {
      const File file = file_of(*clips[i].source);
      for (const JobIndex need : file.made_by) {
        if (std::ranges::find(job.needs, need) == job.needs.end()) job.needs.push_back(need);
      }
      SoundPiece piece = lower_sound(clips[i], format, frame, file.name);
      if (i > 0 && !contiguous(clips[i - 1], clips[i])) add_join_fade(piece, true, join_fade);
      if (i + 1 < clips.size() && !contiguous(clips[i], clips[i + 1])) add_join_fade(piece, false, join_fade);
      job.seconds += static_cast<double>(piece.samples) / sound.sample_rate;
      job.steps = with(std::move(job.steps), clips[i].steps);
      pass.pieces.push_back(std::move(piece));
      frame += clips[i].frames();
    }
    job.id = unique_id(film + "-sound");
    job.kind = JobKind::audio;
    job.label = film;
    pass.output = job.id + (pass.encode ? ".m4a" : ".pcm");
    job.spec = std::move(pass);
    passes.push_back(add(std::move(job)));
  }
  return join_sound(std::move(passes), sound, film);
}

JobIndex FilmBuilder::join_sound(std::vector<JobIndex> parts, const SoundFormat& format, const std::string& film) {
  while (parts.size() > 1) {
    const bool last = parts.size() <= parts_a_join;
    std::vector<JobIndex> joined;
    for (std::size_t begin = 0; begin < parts.size(); begin += parts_a_join) {
      const std::size_t end = std::min(begin + parts_a_join, parts.size());
      SoundJoinJob join;
      join.format = format;
      join.encode = last;
      Job job;
      for (std::size_t i = begin; i < end; ++i) {
        join.parts.push_back(output_of(plan_.jobs[parts[i]].spec));
        job.needs.push_back(parts[i]);
        job.seconds += plan_.jobs[parts[i]].seconds;
      }
      job.id = unique_id(film + "-sound-join");
      job.kind = JobKind::audio;
      job.label = film;
      join.output = job.id + (last ? ".m4a" : ".pcm");
      job.spec = std::move(join);
      joined.push_back(add(std::move(job)));
    }
    parts = std::move(joined);
  }
  return parts.front();
}

JobIndex FilmBuilder::rewrapped(JobIndex film, const FilmFormat& format, const std::string& name) {
  if (format.container != "matroska") return film;
  Job job;
  job.id = unique_id(name + "-mkv");
  job.kind = JobKind::remux;
  job.steps = plan_.jobs[film].steps;
  job.needs = {film};
  job.label = name;
  job.seconds = plan_.jobs[film].seconds;
  job.frames = plan_.jobs[film].frames;
  job.spec = RewrapJob{output_of(plan_.jobs[film].spec), format.container, job.id + ".mkv"};
  return add(std::move(job));
}

core::Result<JobIndex> FilmBuilder::build(const Sequence& sequence, const FilmFormat& format, const std::string& name,
                                          const std::vector<std::string>& steps) {
  JoinJob join;
  join.format = format;
  Job job;
  const std::size_t clips = sequence.clips.size();
  plan_.jobs.reserve(plan_.jobs.size() + clips + clips / 8 + 64);  // half a gigabyte is soon gone by doubling
  for (const Clip& clip : sequence.clips) {
    const auto made = clip_job(clip, format, plan_.outputs.empty() ? "" : name);
    if (!made) return made.error();
    job.needs.push_back(*made);
    join.parts.push_back({output_of(plan_.jobs[*made].spec), clip.frames()});
    job.frames += clip.frames();
  }
  if (format.sound) {
    const JobIndex sound = sound_job(sequence, format, name);
    job.needs.push_back(sound);
    join.sound = output_of(plan_.jobs[sound].spec);
  }
  std::ranges::sort(job.needs);
  job.needs.erase(std::unique(job.needs.begin(), job.needs.end()), job.needs.end());
  job.id = unique_id(name + "-join");
  job.kind = JobKind::join;
  job.steps = steps.empty() ? steps_of(sequence) : steps;
  job.label = name;
  job.seconds = (Rational(job.frames) / format.picture.rate).approximate();
  join.list = job.id + ".txt";
  join.output = job.id + (format.container == "mov" ? ".mov" : ".mp4");
  job.spec = std::move(join);
  const JobIndex joined = add(std::move(job));
  return rewrapped(joined, format, name);
}

}  // namespace spool::pipelines
