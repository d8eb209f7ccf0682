// How long a test lets something take.
#pragma once

namespace spool::test {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr double slower = 10;
#else
inline constexpr double slower = 1;
#endif

/// So many seconds in a plain build; a sanitizer's has more, as every access is checked there.
constexpr double patience(double seconds) { return seconds * slower; }

}  // namespace spool::test
