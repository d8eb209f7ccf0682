#include "pipelines/media/stream_facts.h"

#include "core/ascii.h"
#include "core/utf8.h"
#include "pipelines/media/told_light.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <sstream>
#include <string>

namespace spool::pipelines {

namespace {

int whole(const Fields& fields, std::string_view key) {
  const std::string_view text = field(fields, key);
  int value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::string text_of(const Fields& fields, std::string_view key) { return std::string(field(fields, key)); }

Rational decimal(const Fields& fields, std::string_view key) {
  return Rational::parse(field(fields, key)).value_or(Rational(0));
}

/// "1:1" or "16:15"; square where it is not known or absurd.
Rational aspect_of(const Fields& fields) {
  std::string text = text_of(fields, "sample_aspect_ratio");
  const std::size_t colon = text.find(':');
  if (colon == std::string::npos) return Rational(1);
  text[colon] = '/';
  const Rational aspect = positive_fraction(text, Rational(1));
  const bool absurd = aspect < Rational(1, 64) || aspect > Rational(64);
  return absurd ? Rational(1) : aspect;
}

/// To the next quarter turn, clockwise.
int quarter_turns_clockwise(const Fields& side_data) {
  const double counter_clockwise = std::strtod(text_of(side_data, "rotation").c_str(), nullptr);
  if (!std::isfinite(counter_clockwise)) return 0;
  const long quarters = std::lround(-counter_clockwise / 90.0) % 4;
  return static_cast<int>((quarters + 4) % 4) * 90;
}

/// What ffprobe calls a display matrix of a stream, and of a frame.
constexpr std::string_view of_stream = "Display Matrix";
constexpr std::string_view of_frame = "3x3 displaymatrix";

/// The matrix is printed as three rows "00000000: a b u"; the picture is mirrored where ad - bc is negative.
bool is_mirrored(const Fields& side_data) {
  std::istringstream rows(text_of(side_data, "displaymatrix"));
  std::array<std::array<double, 3>, 2> cells{};
  for (auto& row : cells) {
    std::string label;
    rows >> label >> row[0] >> row[1] >> row[2];
  }
  return rows && cells[0][0] * cells[1][1] - cells[0][1] * cells[1][0] < 0;
}

/// Bits a sample: what the decoder says, else by the name of the pixel format ("yuv420p10le", "p010le").
int bits_of(const Fields& fields) {
  const int told = whole(fields, "bits_per_raw_sample");
  if (told > 0) return told;
  std::string_view name = field(fields, "pix_fmt");
  if (name.size() < 2 || (name.substr(name.size() - 2) != "le" && name.substr(name.size() - 2) != "be"))
    return 8;
  name.remove_suffix(2);
  for (const int bits : {9, 10, 12, 14, 16}) {
    const std::string tail = std::to_string(bits);
    if (name.size() > tail.size() && name.substr(name.size() - tail.size()) == tail) return bits;
  }
  return name.substr(0, 3) == "rgb" || name.substr(0, 3) == "bgr" ? 16 : 8;
}

/// Matroska counts a picture's length in nanoseconds, out of which ffprobe makes 19001/317 of 60000/1001. What differs by less
/// than such rounding is the broadcast rate; 29.97 itself (AVI) lies five times as far.
Rational unrounded(Rational rate) {
  constexpr double rounding = 2e-7;
  for (const int thousands : {24, 30, 48, 60, 120}) {
    const Rational broadcast(thousands * 1000, 1001);
    if (std::abs(rate.approximate() / broadcast.approximate() - 1) < rounding) return broadcast;
  }
  return rate;
}

bool is_interlaced(std::string_view field_order) {
  return field_order == "tt" || field_order == "bb" || field_order == "tb" || field_order == "bt";
}

/// In nits. What the pictures reach says more than what they were looked at with.
int peak_of(const std::vector<Fields>& side_data) {
  int reached = 0;
  int display = 0;
  for (const Fields& side : side_data) {
    const std::string_view type = field(side, "side_data_type");
    if (type == "Content light level metadata") reached = whole(side, "max_content");
    if (type == "Mastering display metadata") {
      const std::optional<Rational> told = Rational::parse(field(side, "max_luminance"));
      constexpr int brightest = 10'000;
      if (told && *told <= Rational(brightest)) display = static_cast<int>(told->round_half_up());
    }
  }
  return std::max(0, reached > 0 ? reached : display);
}

bool contains_name(std::string_view names, std::string_view name) {
  return (',' + std::string(names) + ',').find(',' + std::string(name) + ',') != std::string::npos;
}

}  // namespace

Rational positive_fraction(std::string_view text, Rational otherwise) {
  const std::optional<Rational> value = Rational::parse(text);
  return value && *value > Rational(0) ? *value : otherwise;
}

bool is_attached_picture(const Section& stream) {
  const Fields& fields = stream.fields;
  return field(fields, "disposition:attached_pic") == "1" ||
         field(fields, "disposition:timed_thumbnails") == "1";
}

int stream_index(const Section& stream) { return whole(stream.fields, "index"); }

VideoStream video_facts(const Section& stream, int ordinal) {
  const Fields& fields = stream.fields;
  VideoStream video;
  video.index = whole(fields, "index");
  video.ordinal = ordinal;
  video.codec = text_of(fields, "codec_name");
  video.profile = text_of(fields, "profile");
  video.pixel_format = text_of(fields, "pix_fmt");
  video.width = whole(fields, "width");
  video.height = whole(fields, "height");
  video.sample_aspect = aspect_of(fields);
  video.rate = unrounded(positive_fraction(field(fields, "r_frame_rate"), Rational(0)));
  video.average_rate = positive_fraction(field(fields, "avg_frame_rate"), Rational(0));
  video.time_base = positive_fraction(field(fields, "time_base"), Rational(1, 1000));
  video.interlaced = is_interlaced(field(fields, "field_order"));
  video.color_range = text_of(fields, "color_range");
  video.color_matrix = text_of(fields, "color_space");
  video.color_primaries = text_of(fields, "color_primaries");
  video.color_transfer = text_of(fields, "color_transfer");
  video.bits = bits_of(fields);
  video.peak_nits = peak_of(stream.side_data);
  if (video.hdr()) video.light = light_in(stream.side_data);
  take_turn(stream.side_data, video);
  return video;
}

void take_turn(const std::vector<Fields>& side_data, VideoStream& video) {
  for (const Fields& side : side_data) {
    const std::string_view type = field(side, "side_data_type");
    if (type != of_stream && type != of_frame) continue;
    video.rotation = quarter_turns_clockwise(side);
    video.mirrored = is_mirrored(side);
  }
}

AudioStream audio_facts(const Section& stream, int ordinal) {
  const Fields& fields = stream.fields;
  AudioStream audio;
  audio.index = whole(fields, "index");
  audio.ordinal = ordinal;
  audio.codec = text_of(fields, "codec_name");
  audio.sample_rate = whole(fields, "sample_rate");
  audio.channels = whole(fields, "channels");
  audio.layout = text_of(fields, "channel_layout");
  audio.language = text_of(fields, "tag:language");
  if (audio.language == "und") audio.language.clear();
  audio.time_base = positive_fraction(field(fields, "time_base"), Rational(1, 48000));
  return audio;
}

ContainerKind container_kind(std::string_view format_name) {
  constexpr std::string_view still = "_pipe";
  if (contains_name(format_name, "mp4")) return ContainerKind::mp4;
  if (contains_name(format_name, "matroska")) return ContainerKind::matroska;
  if (format_name == "mpegts" || format_name == "mpeg") return ContainerKind::mpeg;
  if (format_name.size() > still.size() && format_name.substr(format_name.size() - still.size()) == still) {
    return ContainerKind::picture;
  }
  return ContainerKind::other;
}

Rational container_start(const Section& format) { return decimal(format.fields, "start_time"); }

Rational claimed_seconds(const Section& section) { return decimal(section.fields, "duration"); }

std::vector<Tag> tags_of(const Fields& format) {
  constexpr std::array<std::string_view, 8> names = {"title",   "artist",    "album",       "genre",
                                                     "comment", "copyright", "description", "creation_time"};
  constexpr std::size_t longest = 4096;
  std::vector<Tag> tags;
  for (const auto& [key, text] : format) {
    constexpr std::string_view mark = "tag:";
    if (!key.starts_with(mark) || text.empty() || text.size() > longest) continue;
    const std::string name = core::lower(std::string_view(key).substr(mark.size()));
    if (std::ranges::find(names, name) == names.end() || std::ranges::find(tags, name, &Tag::name) != tags.end()) continue;
    tags.push_back({name, core::replace_invalid(text)});
  }
  return tags;
}

}  // namespace spool::pipelines
