// Events for the tests of what shows them, seconds after a fixed time.
#pragma once

#include "core/event.h"

#include <chrono>
#include <string>
#include <utility>

namespace spool::cli {

inline std::chrono::system_clock::time_point at(double seconds) {
  using Clock = std::chrono::system_clock;
  return Clock::time_point(std::chrono::seconds(1'800'000'000)) +
         std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
}

inline core::Event event(double seconds, core::Happening what, std::string item = "") {
  return {at(seconds), "20261121-100000-abcd", std::move(item), std::move(what)};
}

inline core::RunStarted run_started(std::string pipeline, std::optional<std::int64_t> jobs) {
  return {std::move(pipeline), jobs};
}
inline core::JobStarted job_started(std::string job, std::vector<std::string> steps = {"clips", "titled"}) {
  return {std::move(job), std::move(steps), "clip", {"/usr/bin/ffmpeg", "-i", "a b.mp4"}, 1};
}
inline core::JobProgress job_progress(std::string job, double fraction, double speed) {
  return {std::move(job), fraction, speed, 0};
}
inline core::JobFinished job_finished(std::string job, core::JobOutcome outcome = core::JobOutcome::succeeded,
                                      std::string reason = "") {
  return {std::move(job), {"clips", "titled"}, "clip", outcome, 1.25, false, std::move(reason)};
}
inline core::RunFinished run_finished(core::RunOutcome outcome, std::vector<core::Delivered> films = {}) {
  return {outcome, 12.5, std::move(films), {}};
}
inline core::Said said(core::Said::Weight weight, std::string code, std::string message) {
  return {weight, {std::move(code), std::move(message), "", {}}};
}

}  // namespace spool::cli
