// Sound that fits at one place only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace spool::test {

/// Noise, the same every time.
inline std::vector<std::int16_t> make_noise(std::size_t samples) {
  std::mt19937 random(7);
  std::vector<std::int16_t> made(samples);
  for (auto& sample : made) {
    int sum = 0;  // a sum of four: nearly a bell
    for (int i = 0; i < 4; ++i) sum += static_cast<int>(random() % 8192) - 4096;
    sample = static_cast<std::int16_t>(sum);
  }
  return made;
}

}  // namespace spool::test
