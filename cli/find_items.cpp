#include "cli/find_items.h"

#include "cli/surroundings.h"
#include "core/ascii.h"

#include <dirent.h>
#include <fnmatch.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <string_view>
#include <system_error>
#include <utility>

namespace spool::cli {
namespace {

constexpr std::array<std::string_view, 26> video_extensions = {
    "3g2", "3gp", "asf",  "avi", "dv",  "f4v", "flv", "gif", "m2t", "m2ts", "m2v", "m4v", "mkv",
    "mov", "mp4", "mpeg", "mpg", "mts", "mxf", "ogg", "ogm", "ogv", "qt",   "ts",  "vob", "webm"};

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};

bool is_folder(const std::string& path) {
  struct stat status = {};
  return ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

bool is_video_name(const std::string& name) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string::npos || dot == 0) return false;
  return std::ranges::find(video_extensions, core::lower(std::string_view(name).substr(dot + 1))) !=
         video_extensions.end();
}

std::string below(const std::string& folder, const std::string& name) {
  return folder.ends_with('/') ? folder + name : folder + "/" + name;
}

class Search {
 public:
  explicit Search(const ItemSearch& wanted) : wanted_(wanted) {}

  core::Checked<std::vector<pipelines::BatchItem>> run() {
    for (const std::string& given : wanted_.files) take(given);
    if (!errors_.empty()) return errors_;
    if (items_.empty()) {
      return core::Errors{{"usage.no_match",
                           "no file matches",
                           wanted_.match ? "--match compares names, such as '*.mp4'"
                                         : "--match GLOB takes files with other names",
                           {}}};
    }
    return std::move(items_);
  }

 private:
  struct Names {
    std::vector<std::string> files, folders;
  };

  void take(const std::string& given) {
    const std::string path = absolute_path(given, wanted_.folder);
    if (!is_folder(path)) {
      items_.push_back({given, path, wanted_.out_dir});
      return;
    }
    walk(given, path, wanted_.out_dir, true);
  }

  void walk(const std::string& item, const std::string& path, const std::string& out_dir, bool given) {
    struct stat status = {};
    if (::stat(path.c_str(), &status) != 0) return;
    const auto identity = std::make_pair(status.st_dev, status.st_ino);
    if (std::ranges::find(above_, identity) != above_.end()) return;  // a symbolic link back up
    auto names = read_folder(path);
    if (!names) {
      if (given)
        errors_.push_back(
            {"usage.folder", "the folder cannot be read: " + names.error().message(), "", {item, 0, 0}});
      return;
    }
    above_.push_back(identity);
    std::ranges::sort(names->files);
    for (const std::string& name : names->files)
      items_.push_back({below(item, name), below(path, name), out_dir, true});
    std::ranges::sort(names->folders);
    for (const std::string& name : names->folders)
      walk(below(item, name), below(path, name), below(out_dir, name), false);
    above_.pop_back();
  }

  [[nodiscard]] boost::system::result<Names, std::error_code> read_folder(const std::string& path) const {
    const std::unique_ptr<DIR, CloseFolder> folder(::opendir(path.c_str()));
    if (!folder) return std::error_code(errno, std::generic_category());
    Names names;
    while (const dirent* entry =
               ::readdir(folder.get())) {  // NOLINT(concurrency-mt-unsafe): each folder has its own stream
      const std::string name = static_cast<const char*>(entry->d_name);
      if (name.starts_with('.')) continue;
      // Only what may be a folder is asked for more than its name: a listing of ten thousand files stays
      // quick.
      const bool perhaps = entry->d_type == DT_DIR || entry->d_type == DT_LNK || entry->d_type == DT_UNKNOWN;
      const bool wanted = matches(name);
      if (perhaps && (wanted || wanted_.recursive) && is_folder(below(path, name))) {
        if (wanted_.recursive) names.folders.push_back(name);
      } else if (wanted) {
        names.files.push_back(name);
      }
    }
    return names;
  }

  [[nodiscard]] bool matches(const std::string& name) const {
    if (wanted_.match) return ::fnmatch(wanted_.match->c_str(), name.c_str(), FNM_PERIOD) == 0;
    return is_video_name(name);
  }

  const ItemSearch& wanted_;
  std::vector<pipelines::BatchItem> items_;
  std::vector<std::pair<dev_t, ino_t>> above_;  // the folders that lead here
  core::Errors errors_;
};

}  // namespace

core::Checked<std::vector<pipelines::BatchItem>> find_items(const ItemSearch& search) {
  return Search(search).run();
}

}  // namespace spool::cli
