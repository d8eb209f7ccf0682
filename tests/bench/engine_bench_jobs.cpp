#include "tests/bench/engine_bench_jobs.h"

#include "tests/bench/engine_bench_latency.h"
#include "tests/bench/engine_bench_usage.h"

#include <memory>

namespace spool::bench {
namespace {

class Discard final : public core::Output {
 public:
  bool on_stdout(std::string_view) override { return true; }
  void on_stderr(std::string_view) override {}
};

class Keep final : public core::Output {
 public:
  explicit Keep(std::string& text) : text_(text) {}
  bool on_stdout(std::string_view chunk) override {
    text_ += chunk;
    return true;
  }
  void on_stderr(std::string_view) override {}

 private:
  std::string& text_;
};

}  // namespace

core::Result<core::Command> NoopWork::command(core::JobIndex, int) {
  core::Command command;
  command.argv = {noop_program};
  return command;
}

std::unique_ptr<core::Output> NoopWork::output(core::JobIndex, int) { return std::make_unique<Discard>(); }

boost::asio::awaitable<core::Verdict> NoopWork::judge(core::JobIndex, int, core::Ending ending,
                                                      core::Output&) {
  core::Verdict verdict = core::Succeeded();
  if (!core::succeeded(ending)) verdict = core::Failed(core::Error{"job.failed", "the child failed", "", {}});
  co_return verdict;
}

core::Result<core::Command> TimedWork::command(core::JobIndex job, int) {
  core::Command command;
  command.argv = {timed_program(), std::to_string(duration_of(job))};
  return command;
}

std::unique_ptr<core::Output> TimedWork::output(core::JobIndex, int) {
  return std::make_unique<Keep>(printed_);
}

}  // namespace spool::bench
