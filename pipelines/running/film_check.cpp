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
  const bool milliseconds = planned.format.container == "matroska";
  const Rational tick = Rational(1) / (planned.format.picture.rate * pictures.time_base);
  if (!milliseconds && !tick.is_integer()) return wrong("its time base does not hold whole frames");
  const auto astray = first_out_of_place(pictures.shown, tick, milliseconds ? 1 : 0);
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
  const std::int64_t most = planned.samples + frame + (planned.format.container == "matroska" ? 2 * frame : 0);
  if (samples < planned.samples || samples >= most) {
    return wrong(std::to_string(samples) + " samples instead of " + std::to_string(planned.samples));
  }
  return {};
}

core::Result<void> check_start(const Media& film, const PlannedOutput& planned) {
  if (planned.format.container == "matroska") return {};  // there the picture starts later by the sound's priming
  const Rational picture = Rational(film.pictures.shown.front()) * film.pictures.time_base;
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
