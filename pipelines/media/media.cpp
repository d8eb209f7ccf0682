#include "pipelines/media/media.h"

#include <algorithm>

namespace spool::pipelines {

namespace {

/// Pixels of a line once they are square.
int square_width(const VideoStream& video) {
  const Rational width = Rational(video.width) * video.sample_aspect;
  return static_cast<int>(std::max<std::int64_t>(1, width.round_half_up()));
}

bool lies_on_its_side(const VideoStream& video) { return video.rotation == 90 || video.rotation == 270; }

}  // namespace

int VideoStream::display_width() const { return lies_on_its_side(*this) ? height : square_width(*this); }
int VideoStream::display_height() const { return lies_on_its_side(*this) ? square_width(*this) : height; }

std::string Media::tag(std::string_view name) const {
  const auto found = std::ranges::find(tags, name, &Tag::name);
  return found == tags.end() ? std::string() : found->text;
}

}  // namespace spool::pipelines
