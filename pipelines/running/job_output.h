// Listens to one ffmpeg: its progress becomes events, its stamps are held against the plan, its log is kept within a bound.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "core/process.h"
#include "pipelines/ffmpeg/progress.h"

namespace spool::pipelines {

class JobOutput : public core::Output {
 public:
  /// `on_progress` is called for every block of progress that shows an advance.
  JobOutput(const PlannedStamps& planned, std::function<void(const Progress&)> on_progress)
      : watch_(planned), on_progress_(std::move(on_progress)) {}

  bool on_stdout(std::string_view chunk) override;
  void on_stderr(std::string_view chunk) override;

  /// After the child's end.
  void finish() { watch_.finish(); }
  [[nodiscard]] const ClipWatch& watch() const { return watch_; }
  /// What it printed, from the start; what was too much for the bound is counted at the end.
  [[nodiscard]] std::string log() const;

 private:
  ClipWatch watch_;
  std::function<void(const Progress&)> on_progress_;
  std::string log_;
  std::size_t dropped_ = 0;
};

}  // namespace spool::pipelines
