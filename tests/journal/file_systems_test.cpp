// Where a journal may lie.
#include "core/sqlite/file_systems.h"

#include "core/sqlite/database.h"
#include "tests/journal/state_folder.h"

#include <gtest/gtest.h>

namespace spool::core::sqlite {
namespace {

TEST(FileSystems, given_those_of_other_machines_then_they_are_known_by_their_number) {
  EXPECT_EQ(network_name(0x6969), "nfs");
  EXPECT_EQ(network_name(0xff534d42), "cifs");
  EXPECT_EQ(network_name(0x01021997), "9p");
  EXPECT_EQ(network_name(0xef53), "") << "ext4";
  EXPECT_EQ(network_name(0x01021994), "") << "tmpfs";
  EXPECT_EQ(network_name(0x794c7630), "") << "overlayfs";
}

TEST(FileSystems, given_fuse_then_its_kind_decides) {
  EXPECT_TRUE(is_network_fuse("fuse.sshfs"));
  EXPECT_TRUE(is_network_fuse("fuse.rclone"));
  EXPECT_TRUE(is_network_fuse("fuse.glusterfs"));
  EXPECT_FALSE(is_network_fuse("fuseblk"));
  EXPECT_FALSE(is_network_fuse("fuse.gocryptfs"));
}

TEST(FileSystems, given_mountinfo_then_the_kind_of_a_device_is_found_behind_its_optional_fields) {
  const std::string mounts =
      "36 35 98:0 /a /b rw,noatime master:1 shared:2 - ext4 /dev/root rw\n"
      "37 35 0:51 / /mnt/far rw,nosuid - fuse.sshfs me@far:/ rw\n"
      "cut";
  EXPECT_EQ(mount_kind(mounts, "98:0"), "ext4");
  EXPECT_EQ(mount_kind(mounts, "0:51"), "fuse.sshfs");
  EXPECT_EQ(mount_kind(mounts, "0:5"), "");
  EXPECT_EQ(mount_kind("", "0:5"), "");
}

TEST(FileSystems, given_a_local_folder_that_is_not_made_yet_then_it_is_fine) {
  const test::StateFolder folder;
  EXPECT_TRUE(check_local(folder.path()));
  EXPECT_TRUE(check_local(folder.path() + "/not/there/yet"));
}

}  // namespace
}  // namespace spool::core::sqlite
