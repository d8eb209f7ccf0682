#include "pipelines/ffmpeg/film_black.h"

#include "pipelines/ffmpeg/colour.h"
#include "pipelines/ffmpeg/scaling.h"
#include "pipelines/ffmpeg/words.h"

#include <string_view>

namespace spool::pipelines {
namespace {

/// Planes of luma and chroma; others (RGB, grey) have one black, or none that is known here.
bool is_planar_yuv(std::string_view pixels) { return pixels.starts_with("yuv4"); }

/// More than 8 bits: "yuv420p10le".
bool is_deep(std::string_view pixels) { return pixels.back() != 'p'; }

std::string between_ranges(const char* from, const char* to) {
  return "scale=in_range=" + std::string(from) + ":out_range=" + to + scale_flags;
}

}  // namespace

Words with_film_black(std::string filter, const PictureFormat& film) {
  const std::string& pixels = film.pixel_format;
  if (film.colour.range != "pc" || !is_planar_yuv(pixels)) return {std::move(filter)};
  const std::string back = "format=" + pixels;
  if (!is_deep(pixels)) {
    // Full range by name: the numbers stay as they are.
    return {"format=yuvj" + pixels.substr(3), std::move(filter), between_ranges("pc", "pc"), back};
  }
  // There is no such name for them: limited, with bits to spare for every level (10 and 12 bits come back as they were).
  const std::string wide = "format=" + pixels.substr(0, pixels.find('p')) + "p16le";
  return {back, between_ranges("pc", "tv"), wide, std::move(filter), between_ranges("tv", "pc"), back};
}

Words with_film_colour(std::string filter, const PictureFormat& film) {
  const std::string from = ":in_color_matrix=" + scale_matrix(film.colour.matrix) + ":in_range=" + film.colour.range;
  return {std::string("scale=iw:ih") + scale_flags + from, "format=gbrp", std::move(filter),
          std::string("scale=iw:ih") + scale_flags + film_options(film.colour), "format=" + film.pixel_format};
}

}  // namespace spool::pipelines
