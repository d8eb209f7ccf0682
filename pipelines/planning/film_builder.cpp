#include "pipelines/planning/film_builder.h"

#include <algorithm>
#include <utility>

#include "pipelines/document/containers.h"
#include "pipelines/ffmpeg/capabilities.h"
#include "pipelines/ffmpeg/light.h"
#include "pipelines/ffmpeg/timing.h"
#include "pipelines/planning/effects.h"
#include "pipelines/planning/estimate.h"
#include "pipelines/planning/lower.h"

namespace spool::pipelines {
namespace {

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

Key& operator<<(Key& key, const FilmColour& colour) {
  return key << colour.matrix << colour.primaries << colour.transfer << colour.range;
}

Key& operator<<(Key& key, const PictureFormat& format) {
  key << format.width << format.height << format.rate << format.encoder << (format.crf ? *format.crf : Rational(-1));
  return key << format.bitrate << format.preset << format.profile << format.pixel_format << format.threads << format.default_fit << format.colour << light_options(format) << std::int64_t{format.own_sets};
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

std::vector<std::string> steps_of(const Sequence& sequence) {
  std::vector<std::string> steps;
  for (const Clip& clip : sequence.clips) add_new(steps, clip.steps);
  return steps;
}

/// A job by the last step that its clip has been through.
std::string named_for(const Clip& clip, const std::string& film) {
  return (film.empty() ? "" : film + "-") + (clip.steps.empty() ? clip.source->input_name : clip.steps.back());
}

Clip part_of(const Clip& clip, FrameRange range, Rational film_rate) {
  Clip part = clip;
  keep_frames(part, range, film_rate);
  return part;
}

}  // namespace

void add_new(std::vector<std::string>& words, const std::vector<std::string>& more) {
  for (const std::string& word : more) {
    if (std::ranges::find(words, word) == words.end()) words.push_back(word);
  }
}

const std::string& output_of(const JobSpec& spec) {
  return std::visit([](const auto& job) -> const std::string& { return job.output; }, spec);
}

JobSpec with_output(JobSpec spec, std::string name) {
  std::visit([&](auto& job) { job.output = std::move(name); }, spec);
  return spec;
}

void add_needs(Job& job, const std::vector<JobIndex>& needs) {
  for (const JobIndex need : needs) {
    if (std::ranges::find(job.needs, need) == job.needs.end()) job.needs.push_back(need);
  }
}

void add_shown(Job& job, const Clip& clip) {
  if (clip.origin) job.shows.push_back(clip.origin);
}

JobIndex FilmBuilder::add(Job job) {
  job.cost = cost_of(job.spec);
  plan_.jobs.push_back(std::move(job));
  return static_cast<JobIndex>(plan_.jobs.size() - 1);
}

std::string FilmBuilder::name_of(const std::string& work, const std::string& wish) {
  if (const auto named = names_.by_work.find(work); named != names_.by_work.end()) return named->second;
  const int count = ++names_.taken[wish];
  std::string name = count == 1 ? wish : wish + "-" + std::to_string(count);
  if (remembers_) names_.by_work.emplace(work, name);
  return name;
}

FilmBuilder::File FilmBuilder::file_of(const Source& source, const std::optional<SoundFormat>& sound) {
  if (source.media->kind != ContainerKind::mpeg) return {source.media->path, {}};
  const bool decoded = sound && source.has_sound() && source.sound().channels_change;
  const std::string layout = decoded ? sound->layout : "";
  if (const auto found = remuxed_.find({&source, layout}); found != remuxed_.end()) {
    return {output_of(plan_.jobs[found->second].spec), {found->second}};
  }
  Job job;
  job.id = name_of("remux " + layout + ' ' + source.input_name, source.input_name + "-remux");
  job.kind = JobKind::remux;
  job.label = source.input_name;
  job.seconds = source.seconds().approximate();
  job.spec = RemuxJob{source.media, job.id + ".mp4", layout};
  const std::string name = job.id + ".mp4";
  const JobIndex index = add(std::move(job));
  remuxed_[{&source, layout}] = index;
  return {name, {index}};
}

core::Result<JobIndex> FilmBuilder::clip_job(const Clip& clip, const FilmFormat& format, const std::string& film, bool copied) {
  std::string key = (copied ? "copy " : "") + key_of(clip, format.picture);
  if (const auto found = clips_.find(key); found != clips_.end()) {
    add_shown(plan_.jobs[found->second], clip);
    return found->second;
  }
  const File file = file_of(*clip.source, format.sound);
  auto picture = lower_picture(clip, format.picture, sources_, file.name, titles_);
  if (!picture) return picture.error();
  Job job;
  job.id = name_of("clip " + key, named_for(clip, film));
  job.kind = copied ? JobKind::copy : JobKind::clip;
  add_shown(job, clip);
  job.steps = clip.steps;
  job.needs = file.made_by;
  job.label = clip.label();
  job.frames = picture->frames();
  job.seconds = (Rational(job.frames) / format.picture.rate).approximate();
  picture->copied = copied;
  picture->output = job.id + "." + format.picture.part_muxer();
  job.spec = std::move(picture).value();
  const JobIndex index = add(std::move(job));
  clips_.emplace(std::move(key), index);
  return index;
}

JobIndex FilmBuilder::rewrapped(JobIndex film, const FilmFormat& format, const std::string& name) {
  if (format.container == format.joined_muxer()) return film;
  const std::string ending(extension_of(format.container));
  Job job;
  job.id = name_of("rewrap " + name, name + "-" + ending);
  job.kind = JobKind::remux;
  job.steps = plan_.jobs[film].steps;
  job.needs = {film};
  job.label = name;
  job.seconds = plan_.jobs[film].seconds;
  job.frames = plan_.jobs[film].frames;
  const bool keeps_delay = format.container == "matroska" || format.container == "webm";
  const bool begins_early = keeps_delay && format.sound && sound_codec(format.sound->encoder) == "opus";
  job.spec = RewrapJob{output_of(plan_.jobs[film].spec), format.container, job.id + "." + ending, format.metadata, begins_early};
  return add(std::move(job));
}

core::Result<JobIndex> FilmBuilder::transition_job(const Clip& before, const Clip& after, const FilmFormat& format,
                                                   const std::string& film) {
  const Rational rate = format.picture.rate;
  const TransitionLook look = after.look();
  const FrameRange wanted = look.of_before(after.overlap);
  const std::int64_t begins = before.frames() - after.overlap;
  const Clip tail = part_of(before, {begins + wanted.first, begins + wanted.end}, rate);
  const Clip head = part_of(after, look.of_after(after.overlap), rate);
  std::string key = "transition " + look.xfade + " " + look.color + " " + key_of(tail, format.picture) + key_of(head, format.picture);
  if (const auto found = clips_.find(key); found != clips_.end()) {
    for (const Clip* clip : {&tail, &head}) add_shown(plan_.jobs[found->second], *clip);
    return found->second;
  }
  const File tail_file = file_of(*tail.source, format.sound);
  const File head_file = file_of(*head.source, format.sound);
  auto from = lower_picture(tail, format.picture, sources_, tail_file.name, titles_);
  if (!from) return from.error();
  auto to = lower_picture(head, format.picture, sources_, head_file.name, titles_);
  if (!to) return to.error();
  Job job;
  job.id = name_of(key, named_for(after, film) + "-transition");
  job.kind = JobKind::transition;
  for (const Clip* clip : {&tail, &head}) add_shown(job, *clip);
  job.steps = before.steps;
  add_new(job.steps, after.steps);
  for (const File& file : {tail_file, head_file}) add_needs(job, file.made_by);
  job.label = after.label();
  job.frames = after.overlap;
  job.seconds = (Rational(job.frames) / rate).approximate();
  job.spec = TransitionJob{std::move(from).value(), std::move(to).value(), look,
                           job.id + "." + format.picture.part_muxer()};
  const JobIndex index = add(std::move(job));
  clips_.emplace(std::move(key), index);
  return index;
}

/// Of a clip, the frames that no transition shows.
FrameRange FilmBuilder::own_frames(const Sequence& sequence, std::size_t position) {
  const Clip& clip = sequence.clips[position];
  const bool last = position + 1 == sequence.clips.size();
  return {clip.overlap, clip.frames() - (last ? 0 : sequence.clips[position + 1].overlap)};
}

core::Result<std::vector<Stretch>> FilmBuilder::stretches_in(const Sequence& sequence, std::size_t position, const PictureFormat& format) {
  const Clip& clip = sequence.clips[position];
  const FrameRange own = own_frames(sequence, position);
  std::vector<FrameRange> copied;
  if (is_as_the_film(clip, format)) {
    const auto picture = lower_picture(clip, format, sources_, "", titles_);
    if (!picture) return picture.error();
    copied = copied_frames(clip, *picture, own);
  }
  return stretches_of(clip, own, copied, format.rate);
}

/// How the clips of a film are parted. Where copied pictures stand beside others, each part brings parameter sets of its own.
core::Result<std::vector<std::vector<Stretch>>> FilmBuilder::parted(const Sequence& sequence, PictureFormat& format) {
  std::vector<std::vector<Stretch>> parts;
  parts.reserve(sequence.clips.size());
  const Source* copied_from = nullptr;
  bool copies = false, mixed = false;
  for (std::size_t i = 0; i < sequence.clips.size(); ++i) {
    auto stretches = stretches_in(sequence, i, format);
    if (!stretches) return stretches.error();
    const Clip& clip = sequence.clips[i];
    for (const Stretch& stretch : *stretches) {
      copies = copies || stretch.copied;
      mixed = mixed || !stretch.copied || clip.overlap > 0 || (copied_from != nullptr && copied_from != clip.source);
      copied_from = clip.source;
    }
    parts.push_back(std::move(*stretches));
  }
  if (!copies || !mixed) return parts;
  format.own_sets = takes_own_sets(format.encoder);
  if (format.own_sets) return parts;
  format.copies = false;
  return parted(sequence, format);
}

/// The files that show one clip of a film: what leads into it, and its own frames up to what leads on.
core::Result<void> FilmBuilder::add_pictures(const Sequence& sequence, std::size_t position, const std::vector<Stretch>& stretches,
                                             const FilmFormat& format, const std::string& film, Job& job, JoinJob& join) {
  const Clip& clip = sequence.clips[position];
  const auto append = [&](JobIndex made, std::int64_t frames, bool copied = false) {
    job.needs.push_back(made);
    join.parts.push_back({output_of(plan_.jobs[made].spec), frames, copied});
    if (copied) join.reorder = std::max(join.reorder, clip.source->media->pictures.reorder);
    job.frames += frames;
  };
  if (clip.overlap > 0) {
    const auto made = transition_job(sequence.clips[position - 1], clip, format, film);
    if (!made) return made.error();
    append(*made, clip.overlap);
  }
  for (const Stretch& stretch : stretches) {
    const bool whole = stretch.frames.first == 0 && stretch.frames.end == clip.frames();
    const auto made = whole ? clip_job(clip, format, film, stretch.copied)
                            : clip_job(part_of(clip, stretch.frames, format.picture.rate), format, film, stretch.copied);
    if (!made) return made.error();
    append(*made, stretch.frames.end - stretch.frames.first, stretch.copied);
  }
  return {};
}

core::Result<JobIndex> FilmBuilder::build(const Sequence& sequence, FilmFormat format, const std::string& name,
                                          const std::vector<std::string>& steps) {
  const auto parts = parted(sequence, format.picture);
  if (!parts) return parts.error();
  JoinJob join;
  join.format = format;
  if (format.container != format.joined_muxer()) join.format.metadata.clear();  // its copy says it
  Job job;
  const std::size_t clips = sequence.clips.size();
  plan_.jobs.reserve(plan_.jobs.size() + clips + clips / 8 + 64);  // half a gigabyte is soon gone by doubling
  for (std::size_t i = 0; i < clips; ++i) {
    const auto added = add_pictures(sequence, i, (*parts)[i], format, plan_.outputs.empty() ? "" : name, job, join);
    if (!added) return added.error();
  }
  if (format.sound) {
    const JobIndex sound = sound_job(sequence, format, name);
    job.needs.push_back(sound);
    join.sound = output_of(plan_.jobs[sound].spec);
  }
  std::ranges::sort(job.needs);
  job.needs.erase(std::unique(job.needs.begin(), job.needs.end()), job.needs.end());
  job.id = name_of("join " + name, name + "-join");
  job.kind = JobKind::join;
  job.steps = steps.empty() ? steps_of(sequence) : steps;
  job.label = name;
  job.seconds = (Rational(job.frames) / format.picture.rate).approximate();
  join.list = job.id + ".txt";
  join.output = job.id + "." + format.joined_muxer();
  job.spec = std::move(join);
  const JobIndex joined = add(std::move(job));
  return rewrapped(joined, format, name);
}

}  // namespace spool::pipelines
