#include "tests/bench/engine_bench_jobs.h"

#include "tests/bench/engine_bench_usage.h"

#include <algorithm>
#include <cstdlib>
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
  explicit Keep(std::vector<std::string>& lines) : lines_(lines) {}
  ~Keep() override { lines_.push_back(text_); }
  bool on_stdout(std::string_view chunk) override {
    text_ += chunk;
    return true;
  }
  void on_stderr(std::string_view) override {}

 private:
  std::vector<std::string>& lines_;
  std::string text_;
};

constexpr double nanoseconds_a_microsecond = 1000;

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
  constexpr core::JobIndex spread = 400;
  constexpr core::JobIndex stride = 157;  // neighbours differ, and all of the spread is met
  core::Command command;
  command.argv = {program_, std::to_string(100 + job * stride % spread)};
  return command;
}

std::unique_ptr<core::Output> TimedWork::output(core::JobIndex, int) {
  return std::make_unique<Keep>(printed_);
}

double TimedWork::median_latency_us(std::size_t slots) const {
  std::vector<long long> begins, ends;
  for (const std::string& line : printed_) {
    char* rest = nullptr;
    begins.push_back(std::strtoll(line.c_str(), &rest, 10));
    ends.push_back(std::strtoll(rest, nullptr, 10));
  }
  std::ranges::sort(begins);
  std::ranges::sort(ends);
  // The first exit makes room for the first start beyond those that filled the slots, and so on.
  std::vector<double> latencies;
  for (std::size_t exit = 0; exit + slots < begins.size(); ++exit) {
    latencies.push_back(static_cast<double>(begins[exit + slots] - ends[exit]) / nanoseconds_a_microsecond);
  }
  if (latencies.empty()) return -1;
  std::ranges::sort(latencies);
  return latencies[latencies.size() / 2];
}

}  // namespace spool::bench
