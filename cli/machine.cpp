#include "cli/machine.h"

#include <sched.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>
#include <vector>

namespace spool::cli {
namespace {

std::optional<std::string> first_line(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  if (!std::getline(file, line)) return std::nullopt;
  return line;
}

std::optional<std::uint64_t> number_in(const std::string& path) {
  const auto line = first_line(path);
  std::istringstream words(line.value_or(""));
  std::uint64_t number = 0;
  if (!(words >> number)) return std::nullopt;  // also "max"
  return number;
}

int cpus_of_affinity() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof set, &set) != 0) return 1;
  return std::max(1, CPU_COUNT(&set));
}

/// A control group and all above it: each may limit.
std::vector<std::string> with_parents(std::string group) {
  std::vector<std::string> groups;
  while (!group.empty() && group != "/") {
    groups.push_back(group);
    group.erase(group.rfind('/'));
  }
  groups.emplace_back("");
  return groups;
}

struct Groups {
  std::string unified;      ///< of cgroup v2, "" at the root
  std::string cpu, memory;  ///< of cgroup v1's controllers
};

Groups own_groups(const std::string& root) {
  Groups groups;
  std::ifstream file(root + "/proc/self/cgroup");
  for (std::string line; std::getline(file, line);) {
    const std::size_t controllers = line.find(':');
    const std::size_t path = line.find(':', controllers + 1);
    if (controllers == std::string::npos || path == std::string::npos) continue;
    const std::string names = "," + line.substr(controllers + 1, path - controllers - 1) + ",";
    const std::string group = line.substr(path + 1);
    if (names == ",,") groups.unified = group;
    if (names.find(",cpu,") != std::string::npos) groups.cpu = group;
    if (names.find(",memory,") != std::string::npos) groups.memory = group;
  }
  return groups;
}

template <class T>
void keep_least(std::optional<T>& least, std::optional<T> other) {
  if (other && (!least || *other < *least)) least = other;
}

std::optional<double> quota_v2(const std::string& file) {
  const auto line = first_line(file);
  std::istringstream words(line.value_or(""));
  double quota = 0, period = 0;
  if (!(words >> quota >> period) || period <= 0) return std::nullopt;  // "max 100000": no limit
  return quota / period;
}

std::optional<double> quota_v1(const std::string& folder) {
  const auto quota = number_in(folder + "/cpu.cfs_quota_us");  // -1 (no limit) is no such number
  const auto period = number_in(folder + "/cpu.cfs_period_us");
  const auto line = first_line(folder + "/cpu.cfs_quota_us");
  if (!quota || !period || *period == 0 || (line && line->starts_with('-'))) return std::nullopt;
  return static_cast<double>(*quota) / static_cast<double>(*period);
}

std::optional<std::uint64_t> available_memory(const std::string& root) {
  std::ifstream file(root + "/proc/meminfo");
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    std::string name;
    std::uint64_t kib = 0;
    if (words >> name >> kib && name == "MemAvailable:") return kib * 1024;
  }
  return std::nullopt;
}

}  // namespace

int Machine::slots() const {
  double most = cpus;
  // Half a CPU left unused costs more than a slot that has to wait its turn.
  if (cpu_quota) most = std::min(most, std::ceil(*cpu_quota));
  if (memory)
    most = std::min(most, std::floor(static_cast<double>(*memory) / static_cast<double>(bytes_of_a_slot)));
  return std::max(1, static_cast<int>(most));
}

Machine look_at_machine(const std::string& root) {
  Machine machine;
  machine.cpus = cpus_of_affinity();
  machine.memory = available_memory(root);
  const Groups groups = own_groups(root);
  const std::string cgroup = root + "/sys/fs/cgroup";
  for (const std::string& group : with_parents(groups.unified)) {
    keep_least(machine.cpu_quota, quota_v2(cgroup + group + "/cpu.max"));
    keep_least(machine.memory, number_in(cgroup + group + "/memory.max"));
  }
  for (const std::string& group : with_parents(groups.cpu)) {
    keep_least(machine.cpu_quota, quota_v1(cgroup + "/cpu" + group));
  }
  for (const std::string& group : with_parents(groups.memory)) {
    keep_least(machine.memory, number_in(cgroup + "/memory" + group + "/memory.limit_in_bytes"));
  }
  return machine;
}

}  // namespace spool::cli
