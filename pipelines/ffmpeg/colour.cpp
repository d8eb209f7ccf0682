#include "pipelines/ffmpeg/colour.h"

#include <array>
#include <string_view>

namespace spool::pipelines {
namespace {

bool begins_with_any(std::string_view text, std::initializer_list<std::string_view> beginnings) {
  for (const std::string_view beginning : beginnings) {
    if (text.starts_with(beginning)) return true;
  }
  return false;
}

bool is_rgb(std::string_view pixels) {
  return begins_with_any(
      pixels, {"rgb", "bgr", "gbr", "argb", "abgr", "0rgb", "0bgr", "x2rgb", "x2bgr", "pal8", "bayer"});
}

bool is_grey(std::string_view pixels) { return begins_with_any(pixels, {"gray", "ya8", "ya16", "mono"}); }

bool has_alpha(std::string_view pixels) {
  return begins_with_any(pixels,
                         {"rgba", "bgra", "argb", "abgr", "gbrap", "yuva", "ya8", "ya16", "pal8", "ayuv"});
}

/// Standard definition as it was recorded before anybody tagged it.
bool is_small(const VideoStream& stream) { return stream.width <= 1024 && stream.height <= 576; }

std::string matrix_of(const VideoStream& stream) {
  const std::string tagged = scale_matrix(stream.color_matrix);
  if (!tagged.empty()) return tagged;
  if (stream.hdr()) return "bt2020";
  return is_small(stream) ? "bt601" : "bt709";
}

}  // namespace

std::string gamut_of(std::string_view primaries) {
  const bool wide = primaries == "bt2020" || primaries == "smpte431" || primaries == "smpte432";
  return wide ? std::string(primaries) : "bt709";
}

std::string transfer_of(std::string_view transfer) {
  return is_hdr(transfer) ? std::string(transfer) : "bt709";
}

std::string matrix_tag(std::string_view matrix) {
  if (matrix == "bt601") return "smpte170m";
  return matrix == "bt2020" ? "bt2020nc" : std::string(matrix);
}

std::string scale_matrix(std::string_view tag) {
  struct Matrix {
    std::string_view tag, matrix;
  };
  static constexpr std::array<Matrix, 8> tags = {{{"bt709", "bt709"},
                                               {"smpte170m", "bt601"},
                                               {"bt470bg", "bt601"},
                                               {"fcc", "fcc"},
                                               {"smpte240m", "smpte240m"},
                                               {"bt2020nc", "bt2020"},
                                               {"bt2020c", "bt2020"},
                                               {"bt2020_ncl", "bt2020"}}};
  for (const Matrix& known : tags) {
    if (tag == known.tag) return std::string(known.matrix);
  }
  return {};
}

Colours colours_of(const VideoStream& stream) {
  const std::string_view pixels = stream.pixel_format;
  Colours colours;
  colours.alpha = has_alpha(pixels);
  colours.transfer = transfer_of(stream.color_transfer);
  const bool untagged_hdr = stream.hdr() && stream.color_primaries.empty();
  colours.primaries = untagged_hdr ? "bt2020" : gamut_of(stream.color_primaries);
  if (is_rgb(pixels)) return colours;
  colours.matrix = matrix_of(stream);
  const bool full_unless_tagged = pixels.starts_with("yuvj") || is_grey(pixels);
  colours.full_range = stream.color_range == "pc" || (full_unless_tagged && stream.color_range != "tv");
  return colours;
}

std::string pixels_of(const VideoStream& stream) {
  constexpr std::string_view full_range = "yuvj";
  const std::string& pixels = stream.pixel_format;
  return pixels.starts_with(full_range) ? "yuv" + pixels.substr(full_range.size()) : pixels;
}

FilmColour colour_of(const VideoStream& stream) {
  const auto tag_or = [](const std::string& tag, std::string_view usual) { return tag.empty() ? std::string(usual) : tag; };
  const Colours colours = colours_of(stream);
  const std::string_view usual = colours.matrix == "bt601" ? "smpte170m" : "bt709";
  const bool has_matrix = !colours.matrix.empty() && !scale_matrix(stream.color_matrix).empty();
  FilmColour colour;
  colour.matrix = has_matrix ? stream.color_matrix : usual;
  colour.primaries = tag_or(stream.color_primaries, usual);
  colour.transfer = tag_or(stream.color_transfer, usual);
  colour.range = colours.full_range && !colours.matrix.empty() ? "pc" : "tv";
  return colour;
}

std::string conversion_options(const Colours& from, const FilmColour& to) {
  if (from.matrix.empty() || from.alpha) return film_options(to);
  const std::string matrix = scale_matrix(to.matrix);
  const std::string range = from.full_range ? "pc" : "tv";
  if (from.matrix == matrix && range == to.range) return {};
  return ":in_color_matrix=" + from.matrix + ":out_color_matrix=" + matrix + ":in_range=" + range +
         ":out_range=" + to.range;
}

std::string film_options(const FilmColour& to) {
  return ":out_color_matrix=" + scale_matrix(to.matrix) + ":out_range=" + to.range;
}

std::string colour_tags(const FilmColour& colour) {
  return "setparams=range=" + colour.range + ":color_primaries=" + colour.primaries +
         ":color_trc=" + colour.transfer + ":colorspace=" + colour.matrix;
}

}  // namespace spool::pipelines
