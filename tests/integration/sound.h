// Where sound lies, by its likeness to what it was made of.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace spool::test {

using Samples = std::vector<std::int16_t>;

/// Raw bytes (s16le) as samples.
Samples samples_in(const std::string& bytes);

struct Lag {
  std::int64_t samples = 0;  ///< how much later than expected it is found
  double likeness = 0;       ///< there, up to 1
};

/// Looks for `length` samples of a film from `at` on in a recording, where `expected` is their place, and up to `reach`
/// before and after. A tone is alike at each of its periods, at a far one by chance a little more: of peaks that differ by
/// no more than `by_chance` the nearest counts.
Lag lag_of(const Samples& film, std::int64_t at, const Samples& recording, std::int64_t expected, std::int64_t length, std::int64_t reach,
           double by_chance = 0);

}  // namespace spool::test
