#include "pipelines/planning/encoder_rules.h"

#include "pipelines/ffmpeg/capabilities.h"
#include "pipelines/ffmpeg/channel_layouts.h"
#include "pipelines/ffmpeg/nearest.h"
#include "pipelines/planning/encoder_pixels.h"
#include "pipelines/planning/sound_layouts.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>

namespace spool::pipelines {
namespace {

using Word = std::string_view;

// ---- what is known of encoders ----

constexpr std::array<Word, 10> x264_presets = {"ultrafast", "superfast", "veryfast", "faster",   "fast",
                                               "medium",    "slow",      "slower",   "veryslow", "placebo"};
constexpr std::array<Word, 14> svt_presets = {"0", "1", "2", "3",  "4",  "5",  "6",
                                              "7", "8", "9", "10", "11", "12", "13"};
constexpr std::array<Word, 12> vpx_presets = {"good", "best", "realtime", "0", "1", "2",
                                              "3",    "4",    "5",        "6", "7", "8"};
constexpr std::array<Word, 6> x264_profiles = {"baseline", "main", "high", "high10", "high422", "high444"};
constexpr std::array<Word, 12> x265_profiles = {"main",       "main10",     "main12",     "main422-10",
                                                "main422-12", "main444-8",  "main444-10", "main444-12",
                                                "main-intra", "main10-intra", "mainstillpicture", "msp"};
constexpr std::array<Word, 2> svt_profiles = {"main", "0"};
constexpr std::array<Word, 4> vpx_profiles = {"0", "1", "2", "3"};
constexpr std::array<Word, 6> prores_profiles = {"proxy", "lt", "standard", "hq", "4444", "4444xq"};
constexpr std::array<Word, 5> dnxhr_profiles = {"dnxhr_lb", "dnxhr_sq", "dnxhr_hq", "dnxhr_hqx", "dnxhr_444"};

struct Rules {
  Word encoder;
  Word profile;                    ///< where the document names none
  std::span<const Word> profiles;  ///< empty: not known, any
  bool has_presets = true;
  std::span<const Word> presets;  ///< empty: not known, any
  bool has_crf = true;
  int usual_crf = -1;  ///< where neither crf nor bit rate is given; -1: the encoder's own
  bool has_bitrate = true;
  int least_width = 2, least_height = 2;
  int like_source_crf = -1;  ///< where the film is to look as its source does; -1: as usual
  int most_crf = 63;         ///< that the language has; beyond its own an encoder fails, or quietly takes less
};

// SVT-AV1 left to itself is far worse than any film may look (ffmpeg 5 gives it 50).
constexpr std::array<Rules, 6> known = {{
    {"libx264", "", x264_profiles, true, x264_presets, true, -1, true, 2, 2, 18, 51},
    {"libx265", "", x265_profiles, true, x264_presets, true, -1, true, 2, 2, 20, 51},
    {"libsvtav1", "", svt_profiles, true, svt_presets, true, 35, true, 64, 64, 25},
    {"libvpx-vp9", "", vpx_profiles, true, vpx_presets},
    {"prores_ks", "hq", prores_profiles, false, {}, false, -1, false},
    {"dnxhd", "dnxhr_hq", dnxhr_profiles, false, {}, false, -1, false, 256, 120},
}};

constexpr std::array<int, 5> opus_rates = {8000, 12000, 16000, 24000, 48000};
constexpr std::array<int, 9> mp3_rates = {8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000};
constexpr std::array<int, 3> ac3_rates = {32000, 44100, 48000};
constexpr std::array<int, 13> aac_rates = {7350,  8000,  11025, 12000, 16000, 22050, 24000,
                                           32000, 44100, 48000, 64000, 88200, 96000};

/// The sample rates that a codec has; empty: any.
std::span<const int> rates_of(Word codec) {
  if (codec == "opus") return opus_rates;
  if (codec == "mp3") return mp3_rates;
  if (codec == "ac3") return ac3_rates;
  if (codec == "aac") return aac_rates;
  return {};
}

Rules rules_of(const std::string& encoder) {
  for (const Rules& rules : known) {
    if (rules.encoder == encoder) return rules;
  }
  Rules any;
  any.has_crf = !runs_on_a_chip(encoder);
  any.has_presets = !encoder.ends_with("_vaapi");
  return any;
}

std::string usual_pixels(const PictureFormat& picture) {
  const std::string& profile = picture.profile;
  if (picture.encoder.starts_with("prores"))
    return profile.starts_with("4444") ? "yuv444p10le" : "yuv422p10le";
  if (picture.encoder != "dnxhd") return "yuv420p";
  if (profile == "dnxhr_444") return "yuv444p10le";
  return profile == "dnxhr_hqx" ? "yuv422p10le" : "yuv422p";
}

/// More than 8 bits, or all of the colour, need a profile that has them.
std::string usual_profile(const PictureFormat& picture, const Rules& rules) {
  const bool full_colour = picture.pixel_format.find("444") != std::string::npos;
  if (full_colour && picture.encoder == "prores_ks") return "4444";
  if (full_colour && picture.encoder == "dnxhd") return "dnxhr_444";
  if (picture.encoder == "dnxhd" && picture.pixel_format == "yuv422p10le") return "dnxhr_hqx";
  return std::string(rules.profile);
}

/// Where the document says nothing. Beside pictures that are copied, an encoded one should not stand out.
std::optional<Rational> crf_of(const Format& spec, const Rules& rules) {
  if (spec.is_source() && rules.like_source_crf >= 0) return rules.like_source_crf;
  if (rules.usual_crf >= 0) return rules.usual_crf;
  return std::nullopt;
}

// ---- faults ----

core::Place place_of(const std::optional<Located<std::string>>& word, const core::Place& otherwise) {
  return word ? word->place : otherwise;
}

void lacks_option(core::Errors& errors, const std::string& encoder, const std::string& option,
                  const std::string& instead, const core::Place& place) {
  errors.push_back(
      {"document.encoder_option", "the encoder " + encoder + " has no `" + option + "`", instead, place});
}

void check_word(core::Errors& errors, const std::string& encoder, const std::string& option,
                const std::optional<Located<std::string>>& word, std::span<const Word> words) {
  if (!word || words.empty() || std::ranges::find(words, word->value) != words.end()) return;
  const std::string near = nearest_name(word->value, {words.begin(), words.end()});
  errors.push_back(
      {"document.encoder_option", "the encoder " + encoder + " has no " + option + " `" + word->value + "`",
       (near.empty() ? "" : "did you mean `" + near + "`? ") + std::string("it has ") + any_of_words(words),
       word->place});
}

/// One of the two things is wrong, the codec or the file: the codec's place if the document names it.
void refuse_codec(core::Errors& errors, const Container& container, const std::string& encoder,
                  const std::string& codec, std::span<const Word> taken, const std::string& extensions,
                  const core::Place& place) {
  std::string hint = "write " + any_of_words(taken);
  if (!extensions.empty()) hint += ", or end the file's name with " + extensions;
  errors.push_back(
      {"document.unfit_codec",
       std::string(container.name) + " does not take `" + (codec.empty() ? encoder : codec) + "`", hint,
       place});
}

void check_quality(const Format& spec, const Rules& rules, const PictureFormat& picture,
                   core::Errors& errors) {
  if (spec.crf && !rules.has_crf) {
    lacks_option(errors, picture.encoder, "crf",
                 rules.has_bitrate ? "write `bitrate`" : "choose its quality by `profile`", spec.crf->place);
  }
  if (spec.crf && rules.has_crf && spec.crf->value > Rational(rules.most_crf)) {
    errors.push_back({"document.encoder_option",
                      "the encoder " + picture.encoder + " takes a `crf` from 0 to " + std::to_string(rules.most_crf),
                      "usual are 18 to 28", spec.crf->place});
  }
  if (spec.bitrate && !rules.has_bitrate) {
    lacks_option(errors, picture.encoder, "bitrate", "choose its quality by `profile`", spec.bitrate->place);
  }
  if (spec.preset && !rules.has_presets) {
    lacks_option(errors, picture.encoder, "preset", "leave it out", spec.preset->place);
  }
}

void check_size(const Format& spec, const Rules& rules, const PictureFormat& picture, const core::Place& file,
                core::Errors& errors) {
  const bool is_known = picture.width > 0;
  if (!is_known) return;
  if (picture.width >= rules.least_width && picture.height >= rules.least_height) return;
  const std::string least = std::to_string(rules.least_width) + "x" + std::to_string(rules.least_height);
  errors.push_back({"document.encoder_option",
                    "the encoder " + picture.encoder + " makes no pictures of " +
                        std::to_string(picture.width) + "x" + std::to_string(picture.height),
                    "write a `size` of at least " + least + ", or another codec",
                    spec.size ? spec.size->place : file});
}

/// The layout that it would have where the encoder has it, else the nearest one.
void settle_layout(const Format& spec, const Container& container, SoundFormat& sound, core::Errors& errors) {
  const auto nearest = nearest_layout(sound.encoder, container, sound.layout, spec.channels.has_value());
  if (!nearest) {
    const int asked = spec.channels->value, most = most_channels(sound.encoder, container);
    const std::string lack = asked > most ? "no more than " + std::to_string(most) + " channels"
                                          : "no " + std::to_string(asked) + " channels that ffmpeg puts in their places";
    errors.push_back({"document.encoder_option", sound_name(sound.encoder) + " has " + lack,
                      "leave `channels` out, or write another codec", spec.channels->place});
    return;
  }
  if (!same_places(*nearest, sound.layout)) sound.instead_of = sound.layout;
  sound.layout = *nearest;
}

}  // namespace

void settle_picture(const Format& spec, const Container& container, const core::Place& file,
                    PictureFormat& picture, core::Errors& errors) {
  const std::string codec = picture_codec(picture.encoder);
  if (!container.takes_picture(codec)) {
    refuse_codec(errors, container, picture.encoder, codec, container.pictures, extensions_for_picture(codec),
                 place_of(spec.video, file));
    return;
  }
  const Rules rules = rules_of(picture.encoder);
  const std::size_t told = errors.size();
  check_quality(spec, rules, picture, errors);
  check_word(errors, picture.encoder, "preset", spec.preset, rules.presets);
  check_word(errors, picture.encoder, "profile", spec.profile, rules.profiles);
  check_word(errors, picture.encoder, "pixel format", spec.pixel_format, pixel_formats_of(picture.encoder));
  check_size(spec, rules, picture, file, errors);
  if (!spec.crf && !spec.bitrate) picture.crf = crf_of(spec, rules);
  if (picture.profile.empty()) picture.profile = usual_profile(picture, rules);
  if (picture.pixel_format.empty()) picture.pixel_format = usual_pixels(picture);
  if (errors.size() == told) check_profile(spec, picture, errors);
}

void settle_sound(const Format& spec, const Container& container, const core::Place& file, SoundFormat& sound,
                  core::Errors& errors) {
  const std::string codec = sound_codec(sound.encoder);
  if (!container.takes_sound(codec)) {
    refuse_codec(errors, container, sound.encoder, codec, container.sounds, extensions_for_sound(codec),
                 place_of(spec.audio, file));
    return;
  }
  settle_layout(spec, container, sound, errors);
  const std::span<const int> rates = rates_of(codec);
  if (rates.empty() || std::ranges::find(rates, sound.sample_rate) != rates.end()) return;
  if (spec.sample_rate) {
    errors.push_back({"document.encoder_option",
                      sound_name(sound.encoder) + " has no sample rate of " + std::to_string(sound.sample_rate),
                      "leave `sample_rate` out, or write 48000", spec.sample_rate->place});
  }
  sound.sample_rate = 48000;
}

std::string_view usual_sound_of(const Container& container, const PictureFormat& picture) {
  const bool master = picture.part_muxer() == "mov";
  return master && container.takes_sound("pcm") ? "pcm" : container.sounds.front();
}

}  // namespace spool::pipelines
