// A run's own folder in the state folder: work files that go with the run, logs that stay where something failed.
//   STATE/runs/RUN/work/   STATE/runs/RUN/log/
#pragma once

#include <string>

#include "core/error.h"

namespace spool::pipelines {

/// Removes the work files when it goes, whatever happened; the logs too unless `keep_logs` was called.
class WorkFolder {
 public:
  /// Error `state.unusable`: the state folder cannot be made or written to.
  static core::Result<WorkFolder> create(const std::string& state, const std::string& run);

  WorkFolder(WorkFolder&& other) noexcept;
  WorkFolder& operator=(WorkFolder&& other) noexcept;
  ~WorkFolder();

  [[nodiscard]] std::string work() const { return root_ + "/work"; }
  [[nodiscard]] std::string log() const { return root_ + "/log"; }
  void keep_logs() { logs_stay_ = true; }

 private:
  explicit WorkFolder(std::string root) : root_(std::move(root)) {}
  void remove();

  std::string root_;
  bool logs_stay_ = false;
};

/// Where the work files of a run would be: for a dry run, which makes nothing.
std::string work_folder_path(const std::string& state, const std::string& run);

}  // namespace spool::pipelines
