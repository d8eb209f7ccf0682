// The sound of a film: one pass over all its clips, or several that are put together as plain samples.
#include <algorithm>
#include <utility>

#include "pipelines/ffmpeg/copied_sound.h"
#include "pipelines/ffmpeg/timing.h"
#include "pipelines/planning/film_builder.h"
#include "pipelines/planning/lower.h"

namespace spool::pipelines {
namespace {

/// Each pass opens its sources once a piece: more would cost memory and descriptors, fewer processes.
constexpr std::size_t pieces_a_pass = 16;
/// Files that one ffmpeg opens at once when PCM is put together.
constexpr std::size_t parts_a_join = 200;

/// At a hard join each side fades within a few milliseconds, unless a fade of the document is there already.
void add_join_fade(SoundPiece& piece, bool in, std::int64_t samples) {
  const std::int64_t length = std::min(samples, piece.samples / 2);
  if (!piece.source || length <= 0) return;
  for (const SoundEffect& effect : piece.effects) {
    const auto* fade = std::get_if<SoundFadeOn>(&effect);
    if (fade == nullptr || fade->in != in || fade->samples < length) continue;
    if (in ? fade->start == piece.skip : fade->start + fade->samples >= piece.skip + piece.samples) return;
  }
  piece.effects.emplace_back(SoundFadeOn{in, in ? piece.skip : piece.skip + piece.samples - length, length});
}

/// A film's clips as pieces of sound.
class Pieces {
 public:
  Pieces(const Sequence& sequence, const FilmFormat& format) : clips_(sequence.clips), format_(format) {}

  /// The piece of a clip that begins at `first_frame` of the film.
  [[nodiscard]] SoundPiece at(std::size_t position, std::int64_t first_frame, const std::string& file) const {
    const Clip& clip = clips_[position];
    SoundPiece piece = lower_sound(clip, format_, first_frame, file);
    piece.overlap = samples(first_frame, clip.overlap);
    piece.blend = !clip.is_dipped_into();
    if (!piece.blend) piece.effects.emplace_back(dip_fade(piece, true, piece.overlap));
    if (position > 0 && clip.overlap == 0 && !contiguous(clips_[position - 1], clip)) add_join_fade(piece, true, join_fade());
    if (position + 1 == clips_.size()) return piece;
    const Clip& next = clips_[position + 1];
    if (next.is_dipped_into()) piece.effects.emplace_back(dip_fade(piece, false, overlap_after(position, first_frame)));
    if (next.overlap == 0 && !contiguous(clip, next)) add_join_fade(piece, false, join_fade());
    return piece;
  }
  /// Samples at the clip's end that are heard together with the next one.
  [[nodiscard]] std::int64_t overlap_after(std::size_t position, std::int64_t first_frame) const {
    if (position + 1 == clips_.size()) return 0;
    const std::int64_t overlap = clips_[position + 1].overlap;
    return samples(first_frame + clips_[position].frames() - overlap, overlap);
  }

 private:
  [[nodiscard]] std::int64_t samples(std::int64_t first_frame, std::int64_t frames) const {
    const Rational rate = format_.picture.rate;
    return format_.sound->sample_at(first_frame + frames, rate) - format_.sound->sample_at(first_frame, rate);
  }
  [[nodiscard]] std::int64_t join_fade() const {
    return (format_.join_fade * Rational(format_.sound->sample_rate)).round_half_up();
  }

  const std::vector<Clip>& clips_;
  const FilmFormat& format_;
};

/// The end of a piece by itself.
SoundPiece tail_of(SoundPiece piece, std::int64_t samples) {
  piece.skip += piece.samples - samples;
  piece.samples = samples;
  piece.overlap = 0;
  return piece;
}

}  // namespace

JobIndex FilmBuilder::sound_job(const Sequence& sequence, const FilmFormat& format, const std::string& film) {
  const SoundFormat& sound = *format.sound;
  const std::vector<Clip>& clips = sequence.clips;
  const Pieces pieces(sequence, format);
  std::vector<JobIndex> passes;
  std::int64_t frame = 0;  // where the clip begins
  for (std::size_t begin = 0; begin < clips.size(); begin += pieces_a_pass) {
    const std::size_t end = std::min(begin + pieces_a_pass, clips.size());
    SoundJob pass;
    pass.format = sound;
    pass.encode = clips.size() <= pieces_a_pass;
    Job job;
    const auto append = [&](std::size_t position, std::int64_t first_frame) -> SoundPiece& {
      const File file = file_of(*clips[position].source, format.sound);
      add_needs(job, file.made_by);
      add_new(job.steps, clips[position].steps);
      add_shown(job, clips[position]);
      return pass.pieces.emplace_back(pieces.at(position, first_frame, file.name));
    };
    // A transition is heard whole in the pass that begins with it.
    if (begin > 0 && clips[begin].overlap > 0) {
      const std::int64_t before = frame + clips[begin].overlap - clips[begin - 1].frames();
      SoundPiece& tail = append(begin - 1, before);
      tail = tail_of(std::move(tail), pieces.overlap_after(begin - 1, before));
    }
    for (std::size_t i = begin; i < end; ++i) {
      SoundPiece& piece = append(i, frame);
      const std::int64_t overlap = pieces.overlap_after(i, frame);
      if (i + 1 == end) piece.samples -= overlap;
      frame += clips[i].frames() - (i + 1 < clips.size() ? clips[i + 1].overlap : 0);
    }
    // Other containers are a copy of an mp4, and show what an edit list hides.
    pass.copied = clips.size() == 1 && format.has_exact_stamps() && may_be_copied(pass.pieces.front(), sound);
    job.seconds = static_cast<double>(pass.samples()) / sound.sample_rate;
    job.id = name_of("sound " + film + " " + std::to_string(begin), film + "-sound");
    job.kind = JobKind::audio;
    job.label = film;
    pass.output = job.id + (pass.encode ? ".m4a" : ".pcm");
    job.spec = std::move(pass);
    passes.push_back(add(std::move(job)));
  }
  return join_sound(std::move(passes), sound, film);
}

JobIndex FilmBuilder::join_sound(std::vector<JobIndex> parts, const SoundFormat& format, const std::string& film) {
  std::size_t joined_before = 0;
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
      job.id = name_of("sound join " + film + " " + std::to_string(joined_before + begin), film + "-sound-join");
      job.kind = JobKind::audio;
      job.label = film;
      join.output = job.id + (last ? ".m4a" : ".pcm");
      job.spec = std::move(join);
      joined.push_back(add(std::move(job)));
    }
    joined_before += parts.size();
    parts = std::move(joined);
  }
  return parts.front();
}

}  // namespace spool::pipelines
