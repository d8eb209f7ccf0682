// How long a test lets something take.
#pragma once

#include <chrono>

namespace spool::test {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr int slower = 10;
#else
inline constexpr int slower = 1;
#endif

/// So many seconds in a plain build; a sanitizer's has more, as every access is checked there.
constexpr double patience(double seconds) { return seconds * slower; }
constexpr std::chrono::milliseconds patience(std::chrono::milliseconds limit) { return limit * slower; }

}  // namespace spool::test
