#include "tests/bench/engine_bench_latency.h"

#include <climits>

#include <unistd.h>

#include <algorithm>
#include <array>
#include <sstream>
#include <vector>

namespace spool::bench {

int duration_of(unsigned job) {
  constexpr unsigned spread = 400;
  constexpr unsigned stride = 157;
  return static_cast<int>(100 + job * stride % spread);
}

double median_latency_us(const std::string& printed, std::size_t slots) {
  constexpr double nanoseconds_a_microsecond = 1000;
  std::vector<long long> begins, ends;
  std::istringstream lines(printed);
  for (long long began = 0, ended = 0; lines >> began >> ended;) {
    begins.push_back(began);
    ends.push_back(ended);
  }
  std::ranges::sort(begins);
  std::ranges::sort(ends);
  // The first exit makes room for the first start beyond those that filled the slots, and so on.
  std::vector<double> latencies;
  for (std::size_t exit = 0; exit + slots < begins.size(); ++exit) {
    latencies.push_back(static_cast<double>(begins[exit + slots] - ends[exit]) / nanoseconds_a_microsecond);
  }
  if (latencies.empty()) return -1;
  std::ranges::sort(latencies);
  return latencies[latencies.size() / 2];
}

std::string timed_program() {
  std::array<char, PATH_MAX> self = {};
  const ssize_t length = ::readlink("/proc/self/exe", self.data(), self.size());
  const std::string path(self.data(), length > 0 ? static_cast<std::size_t>(length) : 0);
  return path.substr(0, path.rfind('/') + 1) + "spool-bench-child";
}

}  // namespace spool::bench
