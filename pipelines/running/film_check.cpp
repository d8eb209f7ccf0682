#include "pipelines/running/film_check.h"

#include <algorithm>
#include <string>

#include "pipelines/media/evenness.h"

namespace spool::pipelines {
namespace {

core::Error wrong(const std::string& what) {
  return {"render.wrong_film", "the finished film is not as planned: " + what,
          "this is a fault of Spool or of ffmpeg: please report it with the run's log", {}};
}

core::Result<void> check_frames(const PictureIndex& pictures, const PlannedOutput& planned) {
  const auto count = static_cast<std::int64_t>(pictures.shown.size());
  if (count != planned.frames) {
    return wrong(std::to_string(count) + " frames instead of " + std::to_string(planned.frames));
  }
  const bool exact = planned.format.has_exact_stamps();
  const Rational tick = Rational(1) / (planned.format.picture.rate * pictures.time_base);
  if (exact && !tick.is_integer()) return wrong("its time base does not hold whole frames");
  const auto astray = first_out_of_place(pictures.shown, tick, exact ? 0 : 1);
  if (astray) return wrong("frame " + std::to_string(*astray) + " is not in its place");
  return {};
}

core::Result<void> check_samples(const Media& film, const PlannedOutput& planned) {
  if (planned.samples == 0) {
    return film.audio.empty() ? core::Result<void>() : wrong("it has sound where none was planned");
  }
  if (film.sound.empty()) return wrong("it has no sound");
  const SoundIndex& sound = film.sound.front();
  const std::int64_t samples = sound.end - sound.first;
  // Priming and the last frame of the codec are all that it may have more.
  const std::int64_t frame = std::max<std::int64_t>(sound.frame_size, 1024);
  const std::int64_t most = planned.samples + frame + (planned.format.has_exact_stamps() ? 0 : 2 * frame);
  // Stamps of milliseconds are that far off at both ends; the decoder gives every sample all the same.
  const std::int64_t rounding = planned.format.has_exact_stamps() ? 0 : 2 * film.audio.front().sample_rate / 1000;
  if (samples < planned.samples - rounding || samples >= most) {
    return wrong(std::to_string(samples) + " samples instead of " + std::to_string(planned.samples));
  }
  return {};
}

/// Without an edit list the sound's priming is heard, or kept before time 0: the picture begins later by as much, never earlier.
core::Result<void> check_sync(Rational picture, const SoundIndex& sound, Rational sample_rate) {
  constexpr std::int64_t rounding = 3;  // milliseconds
  const Rational late = picture - Rational(sound.first) / sample_rate;
  const Rational most = Rational(std::max<std::int64_t>(sound.frame_size, 1024)) * 2 / sample_rate;
  if (late >= Rational(-rounding, 1000) && late <= most) return {};
  return wrong("its picture starts " + late.to_decimal(3) + " s after its sound");
}

core::Result<void> check_start(const Media& film, const PlannedOutput& planned) {
  const Rational picture = Rational(film.pictures.shown.front()) * film.pictures.time_base;
  if (!planned.format.has_exact_stamps()) {
    return film.sound.empty() ? core::Result<void>() : check_sync(picture, film.sound.front(), film.audio.front().sample_rate);
  }
  if (picture != Rational(0)) return wrong("its picture starts at " + picture.to_decimal(3) + " s");
  if (!film.sound.empty() && film.sound.front().first != 0) {
    return wrong("its sound starts at sample " + std::to_string(film.sound.front().first));
  }
  return {};
}

}  // namespace

core::Result<void> check_film(const Media& film, const PlannedOutput& planned) {
  if (auto frames = check_frames(film.pictures, planned); !frames) return frames;
  if (auto samples = check_samples(film, planned); !samples) return samples;
  return check_start(film, planned);
}

}  // namespace spool::pipelines
