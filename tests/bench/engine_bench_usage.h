// What both sides of the engine's benchmark share: their command line, the no-op job, and the line that they
// print.
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace spool::bench {

struct Options {
  std::string mode;  ///< noop, chain, latency; of the engine also pending
  int jobs = 5000;
  int slots = 8;
};

/// "noop --jobs 5000 --slots 8". None: it was wrong, and has been said.
std::optional<Options> parse(int argc, char** argv);

inline constexpr const char* noop_program = "/bin/true";

/// CPU (user and system, ended children included) and time since its construction.
class Usage {
 public:
  Usage();
  /// One line of JSON. Latency in microseconds; negative: not measured (null).
  void print(int jobs, double latency_us = -1) const;

 private:
  std::chrono::steady_clock::time_point began_;
  double cpu_seconds_;
};

}  // namespace spool::bench
