#include "pipelines/running/work_folder.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include <unistd.h>

namespace spool::pipelines {
namespace {

namespace fs = std::filesystem;

core::Error unusable(const std::string& folder, const std::error_code& why) {
  return {"state.unusable", "the state folder cannot be used: " + folder + ": " + why.message(),
          "make it writable, or name another one with --state", {}};
}

}  // namespace

std::string work_folder_path(const std::string& state, const std::string& run) { return state + "/runs/" + run + "/work"; }

core::Result<WorkFolder> WorkFolder::create(const std::string& state, const std::string& run) {
  WorkFolder folder(state + "/runs/" + run);
  for (const std::string& part : {folder.work(), folder.log()}) {
    std::error_code why;
    fs::create_directories(part, why);
    if (why) return unusable(part, why);
    if (::access(part.c_str(), W_OK | X_OK) != 0) return unusable(part, std::error_code(errno, std::generic_category()));
  }
  return folder;
}

WorkFolder::WorkFolder(WorkFolder&& other) noexcept
    : root_(std::exchange(other.root_, {})), logs_stay_(other.logs_stay_) {}

WorkFolder& WorkFolder::operator=(WorkFolder&& other) noexcept {
  if (this != &other) {
    remove();
    root_ = std::exchange(other.root_, {});
    logs_stay_ = other.logs_stay_;
  }
  return *this;
}

WorkFolder::~WorkFolder() { remove(); }

void WorkFolder::remove() {
  if (root_.empty()) return;
  std::error_code ignored;  // what cannot be removed now is swept by whoever sweeps the state folder
  fs::remove_all(logs_stay_ ? work() : root_, ignored);
}

}  // namespace spool::pipelines
