// The jobs of the latency bench: they run for 100 to 500 ms and print when they began and ended.
#pragma once

#include <cstddef>
#include <string>

namespace spool::bench {

/// For how long a job runs, in milliseconds: neighbours differ, and all of the spread is met.
int duration_of(unsigned job);

/// From the exit of one job to the first instruction of the next one, the median in microseconds, with
/// `slots` in flight. `printed`: the lines of all jobs, in any order. Negative: there were too few.
double median_latency_us(const std::string& printed, std::size_t slots);

/// The program of such a job: it stands beside ours.
std::string timed_program();

}  // namespace spool::bench
