// The files that a batch reads: no film of any of its items may take the place of one. Source: CONTRACT, "Paths and outputs".
#pragma once

#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <sys/types.h>

#include "pipelines/running/run.h"

struct stat;

namespace spool::pipelines {

class ItemFiles {
 public:
  /// Blocks: looks at each file once.
  explicit ItemFiles(const std::vector<BatchItem>& items);

  /// `found`: what stands there; null where nothing does. Blocks.
  [[nodiscard]] bool holds(const std::string& path, const struct stat* found) const;

 private:
  std::set<std::pair<dev_t, ino_t>> files_;
  std::set<std::string> places_;   ///< also of those that are missing: an item's film must not turn up as another's input
};
using ItemFilesPtr = std::shared_ptr<const ItemFiles>;

}  // namespace spool::pipelines
