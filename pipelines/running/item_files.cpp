#include "pipelines/running/item_files.h"

#include <sys/stat.h>

#include "pipelines/running/same_place.h"

namespace spool::pipelines {

ItemFiles::ItemFiles(const std::vector<BatchItem>& items) {
  PlaceNames names;
  for (const BatchItem& item : items) {
    places_.insert(names.of(item.path));
    struct stat found {};
    if (::stat(item.path.c_str(), &found) == 0) files_.emplace(found.st_dev, found.st_ino);
  }
}

bool ItemFiles::holds(const std::string& path, const struct stat* found) const {
  return (found != nullptr && files_.contains({found->st_dev, found->st_ino})) || places_.contains(PlaceNames().of(path));
}

}  // namespace spool::pipelines
