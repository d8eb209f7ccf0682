// The state of a run as the fold of its events. Pure.
#pragma once

#include "core/journal/run_event.h"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace spool::core {

enum class RunState { waiting, running, paused, succeeded, partial, failed, interrupted, cancelled };
std::string_view to_string(RunState state);

/// What a run knows of one of its jobs.
struct JobPast {
  enum class State { waiting, running, succeeded, failed, skipped };
  std::string film;  ///< its item
  State state = State::waiting;
  int attempts = 0;           ///< tries that ended, and count
  std::optional<Moment> due;  ///< when the next one may start
  std::vector<MadeFile> made;
  std::string key;  ///< of the last `job.keyed`; empty: not known
};

struct FilmPast {
  std::optional<FilmPlanned> planned;
  std::vector<OutputPlaced> outputs;
  std::optional<FilmEnded> ended;  ///< in the last session
};

class RunHistory {
 public:
  /// Error `state.damaged` at the first entry that cannot be read.
  static Result<RunHistory> fold(std::span<const Entry> entries);
  /// A new session (`run.taken`) forgets what only the last one knew: what was running, who had failed, that
  /// it had ended. It keeps what has succeeded, and the tries and delay of a job that was still being tried; a
  /// job that had failed for good is tried afresh. A film that is planned anew keeps the past of jobs with the
  /// same id and recipe.
  void apply(Moment at, const RunEvent& event);

  [[nodiscard]] const std::optional<RunSubmitted>& submitted() const { return submitted_; }
  [[nodiscard]] Moment submitted_at() const { return submitted_at_; }
  [[nodiscard]] int sessions() const { return sessions_; }
  [[nodiscard]] std::optional<RunTaken> holder() const { return holder_; }
  [[nodiscard]] const std::optional<Moment>& waits_until() const { return waits_until_; }
  [[nodiscard]] bool paused() const { return paused_; }
  [[nodiscard]] bool cancelled() const { return cancelled_; }
  [[nodiscard]] const std::optional<RunEnded>& ended() const { return ended_; }
  [[nodiscard]] const std::map<std::string, FilmPast>& films() const { return films_; }  ///< by item
  [[nodiscard]] const std::map<std::string, JobPast>& jobs() const { return jobs_; }     ///< by id
  /// By id: whether it has begun and whether it has ended.
  [[nodiscard]] const std::map<std::string, std::optional<HookEnded>>& hooks() const { return hooks_; }

  /// `held`: a controller lives. Without one, what had not ended (or was interrupted) is cancelled or paused
  /// where that was asked, waiting where it waits for a time or was released, else interrupted.
  [[nodiscard]] RunState state(bool held) const;
  [[nodiscard]] JobCounts counts(bool held) const;
  [[nodiscard]] std::vector<Delivered> outputs() const;
  /// Something is left that `resume` could do.
  [[nodiscard]] bool can_be_resumed() const;

 private:
  struct Apply;
  std::optional<RunSubmitted> submitted_;
  Moment submitted_at_;
  int sessions_ = 0;
  std::optional<RunTaken> holder_;
  std::optional<Moment> waits_until_;
  bool paused_ = false, cancelled_ = false, released_alone_ = false;
  std::optional<RunEnded> ended_;
  std::map<std::string, FilmPast> films_;
  std::map<std::string, JobPast> jobs_;
  std::map<std::string, std::optional<HookEnded>> hooks_;
};

}  // namespace spool::core
