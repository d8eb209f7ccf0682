// Both sides of the engine's seams, scripted: children that end when the test says so, jobs that mean
// nothing, an observer that writes down what it is told.
#pragma once

#include "core/clock.h"
#include "core/completion.h"
#include "core/engine.h"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace spool::test {

/// argv[0] of a command names the child.
class ScriptedRunner final : public core::Runner {
 public:
  explicit ScriptedRunner(boost::asio::any_io_executor executor) : executor_(std::move(executor)) {}

  boost::asio::awaitable<core::Ending> run(core::Command command, core::Output&) override {
    const std::string name = command.argv.front();
    started.push_back(name);
    if (ends_at_once.contains(name)) co_return ends_at_once.at(name);
    core::CompletionSource<core::Ending> source(executor_);
    running_[name] = &source;
    const core::Waited<core::Ending> ending = co_await source.wait();
    running_.erase(name);
    if (!ending) co_return core::Cancelled();
    co_return *ending;
  }

  void end(const std::string& name, core::Ending ending = core::Exited()) { running_.at(name)->set(ending); }
  [[nodiscard]] std::size_t running() const { return running_.size(); }

  std::vector<std::string> started;
  std::map<std::string, core::Ending> ends_at_once;

 private:
  boost::asio::any_io_executor executor_;
  std::map<std::string, core::CompletionSource<core::Ending>*> running_;
};

/// Stands still until the test moves it. Time that passes and time of day are apart, as a clock that is set
/// moves one alone.
class ScriptedClock final : public core::Clock {
 public:
  explicit ScriptedClock(boost::asio::any_io_executor executor) : executor_(std::move(executor)) {}

  [[nodiscard]] Steady::time_point now() const override { return now_; }
  [[nodiscard]] System::time_point time_of_day() const override { return time_of_day_; }

  boost::asio::awaitable<void> wait(Steady::duration delay) override {
    const Steady::time_point due = now_ + delay;
    co_await wait_while([this, due] { return now_ < due; });
  }
  boost::asio::awaitable<void> wait_until(System::time_point until) override {
    co_await wait_while([this, until] { return time_of_day_ < until; });
  }

  void pass(Steady::duration time) {
    now_ += time;
    set(time_of_day_ + std::chrono::duration_cast<System::duration>(time));
  }
  void set(System::time_point time) {
    time_of_day_ = time;
    wake_.set(true);
  }
  [[nodiscard]] std::size_t waiting() const { return waiting_; }

 private:
  /// Each move of the clock wakes all who wait; those whose time has not come wait on.
  class Moves {
   public:
    explicit Moves(boost::asio::any_io_executor executor) : executor_(std::move(executor)) {}
    void set(bool moved) { std::exchange(source_, fresh())->set(moved); }
    std::shared_ptr<core::CompletionSource<bool>> next() { return source_; }

   private:
    std::shared_ptr<core::CompletionSource<bool>> fresh() {
      return std::make_shared<core::CompletionSource<bool>>(executor_);
    }
    boost::asio::any_io_executor executor_;
    std::shared_ptr<core::CompletionSource<bool>> source_ = fresh();
  };

  boost::asio::awaitable<void> wait_while(std::function<bool()> early) {
    ++waiting_;
    bool cancelled = false;
    while (!cancelled && early()) {
      const auto move = wake_.next();
      const core::Waited<bool> moved = co_await move->wait();
      cancelled = !moved;
    }
    --waiting_;
  }

  boost::asio::any_io_executor executor_;
  Steady::time_point now_{std::chrono::hours(1)};
  System::time_point time_of_day_{std::chrono::hours(24 * 365 * 56)};
  Moves wake_{executor_};
  std::size_t waiting_ = 0;
};

class NoOutput final : public core::Output {
 public:
  bool on_stdout(std::string_view) override { return true; }
  void on_stderr(std::string_view) override {}
};

/// Job 3 of run "a" is the child "a3" (its second attempt "a3/2"); it succeeds if the child does.
class NamedWork : public core::Work {
 public:
  explicit NamedWork(std::string name) : name_(std::move(name)) {}

  core::Result<core::Command> command(core::JobIndex job, int attempt) override {
    if (refused.contains(job)) return core::Error{"disk.full", "no room for its list", "", {}};
    core::Command command;
    command.argv = {name_ + std::to_string(job) + (attempt > 1 ? "/" + std::to_string(attempt) : "")};
    return command;
  }
  std::unique_ptr<core::Output> output(core::JobIndex, int) override { return std::make_unique<NoOutput>(); }

  boost::asio::awaitable<core::Verdict> judge(core::JobIndex job, int attempt, core::Ending ending,
                                              core::Output&) override {
    ++judged;
    if (on_judge) on_judge(job);
    core::Verdict verdict = core::Succeeded();
    const core::Error why{"job.failed", "the child failed", "", {}};
    if (!core::succeeded(ending)) verdict = core::Failed(why, goes_on.contains(job));
    if (!core::succeeded(ending) && attempt <= retries) verdict = core::OnceMore(why);
    if (!core::succeeded(ending) && attempt <= later_tries) verdict = core::RetryLater(why, delay);
    co_return verdict;
  }

  boost::asio::awaitable<core::Result<void>> record(core::JobIndex job, int attempt, core::JobOutcome, double,
                                                    const core::Error* error) override {
    recorded.push_back(std::to_string(job) + "/" + std::to_string(attempt) +
                       (error == nullptr ? "" : " failed"));
    if (records == nullptr) co_return core::Result<void>();
    core::CompletionSource<core::Result<void>> source(records->executor);
    records->open[job] = &source;
    const core::Waited<core::Result<void>> written = co_await source.wait();
    records->open.erase(job);
    co_return *written;
  }

  /// Where there is one, a record is written when the test says so.
  struct Records {
    explicit Records(boost::asio::any_io_executor loop) : executor(std::move(loop)) {}
    boost::asio::any_io_executor executor;
    std::map<core::JobIndex, core::CompletionSource<core::Result<void>>*> open;
  };
  Records* records = nullptr;
  std::vector<std::string> recorded;

  std::map<core::JobIndex, bool> refused;
  std::map<core::JobIndex, bool> goes_on;  ///< whose failure does not hold the others back
  std::function<void(core::JobIndex)> on_judge;
  int retries = 0;      ///< at once
  int later_tries = 0;  ///< after `delay`
  core::Milliseconds delay{1000};
  int judged = 0;

 private:
  std::string name_;
};

/// "start 0", "again 0 after 1", "later 0 after 1", "succeeded 0", "failed 0: why", "skipped 1 because of 0".
class Diary final : public core::Observer {
 public:
  void started(core::JobIndex job, const core::Command&, int) override {
    note("start " + std::to_string(job));
  }
  void retrying(core::JobIndex job, int attempt, core::Milliseconds delay, const core::Error&) override {
    note((delay > core::Milliseconds(0) ? "later " : "again ") + std::to_string(job) + " after " +
         std::to_string(attempt));
  }
  void finished(core::JobIndex job, core::JobOutcome outcome, double, const core::Error* error) override {
    static const std::vector<std::string> words = {"succeeded", "failed",    "timed out",
                                                   "stalled",   "cancelled", "skipped"};
    note(words[static_cast<std::size_t>(outcome)] + " " + std::to_string(job) +
         (error == nullptr ? "" : ": " + error->message));
  }
  void skipped(core::JobIndex job, core::JobIndex cause) override {
    note("skipped " + std::to_string(job) + " because of " + std::to_string(cause));
  }

  std::vector<std::string> lines;

 private:
  void note(std::string line) { lines.push_back(std::move(line)); }
};

}  // namespace spool::test
