// The jobs of the engine's benchmark.
#pragma once

#include "core/engine.h"

#include <memory>
#include <string>

namespace spool::bench {

/// Every job is the same program; judged by its exit alone.
class NoopWork : public core::Work {
 public:
  core::Result<core::Command> command(core::JobIndex job, int attempt) override;
  std::unique_ptr<core::Output> output(core::JobIndex job, int attempt) override;
  boost::asio::awaitable<core::Verdict> judge(core::JobIndex job, int attempt, core::Ending ending,
                                              core::Output& output) override;
};

/// Jobs of 100 to 500 ms, which say when they began and ended.
class TimedWork final : public NoopWork {
 public:
  core::Result<core::Command> command(core::JobIndex job, int attempt) override;
  std::unique_ptr<core::Output> output(core::JobIndex job, int attempt) override;

  [[nodiscard]] const std::string& printed() const { return printed_; }

 private:
  std::string printed_;
};

class SilentObserver : public core::Observer {
 public:
  void started(core::JobIndex, const core::Command&, int) override {}
  void retrying(core::JobIndex, int, core::Milliseconds, const core::Error&) override {}
  void finished(core::JobIndex, core::JobOutcome, double, const core::Error*) override {}
  void skipped(core::JobIndex, core::JobIndex) override {}
};

}  // namespace spool::bench
