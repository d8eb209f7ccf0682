#include "pipelines/ffmpeg/scaling.h"

#include "pipelines/ffmpeg/colour.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

namespace spool::pipelines {
namespace {

using Words = std::vector<std::string>;

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

std::string size_words(int width, int height) { return std::to_string(width) + ":" + std::to_string(height); }

/// What the colorspace filter takes; it wants whole pairs of pixels, too.
bool is_plain(std::string_view pixels) {
  static constexpr std::array<std::string_view, 12> plain = {
      "yuv420p",     "yuv422p",     "yuv444p",     "yuvj420p",    "yuvj422p",    "yuvj444p",
      "yuv420p10le", "yuv422p10le", "yuv444p10le", "yuv420p12le", "yuv422p12le", "yuv444p12le"};
  return std::find(plain.begin(), plain.end(), pixels) != plain.end();
}

/// colorspace's word for a matrix of scale's.
std::string colorspace_matrix(const std::string& matrix) {
  if (matrix == "bt601") return "smpte170m";
  return matrix == "bt2020" ? "bt2020nc" : matrix;
}

/// Matrix and range alone: both sides are said to have the same primaries and transfer, so that it calculates
/// in integers and at once.
std::string colour_filter(const Colours& from, std::string_view pixels, const FilmColour& to) {
  const std::string matrix = colorspace_matrix(scale_matrix(to.matrix));
  std::string filter = "colorspace=iall=bt709:ispace=" + colorspace_matrix(from.matrix) +
                       ":irange=" + (from.full_range ? "pc" : "tv") + ":all=bt709" +
                       (matrix == "bt709" ? "" : ":space=" + matrix) + ":range=" + to.range;
  // These are full range by name.
  if (pixels.starts_with("yuvj")) filter += ":format=yuv" + std::string(pixels.substr(4));
  return filter;
}

/// Left to itself, scale brings what says that it is full to the limited range.
std::string kept_range(const FilmColour& film) {
  return film.range == "pc" ? ":in_range=pc:out_range=pc" : "";
}

}  // namespace

Scaling scaling_to(const VideoStream& stream, int width, int height) {
  return {size_words(width, height), std::int64_t{stream.width} * stream.height <= std::int64_t{width} * height};
}

std::vector<std::string> scaling_filters(const VideoStream& stream, const FilmColour& to,
                                         const Scaling& scaling) {
  const Colours colours = colours_of(stream);
  const std::string scale =
      scale_to(scaling.size) + (has_left_chroma(stream, colours) ? left_chroma : to_left_chroma);
  const std::string within = conversion_options(colours, to);
  if (within.empty()) return {scale + kept_range(to)};
  // Of these pixels, scale would mend the range unasked: it has to come after.
  const bool first = colours.full_range || stream.pixel_format.starts_with("yuvj");
  const bool odd = stream.width % 2 != 0 || stream.height % 2 != 0;
  if (!is_plain(stream.pixel_format) || (odd && first)) return {scale + within};
  const std::string filter = colour_filter(colours, stream.pixel_format, to);
  if (first || (scaling.grows && !odd)) return {filter, scale + kept_range(to)};
  return {scale, filter};
}

std::string film_scale(const FilmColour& film, int width, int height) {
  return scale_to(size_words(width, height)) + left_chroma + kept_range(film);
}

}  // namespace spool::pipelines
