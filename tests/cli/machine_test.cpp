// How many slots a machine has, by the files that its kernel shows.
#include "cli/machine.h"

#include "tests/cli/temporary_folder.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace spool::cli {
namespace {

class MachineFiles : public ::testing::Test {
 protected:
  void put(const std::string& path, const std::string& text) const { folder_.put(path, text); }
  [[nodiscard]] Machine look() const { return look_at_machine(folder_.path()); }

 private:
  TemporaryFolder folder_;
};

TEST_F(MachineFiles, GivenACgroupWithAQuotaTheLeastOfItAndItsParentsCounts) {
  put("/proc/self/cgroup", "0::/ci/job\n");
  put("/sys/fs/cgroup/ci/job/cpu.max", "max 100000\n");
  put("/sys/fs/cgroup/ci/cpu.max", "150000 100000\n");
  put("/sys/fs/cgroup/ci/job/memory.max", "max\n");
  EXPECT_EQ(look().cpu_quota, 1.5);
  EXPECT_FALSE(look().memory);
}

TEST_F(MachineFiles, GivenLittleMemoryTheGroupsLimitCounts) {
  put("/proc/self/cgroup", "0::/small\n");
  put("/proc/meminfo", "MemTotal: 8000000 kB\nMemAvailable:   4000000 kB\n");
  put("/sys/fs/cgroup/small/memory.max", "400000000\n");
  EXPECT_EQ(look().memory, 400000000U);
}

TEST_F(MachineFiles, GivenTheFirstVersionOfCgroupsItsFilesAreRead) {
  put("/proc/self/cgroup", "5:cpu,cpuacct:/box\n4:memory:/box\n");
  put("/sys/fs/cgroup/cpu/box/cpu.cfs_quota_us", "200000\n");
  put("/sys/fs/cgroup/cpu/box/cpu.cfs_period_us", "100000\n");
  put("/sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1\n");
  put("/sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
  put("/sys/fs/cgroup/memory/box/memory.limit_in_bytes", "500000000\n");
  EXPECT_EQ(look().cpu_quota, 2);
  EXPECT_EQ(look().memory, 500000000U);
}

TEST_F(MachineFiles, GivenNothingToReadOnlyTheAffinityCounts) {
  EXPECT_FALSE(look().cpu_quota);
  EXPECT_FALSE(look().memory);
  EXPECT_EQ(look().slots(), look().cpus);
}

TEST(Slots, AreTheLeastOfCpusQuotaAndMemoryAndAtLeastOne) {
  EXPECT_EQ((Machine{8, std::nullopt, std::nullopt}.slots()), 8);
  EXPECT_EQ((Machine{8, 2.5, std::nullopt}.slots()), 3);
  EXPECT_EQ((Machine{8, std::nullopt, 700'000'000}.slots()), 4);
  EXPECT_EQ((Machine{8, 0.1, 1000}.slots()), 1);
}

}  // namespace
}  // namespace spool::cli
