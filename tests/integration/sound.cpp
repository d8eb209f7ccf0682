#include "tests/integration/sound.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>

namespace spool::test {

Samples samples_in(const std::string& bytes) {
  Samples samples(bytes.size() / 2);
  std::memcpy(samples.data(), bytes.data(), samples.size() * 2);
  return samples;
}

namespace {

/// How alike two stretches are, from -1 to 1. `power`: of the first.
double likeness_of(const std::int16_t* here, const std::int16_t* there, std::int64_t length, double power) {
  std::int64_t product = 0, other = 1;
  for (std::int64_t i = 0; i < length; ++i) {
    product += std::int64_t{there[i]} * here[i];
    other += std::int64_t{there[i]} * there[i];
  }
  return static_cast<double>(product) / std::sqrt(static_cast<double>(other) * power);
}

}  // namespace

Lag lag_of(const Samples& film, std::int64_t at, const Samples& recording, std::int64_t expected, std::int64_t length, std::int64_t reach,
           double by_chance) {
  double power = 1;
  for (std::int64_t i = 0; i < length; ++i) power += std::pow(film.at(static_cast<std::size_t>(at + i)), 2);
  std::vector<double> alike;
  for (std::int64_t off = -reach; off <= reach; ++off)
    alike.push_back(likeness_of(film.data() + at, recording.data() + expected + off, length, power));
  const double most = *std::max_element(alike.begin(), alike.end());
  Lag nearest;
  if (most <= 0) return nearest;
  for (std::size_t i = 0; i < alike.size(); ++i) {
    const bool peak = (i == 0 || alike[i - 1] <= alike[i]) && (i + 1 == alike.size() || alike[i + 1] <= alike[i]);
    const std::int64_t off = static_cast<std::int64_t>(i) - reach;
    const bool nearer = nearest.likeness == 0 || std::abs(off) < std::abs(nearest.samples);
    if (peak && alike[i] >= most - by_chance && nearer) nearest = {off, alike[i]};
  }
  return nearest;
}

}  // namespace spool::test
