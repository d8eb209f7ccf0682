#include "tests/integration/sound.h"

#include <cmath>
#include <cstring>

namespace spool::test {

Samples samples_in(const std::string& bytes) {
  Samples samples(bytes.size() / 2);
  std::memcpy(samples.data(), bytes.data(), samples.size() * 2);
  return samples;
}

Lag lag_of(const Samples& film, std::int64_t at, const Samples& recording, std::int64_t expected, std::int64_t length, std::int64_t reach) {
  double own = 1;
  for (std::int64_t i = 0; i < length; ++i) own += std::pow(film.at(static_cast<std::size_t>(at + i)), 2);
  Lag best;
  for (std::int64_t off = -reach; off <= reach; ++off) {
    const std::int16_t* there = recording.data() + expected + off;
    const std::int16_t* here = film.data() + at;
    std::int64_t product = 0, power = 1;
    for (std::int64_t i = 0; i < length; ++i) {
      product += std::int64_t{there[i]} * here[i];
      power += std::int64_t{there[i]} * there[i];
    }
    const double likeness = static_cast<double>(product) / std::sqrt(static_cast<double>(power) * own);
    if (likeness > best.likeness) best = {off, likeness};
  }
  return best;
}

}  // namespace spool::test
