// Who a file is, to notice that it changed without reading it.
#pragma once

#include "core/error.h"

#include <cstdint>
#include <string>

namespace spool::core {

struct FileIdentity {
  std::uint64_t device = 0, inode = 0, size = 0;
  std::int64_t modified_ns = 0, changed_ns = 0;
  friend bool operator==(const FileIdentity&, const FileIdentity&) = default;
};

/// Of what the path leads to. Blocks. Error `input.missing` or `input.unreadable`.
Result<FileIdentity> identify(const std::string& path);

}  // namespace spool::core
