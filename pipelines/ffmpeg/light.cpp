#include "pipelines/ffmpeg/light.h"

#include "core/rational.h"
#include "pipelines/ffmpeg/words.h"

#include <algorithm>
#include <string_view>

namespace spool::pipelines {
namespace {

using core::Rational;

constexpr int usual_peak = 1000;     // nits: HLG by definition, PQ where it does not say
constexpr int highest_peak = 10000;  // of PQ

/// Approximate, zscale takes HLG's system gamma from each colour by itself: reds come out twice too red.
constexpr const char* exactly = ":agamma=false";

std::string range_word(bool full) { return full ? "pc" : "tv"; }

/// Pixels that zscale makes; what is beyond them is left to scale, which follows.
std::string pixels_made(const PictureFormat& film) {
  const bool plain = film.pixel_format.starts_with("yuv4") && film.pixel_format.find('a') == std::string::npos;
  return plain ? film.pixel_format : "yuv444p12le";
}

std::string lit_as(const FilmColour& to) {
  return "zscale=transfer=" + to.transfer + ":primaries=" + to.primaries + ":matrix=" + to.matrix +
         ":range=" + to.range + exactly;
}

const std::string at_hdr_white = ":npl=" + std::to_string(hdr_white);

std::string to_film(const PictureFormat& film) {
  // Where 8 bits are left, the steps of a sky would show.
  const bool eight_bits = pixels_made(film).find('1') == std::string::npos;
  return lit_as(film.colour) + (eight_bits ? ":dither=ordered" : "");
}

std::string as_tagged(const Colours& from) {
  return colour_tags({matrix_tag(from.matrix), from.primaries, from.transfer, range_word(from.full_range)});
}

/// HDR's light is mapped onto SDR's: up to a third of its white as it is, what is brighter ever more gently.
/// All three colours by one factor, so that hues stay.
Words tone_mapping(const Colours& from, const PictureFormat& film, int peak) {
  return {as_tagged(from),
          no_side_data,
          "zscale=transfer=linear" + at_hdr_white + exactly,
          "format=gbrpf32le",
          "zscale=primaries=" + film.colour.primaries,
          "tonemap=tonemap=mobius:desat=0:peak=" + decimal(Rational(peak, hdr_white)),
          to_film(film),
          "format=" + pixels_made(film)};
}

/// SDR's light set into HDR's, or one HDR's into another's.
Words relighting(const Colours& from, const PictureFormat& film) {
  return {as_tagged(from), no_side_data, to_film(film) + at_hdr_white, "format=" + pixels_made(film)};
}

/// In integers, the same on every processor.
std::string gamut_mapping(const Colours& from, const FilmColour& to) {
  return "colorspace=itrc=bt709:iprimaries=" + from.primaries + ":ispace=" + matrix_tag(from.matrix) +
         ":irange=" + range_word(from.full_range) + ":trc=bt709:primaries=" + gamut_of(to.primaries) +
         ":space=" + to.matrix + ":range=" + to.range;
}

}  // namespace

bool goes_through_light(const Colours& from, const FilmColour& to) {
  return from.primaries != gamut_of(to.primaries) || from.transfer != transfer_of(to.transfer);
}

bool needs_zscale(const Colours& from, const FilmColour& to) {
  return goes_through_light(from, to) && (is_hdr(from.transfer) || is_hdr(to.transfer));
}

Words light_filters(const Colours& from, const PictureFormat& film, int peak) {
  if (!needs_zscale(from, film.colour)) return {gamut_mapping(from, film.colour)};
  const bool down = is_hdr(from.transfer) && !is_hdr(film.colour.transfer);
  return down ? tone_mapping(from, film, peak) : relighting(from, film);
}

Words image_light(const FilmColour& film) {
  return {"format=gbrap", colour_tags({"gbr", "bt709", "bt709", "pc"}), lit_as(film) + at_hdr_white,
          "format=yuva444p10le"};
}

bool writes_light(std::string_view encoder) { return encoder == "libx265" || encoder == "libsvtav1"; }

std::string light_options(const PictureFormat& film) {
  if (!writes_light(film.encoder)) return {};
  const ToldLight& light = film.light;
  const bool in_steps = film.encoder == "libx265";
  // x265 counts in steps, SVT-AV1 in decimals.
  const auto number = [&](Rational value, std::int64_t steps) { return decimal(in_steps ? value * steps : value); };
  std::string options;
  if (!light.display.empty()) {
    const auto place = [&](const char* name, std::size_t at) {
      return name + ("(" + number(light.display.at(at), 50'000)) + "," + number(light.display.at(at + 1), 50'000) + ")";
    };
    options += std::string(in_steps ? ":master-display=" : ":mastering-display=") + place("G", 2) + place("B", 4) + place("R", 0) +
               place("WP", 6) + "L(" + number(light.display.at(9), 10'000) + "," + number(light.display.at(8), 10'000) + ")";
  }
  if (light.brightest > 0 || light.average > 0) {
    options += (in_steps ? ":max-cll=" : ":content-light=") + std::to_string(light.brightest) + "," + std::to_string(light.average);
  }
  return options;
}

int peak_of(const VideoStream& stream) {
  if (stream.color_transfer != "smpte2084" || stream.peak_nits <= 0) return usual_peak;
  return std::clamp(stream.peak_nits, 2 * hdr_white, highest_peak);
}

}  // namespace spool::pipelines
