// Which files a batch takes: those named, and those found in the folders named. Source: CONTRACT, "Batch".
#pragma once

#include "core/error.h"
#include "pipelines/running/run.h"

#include <optional>
#include <string>
#include <vector>

namespace spool::cli {

struct ItemSearch {
  std::vector<std::string> files;    ///< files and folders as given
  std::optional<std::string> match;  ///< a glob for names; none: known video extensions
  bool recursive = false;            ///< subfolders too, mirrored below out_dir
  std::string folder;                ///< working directory, absolute
  std::string out_dir;               ///< absolute
};

/// In the order given, each folder's sorted by name. Names are looked at, files never opened; what is no
/// regular file (a fifo, a device, a file that is missing) is an item too, and fails as one. Hidden files are
/// left out, as are folders that cannot be read but for the ones given. Errors: `usage.no_match` (there is no
/// item), `usage.folder` (a folder given cannot be read).
core::Checked<std::vector<pipelines::BatchItem>> find_items(const ItemSearch& search);

}  // namespace spool::cli
