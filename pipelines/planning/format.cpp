#include "pipelines/planning/format.h"

#include <algorithm>
#include <array>
#include <utility>

#include "pipelines/document/containers.h"
#include "pipelines/ffmpeg/geometry.h"
#include "pipelines/media/picture_index.h"
#include "pipelines/planning/encoder_rules.h"

namespace spool::pipelines {
namespace {

const std::array<Rational, 8> standard_rates = {Rational(24000, 1001), Rational(24), Rational(25), Rational(30000, 1001),
                                                Rational(30),          Rational(50), Rational(60000, 1001), Rational(60)};

Rational distance(Rational a, Rational b) { return a < b ? b - a : a - b; }

Rational nearest_standard_rate(Rational rate) {
  return *std::ranges::min_element(standard_rates, {}, [&](Rational standard) { return distance(standard, rate); });
}

int even(Rational value) { return std::max(2, static_cast<int>((value / Rational(2)).round_half_up()) * 2); }

struct PixelSize {
  int width = 0, height = 0;
};

PixelSize even(const SquareShape& shape) { return {even(shape.width), even(shape.height)}; }

const Source* first_with_picture(const std::vector<const Source*>& sources) {
  const auto moving = std::ranges::find_if(sources, [](const Source* source) { return source->has_moving_picture(); });
  if (moving != sources.end()) return *moving;
  const auto still = std::ranges::find_if(sources, [](const Source* source) { return source->media->has_picture(); });
  return still == sources.end() ? nullptr : *still;
}

PixelSize size_of(const Format& spec, const Source* like) {
  const SquareShape shape = like == nullptr ? SquareShape{1280, 720} : displayed(like->media->video.front());
  if (!spec.size) return even(shape);
  const SizeRule& rule = spec.size->value;
  if (rule.short_side == 0) return {even(rule.width), even(rule.height)};
  const Rational scale = Rational(rule.short_side) / std::min(shape.width, shape.height);
  return even(SquareShape{shape.width * scale, shape.height * scale});
}

std::string to_string(FitMode mode) {
  switch (mode) {
    case FitMode::pad: return "pad";
    case FitMode::crop: return "crop";
    case FitMode::stretch: break;
  }
  return "stretch";
}

std::string value_or(const std::optional<Located<std::string>>& text, const std::string& otherwise) {
  return text ? text->value : otherwise;
}

PictureFormat picture_format(const Format& spec, const std::vector<const Source*>& used) {
  PictureFormat picture;
  const PixelSize size = size_of(spec, first_with_picture(used));
  picture.width = size.width;
  picture.height = size.height;
  picture.rate = resolve_rate(spec, used);
  if (spec.crf) picture.crf = spec.crf->value;
  picture.bitrate = value_or(spec.bitrate, "");
  picture.preset = value_or(spec.preset, "");
  picture.profile = value_or(spec.profile, "");
  picture.pixel_format = value_or(spec.pixel_format, "");
  if (spec.threads) picture.threads = spec.threads->value;
  if (spec.fit) picture.default_fit = to_string(spec.fit->value);
  return picture;
}

/// Sound as the first source has it that has any; none where no source has, unless the document asks for it.
std::optional<SoundFormat> sound_format(const Format& spec, const std::vector<const Source*>& used) {
  if (spec.audio && spec.audio->value == "none") return std::nullopt;
  const auto first = std::ranges::find_if(used, [](const Source* source) { return source->has_sound(); });
  if (first == used.end() && !spec.audio) return std::nullopt;
  SoundFormat sound;
  if (first != used.end()) {
    const AudioStream& stream = (*first)->media->audio[static_cast<std::size_t>((*first)->track)];
    sound.sample_rate = stream.sample_rate;
    sound.channels = stream.channels;
  }
  if (spec.sample_rate) sound.sample_rate = spec.sample_rate->value;
  if (spec.channels) sound.channels = spec.channels->value;
  sound.bitrate = value_or(spec.audio_bitrate, "");
  return sound;
}

/// Takes the encoder that was found for a word of the document, or tells what is wrong at the word's place.
void take_encoder(core::Result<std::string> found, const std::optional<Located<std::string>>& word, std::string& encoder,
                  core::Errors& errors) {
  if (found) {
    encoder = std::move(found).value();
    return;
  }
  core::Error error = found.error();
  if (word) error.place = word->place;
  errors.push_back(std::move(error));
}

}  // namespace

Rational film_rate_of(const Media& media) {
  if (media.video.empty() || media.is_still()) return 30;
  const VideoStream& video = media.video.front();
  constexpr int fastest = 240;  // beyond it a "rate" is a container's clock
  const bool sane = video.rate > Rational(0) && video.rate <= Rational(fastest);
  if (!media.variable_rate && sane) return video.rate;
  // By how most pictures follow each other: a pause would pull an average down, from a phone's 30 to 25.
  const std::int64_t usual = pace_of(media.pictures).usual;
  if (usual <= 0) return 30;
  return nearest_standard_rate(Rational(1) / (Rational(usual) * media.pictures.time_base));
}

Rational resolve_rate(const Format& spec, const std::vector<const Source*>& candidates) {
  if (spec.fps) return spec.fps->value;
  const Source* like = first_with_picture(candidates);
  return like == nullptr ? Rational(30) : film_rate_of(*like->media);
}

core::Checked<FilmFormat> resolve_format(const Format& spec, const std::string& path, const core::Place& path_place,
                                         const std::vector<const Source*>& used, const Capabilities& ffmpeg) {
  const Container* container = container_of(path);
  if (container == nullptr) {
    return core::Errors{{"output.unknown_container", "`" + path + "` has no extension that names a container", extensions_hint(), path_place}};
  }
  core::Errors errors;
  FilmFormat film;
  film.container = container->muxer;
  if (spec.join_fade) film.join_fade = spec.join_fade->value;
  film.picture = picture_format(spec, used);
  const std::string usual_picture(container->pictures.front());
  take_encoder(picture_encoder(value_or(spec.video, usual_picture), ffmpeg), spec.video, film.picture.encoder, errors);
  film.sound = sound_format(spec, used);
  if (film.sound) {
    const std::string usual_sound(usual_sound_of(*container, film.picture));
    take_encoder(sound_encoder(value_or(spec.audio, usual_sound), ffmpeg), spec.audio, film.sound->encoder, errors);
  }
  if (!errors.empty()) return errors;
  settle_picture(spec, *container, path_place, film.picture, errors);
  if (film.sound) settle_sound(spec, *container, path_place, *film.sound, errors);
  if (!errors.empty()) return errors;
  return film;
}

}  // namespace spool::pipelines
