#include "pipelines/verifying/judge_film.h"

#include "pipelines/media/span_words.h"
#include "pipelines/verifying/frame_steps.h"
#include "pipelines/verifying/sound_gaps.h"

#include <algorithm>
#include <cstdlib>

namespace spool::pipelines {

namespace {

std::string moment(Rational seconds) { return seconds.to_decimal(3) + " s"; }

std::string milliseconds(Rational seconds) { return short_decimal(seconds * Rational(1000)) + " ms"; }

std::string counted(std::int64_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

FilmCheck holds(FilmProperty property) { return {property, true, std::nullopt, ""}; }

FilmCheck fails(FilmProperty property, std::optional<Rational> at, std::string reason) {
  return {property, false, at, std::move(reason)};
}

/// From when to when a stream shows or sounds, and how near another has to come.
struct Span {
  Rational from = 0;
  Rational to = 0;
  Rational frame = 0;  ///< seconds of one frame
  Rational tick = 0;
};

Span span_of(const DecodedPictures& pictures, const FrameSteps& steps) {
  const Rational own(pictures.last_duration);
  const Rational last = own > Rational(0) ? own : steps.ticks;
  const Rational end = Rational(pictures.stamps.back()) + last;
  return {Rational(pictures.stamps.front()) * pictures.time_base, end * pictures.time_base,
          (steps.ticks > Rational(0) ? steps.ticks : last) * pictures.time_base, pictures.time_base};
}

/// PCM has no codec frames: its packets are as a muxer cuts them.
std::int64_t codec_frame(const DecodedSound& sound) {
  return sound.codec.rfind("pcm_", 0) == 0 ? 1 : longest_frame(sound);
}

Span span_of(const DecodedSound& sound) {
  const DecodedSound::Frame& last = sound.frames.back();
  Rational length(last.samples, sound.rate);
  // Decoders give out the padding of the last codec frame; players follow the container.
  if (sound.last_duration > 0) length = std::min(length, Rational(sound.last_duration) * sound.time_base);
  const Rational end = Rational(last.stamp) * sound.time_base + length;
  return {Rational(sound.frames.front().stamp) * sound.time_base, end,
          Rational(codec_frame(sound), sound.rate), sound.time_base};
}

FilmCheck judge_complaints(const FilmFacts& film) {
  const Complaints& told = film.complaints;
  if (told.count == 0) return holds(FilmProperty::decodes);
  std::optional<Rational> at;
  if (told.first_at) at = *told.first_at - film.start;
  const std::string where = at ? " at " + moment(*at) : "";
  return fails(FilmProperty::decodes, at,
               counted(told.count, "error") + ", the first" + where + ": " + told.first);
}

FilmCheck judge_completeness(const FilmFacts& film) {
  if (!film.incomplete) return holds(FilmProperty::complete);
  return fails(FilmProperty::complete, std::nullopt, film.incomplete->message);
}

FilmCheck judge_steps(const DecodedPictures& pictures, const FrameSteps& steps, Rational start) {
  constexpr FilmProperty property = FilmProperty::evenly_spaced;
  if (pictures.stamps.empty()) return fails(property, std::nullopt, "no picture came out of the decoder");
  if (!steps.first_astray) return holds(property);
  const std::size_t astray = *steps.first_astray;
  const std::int64_t before = pictures.stamps[astray - 1];
  const Rational at = Rational(before) * pictures.time_base - start;
  const Rational step = Rational(pictures.stamps[astray] - before) * pictures.time_base;
  const std::size_t all = pictures.stamps.size() - 1;
  const bool variable = steps.uneven * 10 > all && all > 2;
  const std::string what = variable ? "variable"
                                    : std::to_string(steps.uneven) + " of " +
                                          counted(static_cast<std::int64_t>(all), "step") + " uneven";
  return fails(property, at,
               what + ", first at " + moment(at) + ": " + milliseconds(step) + " instead of " +
                   milliseconds(steps.ticks * pictures.time_base));
}

std::string track_words(const FilmFacts& film, const DecodedSound& sound) {
  return film.sound.size() > 1 ? "track " + std::to_string(sound.track) + ": " : "";
}

FilmCheck judge_gaps(const FilmFacts& film) {
  constexpr FilmProperty property = FilmProperty::without_gap;
  for (const DecodedSound& sound : film.sound) {
    if (sound.frames.empty())
      return fails(property, std::nullopt, track_words(film, sound) + "no sound came out of the decoder");
    const SoundGaps gaps = gaps_of(sound);
    if (gaps.count == 0) continue;
    const Rational at = gaps.at - film.start;
    const std::string what = counted(gaps.count, "gap") + ", first at " + moment(at) + ": " +
                             counted(std::abs(gaps.samples), "sample") +
                             (gaps.samples > 0 ? " missing" : " too many");
    return fails(property, at, track_words(film, sound) + what);
  }
  return holds(property);
}

/// One end of picture and sound; `of`: which.
FilmCheck judge_ends(const FilmFacts& film, const Span& picture, FilmProperty property, Rational Span::*of) {
  const std::string does = property == FilmProperty::starts_together ? " starts at " : " ends at ";
  for (const DecodedSound& sound : film.sound) {
    if (sound.frames.empty()) continue;
    const Span heard = span_of(sound);
    const Rational apart = picture.*of > heard.*of ? picture.*of - heard.*of : heard.*of - picture.*of;
    if (apart <= std::max(picture.frame, heard.frame) + picture.tick + heard.tick) continue;
    const Rational shown_at = picture.*of - film.start;
    const Rational heard_at = heard.*of - film.start;
    return fails(property, std::min(shown_at, heard_at),
                 track_words(film, sound) + "the picture" + does + moment(shown_at) + ", the sound at " +
                     moment(heard_at));
  }
  return holds(property);
}

std::int64_t samples_of(const DecodedSound& sound) {
  std::int64_t sum = 0;
  for (const DecodedSound::Frame& frame : sound.frames) sum += frame.samples;
  return sum;
}

Rational length_of(const std::optional<Span>& picture, const FilmFacts& film) {
  std::vector<Span> spans;
  if (picture) spans.push_back(*picture);
  for (const DecodedSound& sound : film.sound) {
    if (!sound.frames.empty()) spans.push_back(span_of(sound));
  }
  if (spans.empty()) return 0;
  Span all = spans.front();
  for (const Span& span : spans) {
    all.from = std::min(all.from, span.from);
    all.to = std::max(all.to, span.to);
  }
  return all.to - all.from;
}

}  // namespace

bool FilmVerdict::ok() const {
  return std::all_of(checks.begin(), checks.end(), [](const FilmCheck& check) { return check.ok; });
}

FilmVerdict judge_film(const FilmFacts& film) {
  FilmVerdict verdict;
  verdict.checks = {judge_complaints(film), judge_completeness(film)};
  std::optional<Span> picture;
  if (film.pictures) {
    const FrameSteps steps = steps_of(*film.pictures, film.coarse);
    verdict.frames = static_cast<std::int64_t>(film.pictures->stamps.size());
    verdict.checks.push_back(judge_steps(*film.pictures, steps, film.start));
    if (!film.pictures->stamps.empty()) picture = span_of(*film.pictures, steps);
  }
  if (!film.sound.empty()) {
    verdict.samples = samples_of(film.sound.front());
    verdict.checks.push_back(judge_gaps(film));
  }
  if (picture && !film.sound.empty()) {
    verdict.checks.push_back(judge_ends(film, *picture, FilmProperty::starts_together, &Span::from));
    verdict.checks.push_back(judge_ends(film, *picture, FilmProperty::ends_together, &Span::to));
  }
  verdict.seconds = length_of(picture, film);
  return verdict;
}

}  // namespace spool::pipelines
