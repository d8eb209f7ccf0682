#include "pipelines/verifying/frame_steps.h"

#include "pipelines/media/evenness.h"

#include <algorithm>

namespace spool::pipelines {

namespace {

std::int64_t usual_step(const std::vector<std::int64_t>& stamps) {
  std::vector<std::int64_t> steps;
  steps.reserve(stamps.size() - 1);
  for (std::size_t i = 1; i < stamps.size(); ++i) steps.push_back(stamps[i] - stamps[i - 1]);
  const auto middle = steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2);
  std::nth_element(steps.begin(), middle, steps.end());
  return *middle;
}

/// Steps that the film could have been made with: as it claims, and as most of them are. Where stamps are
/// rounded, means as well; elsewhere a mean would hide that a stamp is a tick off.
std::vector<Rational> likely_steps(const DecodedPictures& pictures, bool coarse) {
  const std::vector<std::int64_t>& stamps = pictures.stamps;
  std::vector<Rational> steps;
  const auto add_rate = [&](Rational rate) {
    if (rate > Rational(0)) steps.push_back(Rational(1) / (rate * pictures.time_base));
  };
  add_rate(pictures.rate);
  steps.emplace_back(usual_step(stamps));
  if (!coarse) return steps;
  add_rate(pictures.average_rate);
  steps.emplace_back(stamps.back() - stamps.front(), static_cast<std::int64_t>(stamps.size()) - 1);
  return steps;
}

std::size_t count_uneven(const std::vector<std::int64_t>& stamps, Rational ticks, std::int64_t allowed) {
  std::size_t count = 0;
  for (std::size_t i = 1; i < stamps.size(); ++i) {
    const Rational off = Rational(stamps[i] - stamps[i - 1]) - ticks;
    const Rational limit = Rational(2 * allowed);  // each end may be off
    if (off > limit || off < -limit) ++count;
  }
  return count;
}

}  // namespace

FrameSteps steps_of(const DecodedPictures& pictures, bool coarse) {
  FrameSteps best;
  if (pictures.stamps.size() < 2) return best;
  for (const Rational ticks : likely_steps(pictures, coarse)) {
    if (ticks <= Rational(0)) continue;
    FrameSteps steps;
    steps.ticks = ticks;
    steps.allowed = coarse || !ticks.is_integer() ? 1 : 0;
    steps.first_astray = first_out_of_place(pictures.stamps, ticks, steps.allowed);
    const bool further =
        best.first_astray && (!steps.first_astray || *steps.first_astray > *best.first_astray);
    if (best.ticks == Rational(0) || further) best = steps;
  }
  if (best.first_astray)
    best.uneven = std::max<std::size_t>(1, count_uneven(pictures.stamps, best.ticks, best.allowed));
  return best;
}

}  // namespace spool::pipelines
