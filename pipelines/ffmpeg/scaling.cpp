#include "pipelines/ffmpeg/scaling.h"

#include "pipelines/ffmpeg/colour.h"
#include "pipelines/ffmpeg/light.h"
#include "pipelines/ffmpeg/words.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

namespace spool::pipelines {
namespace {

/// A film's chroma stands level with the left of each pair of pixels, as in H.264 unless it says otherwise;
/// scale takes it for the middle.
constexpr const char* to_left_chroma = ":out_h_chr_pos=0";
constexpr const char* left_chroma = ":in_h_chr_pos=0:out_h_chr_pos=0";

/// Decoders whose chroma stands in the middle, as scale supposes.
bool has_middle_chroma(std::string_view codec) {
  static constexpr std::array<std::string_view, 6> codecs = {"mjpeg", "mpeg1video", "theora",
                                                             "h263",  "flv1",       "webp"};
  return std::find(codecs.begin(), codecs.end(), codec) != codecs.end();
}

bool has_left_chroma(const VideoStream& stream, const Colours& colours) {
  const bool as_recorded = stream.rotation == 0 && !stream.mirrored;
  return !colours.matrix.empty() && !colours.alpha && as_recorded && !has_middle_chroma(stream.codec);
}

std::string scale_to(const std::string& size) { return "scale=" + size + scale_flags; }

/// What the colorspace filter takes; it wants whole pairs of pixels, too.
bool is_plain(std::string_view pixels) {
  static constexpr std::array<std::string_view, 12> plain = {
      "yuv420p",     "yuv422p",     "yuv444p",     "yuvj420p",    "yuvj422p",    "yuvj444p",
      "yuv420p10le", "yuv422p10le", "yuv444p10le", "yuv420p12le", "yuv422p12le", "yuv444p12le"};
  return std::find(plain.begin(), plain.end(), pixels) != plain.end();
}

/// Matrix and range alone: both sides are said to have the same primaries and transfer, so that it calculates
/// in integers and at once.
std::string colour_filter(const Colours& from, std::string_view pixels, const FilmColour& to) {
  const std::string matrix = matrix_tag(scale_matrix(to.matrix));
  std::string filter = "colorspace=iall=bt709:ispace=" + matrix_tag(from.matrix) +
                       ":irange=" + (from.full_range ? "pc" : "tv") + ":all=bt709" +
                       (matrix == "bt709" ? "" : ":space=" + matrix) + ":range=" + to.range;
  // These are full range by name.
  if (pixels.starts_with("yuvj")) filter += ":format=yuv" + std::string(pixels.substr(4));
  return filter;
}

/// Left to itself, scale brings what says that it is full to the limited range.
std::string kept_range(bool full) { return full ? ":in_range=pc:out_range=pc" : ""; }

bool is_odd(const VideoStream& stream) { return stream.width % 2 != 0 || stream.height % 2 != 0; }

bool grows(const VideoStream& stream, int width, int height) {
  return std::int64_t{stream.width} * stream.height <= std::int64_t{width} * height;
}

Words through_light(const VideoStream& stream, const PictureFormat& film, const std::string& scale, bool grows) {
  Colours colours = colours_of(stream);
  const bool rgb = colours.matrix.empty() || colours.alpha;
  const bool plain = is_plain(stream.pixel_format) && !stream.pixel_format.starts_with("yuvj") && !rgb;
  if (plain && grows && !is_odd(stream)) {
    Words filters = light_filters(colours, film, peak_of(stream));
    filters.push_back(scale + kept_range(film.colour.range == "pc"));
    return filters;
  }
  Words filters = {scale + (rgb ? film_options({}) : kept_range(colours.full_range))};
  if (!plain) filters.emplace_back("format=yuv444p12le");
  if (rgb) {
    colours.matrix = "bt709";
    colours.full_range = false;
  }
  append(filters, light_filters(colours, film, peak_of(stream)));
  return filters;
}

}  // namespace

Scaling scaling_to(const VideoStream& stream, int width, int height) {
  return {pair_words(width, height), grows(stream, width, height)};
}

Words scaling_filters(const VideoStream& stream, const PictureFormat& film, const Scaling& scaling) {
  const FilmColour& to = film.colour;
  const Colours colours = colours_of(stream);
  const std::string scale =
      scale_to(scaling.size) + (has_left_chroma(stream, colours) ? left_chroma : to_left_chroma);
  if (goes_through_light(colours, to)) return through_light(stream, film, scale, scaling.grows);
  const std::string within = conversion_options(colours, to);
  if (is_hdr(colours.transfer)) return {no_side_data, scale + within};
  if (within.empty()) return {scale + kept_range(to.range == "pc")};
  // Of these pixels, scale would mend the range unasked: it has to come after.
  const bool first = colours.full_range || stream.pixel_format.starts_with("yuvj");
  if (!is_plain(stream.pixel_format) || (is_odd(stream) && first)) return {scale + within};
  const std::string filter = colour_filter(colours, stream.pixel_format, to);
  if (first || (scaling.grows && !is_odd(stream))) return {filter, scale + kept_range(to.range == "pc")};
  return {scale, filter};
}

std::string film_scale(const FilmColour& film, int width, int height) {
  return scale_to(pair_words(width, height)) + left_chroma + kept_range(film.range == "pc");
}

}  // namespace spool::pipelines
