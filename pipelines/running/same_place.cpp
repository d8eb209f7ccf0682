#include "pipelines/running/same_place.h"

#include <sys/stat.h>

namespace spool::pipelines {

namespace fs = std::filesystem;

fs::path existing_parent(const fs::path& path) {
  fs::path folder = path.parent_path();
  std::error_code ignored;
  // Links as themselves: one that leads nowhere is in the way of the folder of that name.
  while (!folder.empty() && folder != folder.root_path() && !fs::exists(fs::symlink_status(folder, ignored))) folder = folder.parent_path();
  return folder.empty() ? fs::path("/") : folder;
}

std::string PlaceNames::of(const std::string& path) {
  const fs::path whole = fs::path(path).lexically_normal();
  const auto [known, is_new] = folders_.try_emplace(whole.parent_path().string());
  if (is_new) {
    const fs::path folder = existing_parent(whole);
    const std::string rest = whole.parent_path().lexically_relative(folder).string();
    struct stat found {};
    const bool is_there = ::stat(folder.c_str(), &found) == 0;
    known->second = is_there ? std::to_string(found.st_dev) + ":" + std::to_string(found.st_ino) + "/" + rest : known->first;
  }
  return known->second + "/" + whole.filename().string();
}

}  // namespace spool::pipelines
