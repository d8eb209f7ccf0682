// `format:`, `output:`.
#include "pipelines/document/containers.h"
#include "pipelines/document/dates.h"
#include "pipelines/document/named_formats.h"
#include "pipelines/document/names.h"
#include "pipelines/document/nearest.h"
#include "pipelines/document/read_parts.h"
#include "pipelines/document/times.h"
#include "pipelines/document/values.h"

#include <algorithm>
#include <array>

namespace spool::pipelines {
namespace {

constexpr std::string_view named_format_expected = "a named format such as `web_720p`, or `source`";

std::optional<Located<std::string>> word(Reading& reading, const Fields& fields, std::string_view key,
                                         std::string_view expected) {
  const auto value = fields.find(key);
  return value ? reading.located(*value, parse_word, expected) : std::nullopt;
}

/// What people write for `none`, and for "whatever is usual".
bool is_refusal(std::string_view word) {
  constexpr std::array<std::string_view, 8> refusals = {"no",  "off",   "false", "No",
                                                        "Off", "False", "NO",    "null"};
  return std::find(refusals.begin(), refusals.end(), word) != refusals.end();
}
bool is_consent(std::string_view word) { return parse_truth(word) == true || word == "on"; }

/// `audio`: a codec or `none`; `no` is what people write for that.
std::optional<Located<std::string>> sound_codec(Reading& reading, const Fields& fields) {
  const auto value = fields.find("audio");
  if (!value) return std::nullopt;
  auto found = reading.located(*value, parse_word, "a codec such as `aac`, or `none`");
  if (!found) return std::nullopt;
  const bool refusal = is_refusal(found->value);
  if (!refusal && !is_consent(found->value)) return found;
  reading.misread(*value, found->value, "a codec or `none`", refusal ? "write `audio: none`" : "write `audio: aac`");
  return std::nullopt;
}

/// `video`: a codec. A film without its picture is none.
std::optional<Located<std::string>> picture_codec(Reading& reading, const Fields& fields) {
  const auto value = fields.find("video");
  if (!value) return std::nullopt;
  auto found = reading.located(*value, parse_word, "a codec such as `h264`");
  if (!found) return std::nullopt;
  if (found->value == "none" || is_refusal(found->value)) {
    reading.fault("document.value", found->place, "the picture of a film cannot be left out",
                  "name a codec such as `h264`, or leave `video` out");
    return std::nullopt;
  }
  if (!is_consent(found->value)) return found;
  reading.misread(*value, found->value, "a codec", "write `video: h264`");
  return std::nullopt;
}

std::optional<Located<std::string>> bitrate(Reading& reading, const Fields& fields, std::string_view key) {
  const auto value = fields.find(key);
  if (!value) return std::nullopt;
  return reading.located(*value, parse_bitrate, "bits a second", "write such as `4M` or `192k`");
}

std::optional<Located<Rational>> crf(Reading& reading, const Fields& fields) {
  const auto value = fields.find("crf");
  if (!value) return std::nullopt;
  constexpr int most = 63;
  auto number = reading.located(*value, parse_number, "a number from 0 to 63");
  if (!number) return std::nullopt;
  if (number->value >= Rational(0) && number->value <= Rational(most)) return number;
  reading.fault("document.range", number->place, "`crf` lies between 0 (best) and 63", "usual are 18 to 28");
  return std::nullopt;
}

std::optional<Located<Rational>> join_fade(Reading& reading, const Fields& fields) {
  const auto value = fields.find("join_fade");
  if (!value) return std::nullopt;
  const Place place = reading.place(value->node);
  if (reading.kind(value->node) == yaml::Kind::scalar && reading.tree().text(value->node) == "none")
    return Located<Rational>{0, place};
  const auto seconds = reading.parsed(*value, parse_duration, "a length of time or `none`", "usual is `5ms`");
  if (!seconds) return std::nullopt;
  if (*seconds <= Rational(1)) return Located<Rational>{*seconds, place};
  reading.fault("document.range", place, "`join_fade` is at most 1s",
                "usual is `5ms`; for more use the effect `fade`");
  return std::nullopt;
}

void read_picture(Reading& reading, const Fields& fields, Format& format) {
  if (const auto size = fields.find("size")) {
    format.size = reading.located(*size, parse_size, "a size such as `1280x720` or `720p`",
                                  "both sides even, from 16 to 16384");
  }
  if (const auto fps = fields.find("fps")) {
    format.fps =
        reading.located(*fps, parse_rate, "frames a second", "write such as `30`, `29.97` or `30000/1001`");
  }
  if (const auto fit = fields.find("fit"))
    format.fit = reading.located(*fit, parse_fit, "`pad`, `crop` or `stretch`");
  format.video = picture_codec(reading, fields);
  format.crf = crf(reading, fields);
  format.bitrate = bitrate(reading, fields, "bitrate");
  format.preset = word(reading, fields, "preset", "a preset's name such as `veryfast`");
  format.profile = word(reading, fields, "profile", "a profile's name such as `high`");
  format.pixel_format = word(reading, fields, "pixel_format", "a pixel format's name such as `yuv420p`");
  if (format.crf && format.bitrate) {
    reading.fault("document.exclusive", reading.place(fields.find("bitrate")->key),
                  "`crf` and `bitrate` exclude each other", "keep one of them");
  }
}

void read_sound(Reading& reading, const Fields& fields, Format& format) {
  constexpr int least_rate = 8000;
  constexpr int most_rate = 192000;
  constexpr int most_channels = 8;
  constexpr int most_threads = 64;
  format.audio = sound_codec(reading, fields);
  format.audio_bitrate = bitrate(reading, fields, "audio_bitrate");
  format.sample_rate =
      whole_between(reading, fields, "sample_rate", least_rate, most_rate, "usual are 48000 and 44100");
  format.channels =
      whole_between(reading, fields, "channels", 1, most_channels, "1 is mono, 2 is stereo, 6 is 5.1");
  format.threads = whole_between(reading, fields, "threads", 1, most_threads);
  format.join_fade = join_fade(reading, fields);
}

/// A moment that is the same everywhere, in the words of ffmpeg.
std::optional<std::string> instant(Reading& reading, const Value& value, const std::string& text) {
  const bool is_utc = text.ends_with('Z') || text.ends_with('z');
  constexpr std::size_t offset = 6;  // "+01:00"
  const std::string_view end = text.size() > offset ? std::string_view(text).substr(text.size() - offset) : "";
  const bool has_offset = !end.empty() && (end[0] == '+' || end[0] == '-') && end[3] == ':';
  const auto time = parse_date_time(text);
  if (time && (is_utc || has_offset)) return utc_text(*time);
  reading.fault("document.time", reading.place(value.node), "`creation_time`: " + (time ? "it has no offset from UTC" : time.error().message),
                "write such as `2026-11-22T15:00:00Z` or `2026-11-22T16:00:00+01:00`");
  return std::nullopt;
}

std::optional<Metadata> metadata(Reading& reading, const Fields& fields) {
  constexpr std::size_t longest = 4096;
  const auto value = fields.find("metadata");
  if (!value) return std::nullopt;
  Metadata metadata;
  if (reading.kind(value->node) == yaml::Kind::scalar && reading.tree().text(value->node) == "none") {
    metadata.carries = false;
    return metadata;
  }
  if (!reading.is_map(*value, "a map such as `{title: Highlights}`, or `none`")) return std::nullopt;
  const Fields texts(reading, value->node, keys::metadata);
  for (const Value& one : texts.all()) {
    auto text = reading.text(one, "a text");
    if (!text) continue;
    if (text->size() > longest) {
      reading.fault("document.range", reading.place(one.node), "a text of the metadata has at most 4096 bytes");
    } else if (*text == "none" || trimmed(*text).empty()) {
      metadata.texts[std::string(one.name)] = std::nullopt;
    } else if (one.name == "creation_time") {
      if (auto time = instant(reading, one, *text)) metadata.texts["creation_time"] = std::move(*time);
    } else {
      metadata.texts[std::string(one.name)] = std::move(*text);
    }
  }
  return metadata;
}

/// What one output says goes before what all say.
std::optional<Metadata> merged(const std::optional<Metadata>& under, const std::optional<Metadata>& over) {
  if (!under || !over || !over->carries) return over ? over : under;
  Metadata both = *over;
  both.carries = under->carries;
  both.texts.insert(under->texts.begin(), under->texts.end());
  return both;
}

/// What a name stands for; none where it is not given, or no such name.
std::optional<Format> read_named(Reading& reading, const std::optional<Located<std::string>>& as) {
  if (!as) return std::nullopt;
  auto named = named_format(as->value, as->place);
  if (!named) {
    reading.fault("document.value", as->place, "there is no format " + shown(as->value),
                  suggestion(as->value, named_format_words()));
    return std::nullopt;
  }
  named->as = as;
  return named;
}

/// What a named format says of a codec holds for that one alone.
void forget_codecs(Format& named, const Format& over) {
  if (over.video) {
    named.crf.reset();
    named.bitrate.reset();
    named.preset.reset();
    named.profile.reset();
    named.pixel_format.reset();
  }
  if (over.audio) named.audio_bitrate.reset();
}

// ---- outputs
// ----------------------------------------------------------------------------------------------------------

void check_extension(Reading& reading, const Located<std::string>& file) {
  if (container_of(file.value) != nullptr) return;
  const std::string_view name = std::string_view(file.value).substr(file.value.rfind('/') + 1);
  const auto dot = name.rfind('.');
  const std::string what = dot == std::string_view::npos
                               ? shown(file.value) + " has no extension, which chooses the container"
                               : "films cannot be written as " + shown(name.substr(dot));
  reading.fault("document.container", file.place, what, extensions_hint());
}

std::optional<Located<std::string>> read_output_file(Reading& reading, const Value& value) {
  auto text = reading.text(value, "a file's name");
  if (!text) return std::nullopt;
  Located<std::string> file{std::move(*text), reading.place(value.node)};
  if (file.value.empty() || file.value.ends_with('/')) {
    reading.fault("document.path", file.place, "an output needs a file's name", "write such as `film.mp4`");
    return std::nullopt;
  }
  if (!check_path(reading, value, file.value, "write a file, then send it there")) return std::nullopt;
  check_extension(reading, file);
  return file;
}

std::optional<OutputSpec> read_output(Parts& parts, const Value& value) {
  Reading& reading = parts.reading;
  OutputSpec output;
  output.name = value.name;
  output.place = reading.place(value.key);
  const bool is_map = reading.kind(value.node) == yaml::Kind::map;
  const Value by_key{value.key, value.key, "output"};
  if (!is_map) {
    if (auto from = read_source_name(parts, by_key)) output.from = std::move(*from);
    auto file = read_output_file(reading, value);
    if (!file) return std::nullopt;
    output.file = std::move(*file);
    return output;
  }
  const Fields fields(reading, value.node, keys::output);
  const auto from = fields.find("from");
  if (auto source = read_source_name(parts, from ? *from : by_key)) output.from = std::move(*source);
  if (const auto format = fields.find("format")) output.format = read_format(reading, *format);
  const auto file = fields.find("file");
  if (!file) return std::nullopt;
  auto read = read_output_file(reading, *file);
  if (!read) return std::nullopt;
  output.file = std::move(*read);
  return output;
}

}  // namespace

std::optional<Located<int>> whole_between(Reading& reading, const Fields& fields, std::string_view key,
                                          int least, int most, std::string_view hint) {
  const auto value = fields.find(key);
  if (!value) return std::nullopt;
  const std::string expected = "a whole number from " + std::to_string(least) + " to " + std::to_string(most);
  auto number = reading.located(*value, parse_whole, expected, hint);
  if (!number) return std::nullopt;
  if (number->value >= least && number->value <= most) return number;
  reading.fault(
      "document.range", number->place,
      "`" + std::string(key) + "` takes " + expected + ", not " + shown(std::to_string(number->value)),
      std::string(hint));
  return std::nullopt;
}

Format read_format(Reading& reading, const Value& value) {
  Format format;
  if (reading.kind(value.node) == yaml::Kind::scalar) {
    const auto as = reading.located(value, parse_word, named_format_expected);
    return read_named(reading, as).value_or(format);
  }
  if (!reading.is_map(value, "a map such as `{size: 1280x720, fps: 30}`")) return format;
  const Fields fields(reading, value.node, keys::format);
  read_picture(reading, fields, format);
  read_sound(reading, fields, format);
  format.metadata = metadata(reading, fields);
  const auto named = read_named(reading, word(reading, fields, "as", named_format_expected));
  return named ? merged(*named, format) : format;
}

std::vector<OutputSpec> read_outputs(Parts& parts, const Value& value) {
  Reading& reading = parts.reading;
  std::vector<OutputSpec> outputs;
  if (!reading.is_map(value, "a map of steps and their files, such as `reel: film.mp4`")) return outputs;
  const Fields fields(reading, value.node, keys::outputs);
  if (fields.all().empty()) {
    reading.fault("document.missing_key", reading.place(value.key), "the document has no output",
                  "add such as `output: {reel: film.mp4}`");
  }
  for (const Value& one : fields.all()) {
    auto output = read_output(parts, one);
    if (!output) continue;
    const auto same = std::find_if(outputs.begin(), outputs.end(), [&](const OutputSpec& other) {
      return other.file.value == output->file.value;
    });
    if (same != outputs.end()) {
      reading.fault("document.same_output", output->file.place,
                    "two outputs are one file: " + shown(output->file.value),
                    "`" + same->name + "` in line " + std::to_string(same->place.line) + " writes it too");
    }
    outputs.push_back(std::move(*output));
  }
  return outputs;
}

Format merged(const Format& under, const Format& over) {
  Format format = under;
  if (under.as || over.as) forget_codecs(format, over);
  const auto take = [](auto& to, const auto& from) {
    if (from) to = from;
  };
  // One of the two says how good the picture is: a new one puts the other out.
  if (over.crf) format.bitrate.reset();
  if (over.bitrate) format.crf.reset();
  take(format.as, over.as);
  take(format.size, over.size);
  take(format.fps, over.fps);
  take(format.fit, over.fit);
  take(format.video, over.video);
  take(format.crf, over.crf);
  take(format.bitrate, over.bitrate);
  take(format.preset, over.preset);
  take(format.profile, over.profile);
  take(format.pixel_format, over.pixel_format);
  take(format.audio, over.audio);
  take(format.audio_bitrate, over.audio_bitrate);
  take(format.sample_rate, over.sample_rate);
  take(format.channels, over.channels);
  take(format.threads, over.threads);
  take(format.join_fade, over.join_fade);
  format.metadata = merged(under.metadata, over.metadata);
  return format;
}

}  // namespace spool::pipelines
