// One seed decides all that happens in a simulated history; the same numbers on every machine.
#pragma once

#include <cstdint>

namespace spool::simulation {

/// Splitmix64.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15U;
    return mixed(state_);
  }
  /// 0 up to, not including, `end`.
  std::uint64_t below(std::uint64_t end) { return next() % end; }
  bool chance(std::uint64_t in_a_hundred) { return below(100) < in_a_hundred; }

  static std::uint64_t mixed(std::uint64_t value) {
    value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9U;
    value = (value ^ (value >> 27U)) * 0x94D049BB133111EBU;
    return value ^ (value >> 31U);
  }

 private:
  std::uint64_t state_;
};

}  // namespace spool::simulation
