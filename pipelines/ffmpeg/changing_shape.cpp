#include "pipelines/ffmpeg/changing_shape.h"

#include "pipelines/ffmpeg/colour.h"
#include "pipelines/ffmpeg/geometry.h"
#include "pipelines/ffmpeg/scaling.h"
#include "pipelines/ffmpeg/words.h"

#include <algorithm>
#include <iterator>

namespace spool::pipelines {
namespace {

/// The picture's length along one side where it fills the other; `dar` is its shape as displayed. ffmpeg calculates in
/// floating point: a hair keeps halves where they belong.
std::string filled(bool inside, int length, const std::string& by_the_other) {
  const std::string most = std::to_string(length) + ",2*";
  if (inside) return "'min(" + most + "round(" + by_the_other + "/2+0.000001))'";
  return "'max(" + most + "ceil(" + by_the_other + "/2-0.000001))'";
}

/// geometry's fit() for each picture: within the frame, over it, or just it.
std::string scaled_size(int width, int height, FitMode mode) {
  if (mode == FitMode::stretch) return pair_words(width, height);
  const bool inside = mode == FitMode::pad;
  return "w=" + filled(inside, width, std::to_string(height) + "*dar") +
         ":h=" + filled(inside, height, std::to_string(width) + "/dar") + ":eval=frame";
}

/// Into the frame or out of it, in whole pairs of pixels; `third`: before, in the middle or behind.
std::string share_of(const char* spare, int third) {
  return "'2*floor((" + std::string(spare) + ")*" + std::to_string(third) + "/4)'";
}

std::string frame_of(int width, int height, FitMode mode, Position focus) {
  const std::string size = pair_words(width, height) + ":";
  if (mode == FitMode::crop) return "crop=" + size + share_of("iw-ow", column_of(focus)) + ":" + share_of("ih-oh", row_of(focus));
  return "pad=" + size + share_of("ow-iw", 1) + ":" + share_of("oh-ih", 1) + ":color=black:eval=frame";
}

}  // namespace

bool may_change_shape(const Media& source) {
  if (source.kind != ContainerKind::mpeg || source.video.empty()) return false;
  const VideoStream& video = source.video.front();
  // bwdif, and colorspace where it has to come before the scaling.
  return !video.interlaced && !colours_of(video).full_range && !colours_of(video).alpha;
}

Words unbroken_words(const Media& source) { return may_change_shape(source) ? Words{"-reinit_filter", "0"} : Words{}; }

Words changing_fit(const VideoStream& stream, const PictureFormat& film, int width, int height, FitMode mode, Position focus) {
  Words filters = scaling_filters(stream, film, {scaled_size(width, height, mode), false});
  if (mode == FitMode::stretch) return filters;
  const auto scale = std::ranges::find_if(filters, [](const std::string& filter) { return filter.starts_with("scale="); });
  filters.insert(std::next(scale), frame_of(width, height, mode, focus));
  return filters;
}

}  // namespace spool::pipelines
