// Jobs that cost nothing, so that what is measured is the engine's own.
#pragma once

#include "core/engine.h"
#include "tests/bench/engine_bench_jobs.h"
#include "tests/bench/engine_bench_memory.h"

#include <cstddef>
#include <utility>

namespace spool::bench {

/// Children that have ended as soon as they begin; the first one with this exit code.
class InstantRunner final : public core::Runner {
 public:
  explicit InstantRunner(int first = 0) : next_(first) {}
  boost::asio::awaitable<core::Ending> run(core::Command, core::Output&) override {
    core::Ending ending = core::Exited{std::exchange(next_, 0)};
    co_return ending;
  }

 private:
  int next_;
};

/// Asks the run to drain when so many jobs have ended: the rest are pending all the time.
class StopsAfter final : public SilentObserver {
 public:
  StopsAfter(core::RunControl& control, std::size_t jobs) : control_(control), left_(jobs) {}
  void finished(core::JobIndex, core::JobOutcome, double, const core::Error*) override {
    if (left_ == 0 || --left_ > 0) return;
    bytes_at_end_ = bytes_in_use();
    control_.drain();
  }
  [[nodiscard]] double bytes_at_end() const { return bytes_at_end_; }

 private:
  core::RunControl& control_;
  std::size_t left_;
  double bytes_at_end_ = 0;
};

}  // namespace spool::bench
