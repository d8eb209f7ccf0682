// Names of runs: sortable by time, safe as file names, unique among machines.
#pragma once

#include <chrono>
#include <string>

namespace spool::pipelines {

/// "20261121-101530-3f9a2c": UTC to the second, then randomness.
std::string new_run_id(std::chrono::system_clock::time_point now);

}  // namespace spool::pipelines
