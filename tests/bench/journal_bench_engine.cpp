#include "tests/bench/journal_bench_engine.h"

#include "core/child_runner.h"
#include "core/journal/journal.h"
#include "core/journal/run_event.h"
#include "core/journal/sqlite_store.h"
#include "tests/bench/engine_bench_instant.h"
#include "tests/bench/engine_bench_usage.h"
#include "tests/bench/loop_watch.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace spool::bench {
namespace {

std::string id_of(core::JobIndex job) { return "clip-" + std::to_string(job); }

/// Notes each start and commits each end.
class RecordedWork final : public NoopWork {
 public:
  explicit RecordedWork(core::Journal& journal) : journal_(journal) {}

  core::Result<core::Command> command(core::JobIndex job, int attempt) override {
    journal_.note(core::to_entry("bench", now(), core::JobBegan{id_of(job), attempt}));
    ++events_;
    return NoopWork::command(job, attempt);
  }

  boost::asio::awaitable<core::Result<void>> record(core::JobIndex job, int attempt, core::JobOutcome outcome,
                                                    double seconds, const core::Error*) override {
    core::JobDone done;
    done.job = id_of(job);
    done.outcome = outcome;
    done.attempt = attempt;
    done.seconds = seconds;
    core::MadeFile made;
    made.name = done.job + ".1.mp4";
    made.size = 1'000'000;
    made.digest = "0123456789abcdef0123456789abcdef";
    done.made.push_back(std::move(made));
    core::Entry entry = core::to_entry("bench", now(), done);
    ++events_;
    core::Result<void> recorded = co_await journal_.commit(std::move(entry));
    co_return recorded;
  }

  [[nodiscard]] std::size_t events() const { return events_; }

 private:
  static core::Moment now() { return std::chrono::system_clock::now(); }
  core::Journal& journal_;
  std::size_t events_ = 0;
};

/// A loop with a journal and an engine on it.
struct Bench {
  static std::unique_ptr<core::SqliteStore> open(boost::asio::io_context& loop, const std::string& state) {
    auto store = core::SqliteStore::open(loop.get_executor(), state);
    if (store) return std::move(*store);
    std::fprintf(stderr, "%s\n", core::to_line(store.error()).c_str());
    std::exit(1);
  }

  Bench(const std::string& state, core::Runner& runner, std::size_t slot_count, boost::asio::io_context& on)
      : loop(on),
        store(open(loop, state)),
        journal(loop.get_executor(), *store),
        slots(loop.get_executor(), slot_count),
        clock(core::make_clock(loop.get_executor())),
        engine(loop.get_executor(), runner, slots, *clock) {}

  void start(core::Graph& graph, core::Work& work, core::Observer& observer, std::function<void()> then) {
    core::EngineSettings settings;
    settings.keep_going = true;
    boost::asio::co_spawn(loop, engine.run(graph, work, observer, settings, control),
                          [this, over = std::move(then)](const std::exception_ptr&, core::GraphReport given) {
                            report = std::move(given);
                            boost::asio::post(loop, over);
                          });
  }

  boost::asio::io_context& loop;
  std::unique_ptr<core::SqliteStore> store;
  core::Journal journal;
  core::Slots slots;
  std::unique_ptr<core::Clock> clock;
  core::Engine engine;
  core::RunControl control;
  std::optional<core::GraphReport> report;
};

/// Asks the run to drain when so many jobs have started: the rest are pending all the time.
class StopsAtStart final : public SilentObserver {
 public:
  StopsAtStart(core::RunControl& control, std::size_t jobs) : control_(control), left_(jobs) {}
  void started(core::JobIndex, const core::Command&, int) override {
    if (left_ > 0 && --left_ == 0) control_.drain();
  }

 private:
  core::RunControl& control_;
  std::size_t left_;
};

}  // namespace

bool run_chain_on_record(int jobs, const std::string& state) {
  const Usage usage;
  core::Graph graph;
  for (int job = 0; job < jobs; ++job) {
    const std::vector<core::JobIndex> before(job > 0 ? 1 : 0, static_cast<core::JobIndex>(job - 1));
    graph.add(before, 1);
  }
  if (!graph.check()) return false;
  boost::asio::io_context loop;
  core::ChildRunner runner(loop.get_executor());
  Bench bench(state, runner, 1, loop);
  RecordedWork work(bench.journal);
  SilentObserver observer;
  bench.start(graph, work, observer, [] {});
  loop.run();
  usage.print(jobs);
  return bench.report && bench.report->all_succeeded();
}

bool run_pending_on_record(int jobs, const std::string& state) {
  constexpr std::size_t jobs_to_run = 100'000;
  constexpr std::size_t slots = 8;
  boost::asio::io_context loop;
  InstantRunner runner;
  Bench bench(state, runner, slots, loop);
  const double before = bytes_in_use();
  auto graph = std::make_unique<core::Graph>();
  const std::vector<core::JobIndex> root = {0};
  for (int job = 0; job < jobs; ++job) graph->add(job > 0 ? root : std::vector<core::JobIndex>(), job % 1000);
  if (!graph->check()) return false;

  RecordedWork work(bench.journal);
  StopsAtStart observer(bench.control, std::min<std::size_t>(jobs_to_run, graph->size()));
  LoopWatch watch;
  const auto began = std::chrono::steady_clock::now();
  std::chrono::duration<double> took(0);
  double bytes = bytes_in_use();
  bench.start(*graph, work, observer, [&] {
    took = std::chrono::steady_clock::now() - began;
    bytes = std::max(bytes, bytes_in_use());
    graph.reset();  // the loop is held by that, too
  });
  boost::asio::co_spawn(loop, watch.watch([&] { return graph != nullptr; }), boost::asio::detached);
  loop.run();
  std::printf(
      "{\"jobs\": %d, \"bytes_a_job\": %.1f, \"events\": %zu, \"events_per_s\": %.0f, \"longest_block_ms\": "
      "%.2f, "
      "\"longest_block_cpu_ms\": %.2f}\n",
      jobs, (bytes - before) / jobs, work.events(), static_cast<double>(work.events()) / took.count(),
      watch.longest_block_ms, watch.longest_block_cpu_ms);
  return bench.report->succeeded > 0 && !bench.report->lost;
}

}  // namespace spool::bench
