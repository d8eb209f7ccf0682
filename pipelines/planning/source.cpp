#include "pipelines/planning/source.h"

#include <algorithm>

namespace spool::pipelines {

Rational Source::seconds() const { return media->is_still() ? still_seconds : media->seconds; }

std::optional<Rational> Source::frame_time(std::int64_t frame) const {
  const PictureIndex& pictures = media->pictures;
  if (frame < 0 || frame >= static_cast<std::int64_t>(pictures.shown.size())) return std::nullopt;
  return Rational(pictures.shown[static_cast<std::size_t>(frame)]) * pictures.time_base - pictures.origin;
}

const Source* Sources::find(std::string_view input) const {
  const auto named = [&](const auto& source) { return source->input_name == input; };
  const auto found = std::ranges::find_if(sources_, named);
  return found == sources_.end() ? nullptr : found->get();
}

const core::Error* Sources::why_bad(std::string_view input) const {
  const auto found = bad_.find(input);
  return found == bad_.end() ? nullptr : &found->second;
}

}  // namespace spool::pipelines
