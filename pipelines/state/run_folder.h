// A run's own folder, and in it one for each film. Work files are named so that whatever is found can be told:
//   STATE/runs/RUN/lock, control        who runs it, and where to ask
//   STATE/runs/RUN/work/[item-3/]       finished work files under their own names; try-SESSION-ATTEMPT.NAME while being made
//   STATE/runs/RUN/log/[item-3/]        what failed jobs printed
//   STATE/runs/RUN/placing/NAME         the path of a film's temporary file beside its place, as long as there may be one
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "core/error.h"

namespace spool::pipelines {

std::string run_folder_path(const std::string& state, const std::string& run);

/// Of one film of a run. A value: nothing happens when it goes; what is not needed any more is removed by name.
class FilmFolder {
 public:
  /// `film`: "" or "item-3". Made where missing. Blocks. Error `state.unusable`, `disk.full`.
  static core::Result<FilmFolder> make(const std::string& state, const std::string& run, std::string_view film);

  [[nodiscard]] const std::string& work() const { return work_; }
  [[nodiscard]] const std::string& log() const { return log_; }

  [[nodiscard]] std::string path_of(std::string_view name) const { return work_ + "/" + std::string(name); }
  /// Never used twice: sessions of a run count, and attempts within them.
  static std::string attempt_name(int session, int attempt, std::string_view name);

  /// The file is complete: synced, under its own name, the folder synced. Blocks. Error `disk.full`, `disk.failed`.
  [[nodiscard]] core::Result<void> keep(const std::string& attempt, const std::string& name) const;

  /// A note that `temporary` may come to be, synced before it does. Blocks.
  [[nodiscard]] core::Result<void> note_placing(const std::string& temporary) const;
  /// The note of it goes again.
  void forget_placing(const std::string& temporary) const;

  void remove_work() const;
  void remove_logs() const;

 private:
  std::string root_, work_, log_;
};

/// Takes away what a run that died had not finished: files of attempts, films half put in place. Blocks; for who holds the
/// run's lock.
void sweep_run(const std::string& run_folder);

/// The same for every run that nobody holds. Of runs that are over, or died before they were on record, the whole folder goes:
/// their controller did not come to that.
void sweep_dead_runs(const std::string& state);

/// Forgets the runs that ended before this moment: their records and their folders. Nobody takes one up meanwhile. Blocks. Best
/// effort: what cannot go today goes another day.
void forget_old_runs(const std::string& state, std::chrono::system_clock::time_point before);

/// Removes the folder of a run.
void remove_run(const std::string& state, const std::string& run);

}  // namespace spool::pipelines
