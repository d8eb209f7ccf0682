#include "cli/board.h"

#include <algorithm>

namespace spool::cli {

void Board::on(const core::Event& event) {
  std::visit([&](const auto& what) { on_what(event, what); }, event.what);
}

void Board::on_what(const core::Event& event, const core::RunStarted& started) {
  if (!since_) since_ = event.at;
  if (event.item.empty()) {
    pipeline_ = started.pipeline.empty() ? "batch" : started.pipeline;
    active_ = true;
  }
  if (started.jobs) shares_[event.item] = {*started.jobs, 0};
}

void Board::on_what(const core::Event& event, const core::RunFinished& /*finished*/) {
  std::erase_if(running_,
                [&](const RunningJob& job) { return event.item.empty() || job.item == event.item; });
  if (event.item.empty()) {
    active_ = false;
    return;
  }
  shares_.erase(event.item);
  ++items_done_;
}

void Board::on_what(const core::Event& event, const core::JobStarted& started) {
  if (RunningJob* again = find(event.item, started.job)) {  // another attempt
    again->fraction = 0;
    return;
  }
  running_.push_back({event.item, started.job, started.steps, started.kind, 0, 0});
}

void Board::on_what(const core::Event& event, const core::JobProgress& progress) {
  RunningJob* job = find(event.item, progress.job);
  if (job == nullptr) return;
  job->fraction = std::clamp(progress.fraction, 0.0, 1.0);
  job->speed = progress.speed;
}

void Board::on_what(const core::Event& event, const core::JobFinished& finished) {
  std::erase_if(running_,
                [&](const RunningJob& job) { return job.item == event.item && job.job == finished.job; });
  const auto share = shares_.find(event.item);
  if (share == shares_.end()) return;
  // A film that goes on without a bad clip has more to do than was planned at first.
  share->second.jobs = std::max(share->second.jobs, ++share->second.finished);
}

RunningJob* Board::find(const std::string& item, const std::string& job) {
  const auto found = std::ranges::find_if(
      running_, [&](const RunningJob& one) { return one.item == item && one.job == job; });
  return found == running_.end() ? nullptr : &*found;
}

std::int64_t Board::done() const {
  if (is_batch()) return items_done_;
  const auto share = shares_.find("");
  return share == shares_.end() ? 0 : share->second.finished;
}

std::int64_t Board::total() const {
  if (items_) return *items_;
  const auto share = shares_.find("");
  return share == shares_.end() ? 0 : share->second.jobs;
}

double Board::fraction_of(const std::string& item, const Share& share) const {
  if (share.jobs == 0) return 0;
  auto finished = static_cast<double>(share.finished);
  for (const RunningJob& job : running_) {
    if (job.item == item) finished += job.fraction;
  }
  return std::min(1.0, finished / static_cast<double>(share.jobs));
}

double Board::fraction() const {
  if (total() == 0) return 0;
  if (!is_batch()) return fraction_of("", shares_.at(""));
  auto finished = static_cast<double>(items_done_);
  for (const auto& [item, share] : shares_) finished += fraction_of(item, share);
  return std::min(1.0, finished / static_cast<double>(total()));
}

std::optional<double> Board::seconds_left(Time now) const {
  constexpr double least_fraction = 0.02, least_seconds = 1;
  const double part = fraction();
  if (!since_ || part < least_fraction) return std::nullopt;
  const double passed = std::chrono::duration<double>(now - *since_).count();
  if (passed < least_seconds) return std::nullopt;
  return passed * (1 - part) / part;
}

std::string joined_steps(const std::vector<std::string>& steps) {
  std::string text;
  for (const std::string& step : steps) text += (text.empty() ? "" : " + ") + step;
  return text;
}

}  // namespace spool::cli
