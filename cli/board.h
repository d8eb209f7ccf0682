// What is going on, kept up to date by the event stream: the model behind bars and plain lines. Pure; time is
// the events'.
#pragma once

#include "core/event.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace spool::cli {

using Time = std::chrono::system_clock::time_point;

struct RunningJob {
  std::string item;
  std::string job;
  std::vector<std::string> steps;
  std::string kind;
  double fraction = 0;  ///< 0 to 1
  double speed = 0;     ///< 0: not known yet
};

class Board {
 public:
  /// `items`: how many files a batch has; none: a single run.
  explicit Board(std::optional<std::int64_t> items) : items_(items) {}

  void on(const core::Event& event);

  /// In the order in which they started.
  [[nodiscard]] const std::vector<RunningJob>& running() const { return running_; }
  [[nodiscard]] const std::string& pipeline() const { return pipeline_; }
  [[nodiscard]] bool is_batch() const { return items_.has_value(); }
  /// A run has started and has not finished.
  [[nodiscard]] bool active() const { return active_; }

  /// Jobs of a run, items of a batch.
  [[nodiscard]] std::int64_t done() const;
  [[nodiscard]] std::int64_t total() const;
  [[nodiscard]] double fraction() const;
  /// Seconds until the end, as far as one can tell at `now`; none too early to say.
  [[nodiscard]] std::optional<double> seconds_left(Time now) const;

 private:
  struct Share {
    std::int64_t jobs = 0;
    std::int64_t finished = 0;
  };
  void on_what(const core::Event& event, const core::RunStarted& started);
  void on_what(const core::Event& event, const core::RunFinished& finished);
  void on_what(const core::Event& event, const core::JobStarted& started);
  void on_what(const core::Event& event, const core::JobProgress& progress);
  void on_what(const core::Event& event, const core::JobFinished& finished);
  template <class Other>
  void on_what(const core::Event& /*event*/, const Other& /*other*/) {}

  RunningJob* find(const std::string& item, const std::string& job);
  [[nodiscard]] double fraction_of(const std::string& item, const Share& share) const;

  std::optional<std::int64_t> items_;
  std::string pipeline_;
  std::optional<Time> since_;
  bool active_ = false;
  std::vector<RunningJob> running_;
  std::map<std::string, Share> shares_;  // by item, those under way; "" is a single run
  std::int64_t items_done_ = 0;
};

/// "clips + titled".
std::string joined_steps(const std::vector<std::string>& steps);

}  // namespace spool::cli
