// How many ffmpeg processes this machine can run at a time. Source: CONTRACT, `-j`; GROUND, "Rendering" (165
// MB a slot).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace spool::cli {

struct Machine {
  int cpus = 1;                     ///< that this process may run on (its affinity)
  std::optional<double> cpu_quota;  ///< CPUs' worth of time that its cgroups allow
  std::optional<std::uint64_t>
      memory;  ///< bytes: what is available, or what its cgroups allow if that is less

  /// At least 1.
  [[nodiscard]] int slots() const;
};

inline constexpr std::uint64_t bytes_of_a_slot = 165ULL * 1000 * 1000;

/// Reads `root`/proc and `root`/sys ("" for the real ones); what cannot be read limits nothing.
Machine look_at_machine(const std::string& root = "");

}  // namespace spool::cli
