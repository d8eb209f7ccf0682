#include "tests/bench/engine_bench_usage.h"

#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace spool::bench {
namespace {

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

double cpu_of(__rusage_who who) {
  rusage usage = {};
  ::getrusage(who, &usage);
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double cpu_so_far() { return cpu_of(RUSAGE_SELF) + cpu_of(RUSAGE_CHILDREN); }

}  // namespace

std::optional<Options> parse(int argc, char** argv) {
  Options options;
  if (argc > 1) options.mode = argv[1];
  for (int i = 2; i + 1 < argc; i += 2) {
    const int value = std::atoi(argv[i + 1]);
    if (std::strcmp(argv[i], "--jobs") == 0) options.jobs = value;
    if (std::strcmp(argv[i], "--slots") == 0) options.slots = value;
  }
  const bool known = options.mode == "noop" || options.mode == "chain" || options.mode == "latency" ||
                     options.mode == "pending";
  if (known && options.jobs > 0 && options.slots > 0) return options;
  std::fprintf(stderr, "usage: %s noop|chain|latency|pending [--jobs N] [--slots N]\n", argv[0]);
  return std::nullopt;
}

Usage::Usage() : began_(std::chrono::steady_clock::now()), cpu_seconds_(cpu_so_far()) {}

void Usage::print(int jobs, double latency_us) const {
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - began_;
  const double cpu = cpu_so_far() - cpu_seconds_;
  std::printf("{\"jobs\": %d, \"cpu_us_per_job\": %.1f, \"wall_s\": %.3f, \"latency_us_median\": ", jobs,
              cpu * 1e6 / jobs, wall.count());
  if (latency_us < 0) {
    std::printf("null}\n");
  } else {
    std::printf("%.0f}\n", latency_us);
  }
}

}  // namespace spool::bench
