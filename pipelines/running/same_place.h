// Whether two paths lead to one file, also through linked folders, and where none of it is there yet.
#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace spool::pipelines {

/// The nearest folder above a path that is there already, or what stands in a folder's place. Blocks.
std::filesystem::path existing_parent(const std::filesystem::path& path);

/// Looks at each folder once: thousands of films go to few folders.
class PlaceNames {
 public:
  /// Equal for two absolute paths that name one place: the folder's device and inode, then what is to be made below it. The last name
  /// is not followed: a film replaces a link, not what it leads to. Blocks.
  std::string of(const std::string& path);

 private:
  std::map<std::string, std::string> folders_;
};

}  // namespace spool::pipelines
