#include "pipelines/media/evenness.h"

#include <cstdlib>

namespace spool::pipelines {

using core::Rational;

std::optional<std::size_t> first_out_of_place(const std::vector<std::int64_t>& stamps, Rational ticks,
                                              std::int64_t allowed) {
  for (std::size_t frame = 0; frame < stamps.size(); ++frame) {
    const std::int64_t awaited = (Rational(static_cast<std::int64_t>(frame)) * ticks).round_half_up();
    if (std::abs(stamps[frame] - stamps.front() - awaited) > allowed) return frame;
  }
  return std::nullopt;
}

}  // namespace spool::pipelines
