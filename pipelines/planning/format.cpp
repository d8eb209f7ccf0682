#include "pipelines/planning/format.h"

#include <algorithm>
#include <array>
#include <utility>

#include "pipelines/document/containers.h"
#include "pipelines/ffmpeg/capabilities.h"
#include "pipelines/ffmpeg/channel_layouts.h"
#include "pipelines/ffmpeg/colour.h"
#include "pipelines/ffmpeg/geometry.h"
#include "pipelines/media/picture_index.h"
#include "pipelines/planning/encoder_rules.h"
#include "pipelines/planning/film_colour.h"

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

/// Its track that is heard; null: no source has sound.
const AudioStream* first_sound(const std::vector<const Source*>& sources) {
  const auto first = std::ranges::find_if(sources, [](const Source* source) { return source->has_sound(); });
  return first == sources.end() ? nullptr : &(*first)->sound();
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

/// Pictures as a source has them, where an encoder makes such.
void take_pictures_of(const VideoStream& video, const Format& spec, PictureFormat& picture) {
  constexpr std::array<std::string_view, 6> made = {"yuv420p", "yuv422p", "yuv444p", "yuv420p10le", "yuv422p10le", "yuv444p10le"};
  const std::string pixels = pixels_of(video);
  if (!spec.pixel_format && std::ranges::find(made, pixels) != made.end()) picture.pixel_format = pixels;
}

/// As the first source has it; HDR only where all of them have it.
FilmColour colour_of_source(const PictureFormat& picture, const std::vector<const Source*>& used) {
  const Source* like = first_with_picture(used);
  if (like == nullptr || like->media->video.front().hdr()) return colour_of_film(picture, used);
  return colour_of(like->media->video.front());
}

/// Nothing is said of how the picture is to be encoded: what need not be encoded is as good as can be.
bool leaves_quality_open(const Format& spec) {
  return !spec.crf && !spec.bitrate && !spec.preset && !spec.profile && !spec.pixel_format && !spec.threads;
}

PictureFormat picture_format(const Format& spec, const UsedSources& sources) {
  const std::vector<const Source*>& used = sources.known;
  PictureFormat picture;
  const Source* like = first_with_picture(used);
  const bool has_own_size = spec.size && spec.size->value.short_side == 0;
  const PixelSize size = has_own_size || sources.first_known ? size_of(spec, like) : PixelSize();
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
  if (spec.is_source() && like != nullptr) take_pictures_of(like->media->video.front(), spec, picture);
  picture.copies = leaves_quality_open(spec);
  return picture;
}

/// Sound as the first source has it that has any; none where no source has, unless the document asks for it.
std::optional<SoundFormat> sound_format(const Format& spec, const std::vector<const Source*>& used) {
  if (spec.audio && spec.audio->value == "none") return std::nullopt;
  const AudioStream* like = first_sound(used);
  if (like == nullptr && !spec.audio) return std::nullopt;
  SoundFormat sound;
  if (like != nullptr) {
    sound.sample_rate = like->sample_rate;
    sound.layout = layout_of(*like);
  }
  if (spec.sample_rate) sound.sample_rate = spec.sample_rate->value;
  if (spec.channels && spec.channels->value != sound.channels()) sound.layout = default_layout(spec.channels->value);
  sound.bitrate = value_or(spec.audio_bitrate, "");
  return sound;
}

/// The codec that a film's picture is made in: the document's word; the source's own, where that is asked for and can be made; else
/// what is usual in the container.
std::string picture_word(const Format& spec, const Container& container, const std::vector<const Source*>& used) {
  if (spec.video) return spec.video->value;
  const Source* like = first_with_picture(used);
  if (spec.is_source() && like != nullptr) {
    const std::string& codec = like->media->video.front().codec;
    const std::string word = codec == "dnxhd" ? "dnxhr" : codec;
    if (container.takes_picture(word)) return word;
  }
  return std::string(container.pictures.front());
}

std::string sound_word(const Format& spec, const Container& container, const PictureFormat& picture,
                       const std::vector<const Source*>& used) {
  if (spec.audio) return spec.audio->value;
  const AudioStream* like = first_sound(used);
  if (spec.is_source() && like != nullptr) {
    const std::string word = like->codec.starts_with("pcm_") ? "pcm" : like->codec;
    if (container.takes_sound(word)) return word;
  }
  return std::string(usual_sound_of(container, picture));
}

/// Takes the encoder that was found for a word of the document, or tells what is wrong at the word's place.
bool take_encoder(core::Result<std::string> found, const core::Place& place, std::string& encoder, core::Errors& errors) {
  if (found) {
    encoder = std::move(found).value();
    return true;
  }
  core::Error error = found.error();
  error.place = place;
  errors.push_back(std::move(error));
  return false;
}

/// Resolves one film's format, part by part: what is wrong with one hides nothing of another.
class Resolver {
 public:
  Resolver(const Format& spec, const Container& container, const core::Place& file, const UsedSources& used, const Capabilities& ffmpeg)
      : spec_(spec), container_(container), file_(file), used_(used), ffmpeg_(ffmpeg) {}

  ResolvedFormat resolve() {
    film().container = container_.muxer;
    if (spec_.join_fade) film().join_fade = spec_.join_fade->value;
    film().picture = picture_format(spec_, used_);
    resolve_picture();
    resolve_sound();
    return std::move(made_);
  }

 private:
  FilmFormat& film() { return made_.format; }
  [[nodiscard]] const core::Place& place_of(const std::optional<Located<std::string>>& word) const { return word ? word->place : file_; }
  /// What `format: source` takes from a source that cannot be used.
  [[nodiscard]] bool is_like_unknown() const { return spec_.is_source() && !used_.first_known; }

  void resolve_picture() {
    PictureFormat& picture = film().picture;
    if (is_like_unknown() && !spec_.video) return;
    auto found = picture_encoder(picture_word(spec_, container_, used_.known), ffmpeg_);
    has_encoder_ = take_encoder(std::move(found), place_of(spec_.video), picture.encoder, made_.errors);
    if (!has_encoder_ || is_like_unknown()) return;
    // Beside HEVC that is copied some players refuse the whole (PictureFormat::own_sets): only where it was asked for.
    if (!spec_.is_source() && picture_codec(picture.encoder) == "hevc") picture.copies = false;
    settle_picture(spec_, container_, file_, picture, made_.errors);
    picture.colour = spec_.is_source() ? colour_of_source(picture, used_.known) : colour_of_film(picture, used_.known);
    picture.light = light_of_film(picture, used_.known);
    made_.colours_settled = used_.all_known || (!spec_.is_source() && !can_hold_hdr(picture));
  }

  void resolve_sound() {
    film().sound = sound_format(spec_, used_.known);
    const bool is_word_known = spec_.audio || (has_encoder_ && (!spec_.is_source() || used_.all_known));
    if (!film().sound || !is_word_known) return;
    SoundFormat& sound = *film().sound;
    const std::string word = sound_word(spec_, container_, film().picture, used_.known);
    const bool is_there = take_encoder(sound_encoder(word, ffmpeg_), place_of(spec_.audio), sound.encoder, made_.errors);
    if (is_there) settle_sound(spec_, container_, file_, sound, made_.errors);
  }

  const Format& spec_;
  const Container& container_;
  const core::Place& file_;
  const UsedSources& used_;
  const Capabilities& ffmpeg_;
  bool has_encoder_ = false;   ///< of the picture
  ResolvedFormat made_;
};

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

core::Errors check_encoders(const Format& spec, const Capabilities& ffmpeg) {
  core::Errors errors;
  std::string unused;
  if (spec.video) take_encoder(picture_encoder(spec.video->value, ffmpeg), spec.video->place, unused, errors);
  if (spec.audio && spec.audio->value != "none") take_encoder(sound_encoder(spec.audio->value, ffmpeg), spec.audio->place, unused, errors);
  return errors;
}

ResolvedFormat resolve_format(const Format& spec, const std::string& path, const core::Place& path_place, const UsedSources& used,
                              const Capabilities& ffmpeg) {
  const Container* container = container_of(path);
  if (container != nullptr) return Resolver(spec, *container, path_place, used, ffmpeg).resolve();
  ResolvedFormat none;
  none.errors = check_encoders(spec, ffmpeg);
  none.errors.push_back(
      {"output.unknown_container", "`" + path + "` has no extension that names a container", extensions_hint(), path_place});
  return none;
}

}  // namespace spool::pipelines
