// Who a file is, to notice that it changed without reading it.
#pragma once

#include "core/error.h"

#include <cstdint>
#include <string>

struct stat;

namespace spool::core {

struct FileIdentity {
  std::uint64_t device = 0, inode = 0, size = 0;
  std::int64_t modified_ns = 0, changed_ns = 0;
  /// It had been changed so shortly before it was looked at that a change after the look might bear the same
  /// time: nothing that is read of it now is worth remembering. No part of who it is.
  bool young = false;

  friend bool operator==(const FileIdentity& one, const FileIdentity& other) {
    return one.device == other.device && one.inode == other.inode && one.size == other.size &&
           one.modified_ns == other.modified_ns && one.changed_ns == other.changed_ns;
  }
};

/// Of what the path leads to. Blocks. Error `input.missing` or `input.unreadable`.
Result<FileIdentity> identify(const std::string& path);

/// Of what stat or fstat has just told.
FileIdentity identity_of(const struct stat& status);

/// Whether a change at `now_ns` could bear the time `changed_ns` of the last one. The kernel stamps by its
/// tick (10 ms at most); whole seconds mean a file system that knows no less (FAT counts by twos). Only the
/// time of change (ctime) matters: no program can set it.
bool is_young(std::int64_t changed_ns, std::int64_t now_ns);

}  // namespace spool::core
