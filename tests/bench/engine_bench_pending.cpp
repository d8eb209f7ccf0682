#include "tests/bench/engine_bench_pending.h"

#include "core/engine.h"
#include "tests/bench/engine_bench_instant.h"
#include "tests/bench/loop_watch.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <vector>

namespace spool::bench {
namespace {

struct Figures {
  double bytes_a_job = 0;
  double check_ms = 0;
  double longest_block_ms = 0;      ///< wall
  double longest_block_cpu_ms = 0;  ///< of this thread: without what other programs took from us
  core::GraphReport report;
};

/// Each turn of the loop is one handler: nothing else can run meanwhile.
void run_timed(boost::asio::io_context& loop, Figures& figures) {
  for (bool ran = true; ran;) {
    const auto began = std::chrono::steady_clock::now();
    const double cpu = thread_cpu_ms();
    ran = loop.run_one() > 0;
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - began;
    figures.longest_block_ms = std::max(figures.longest_block_ms, took.count());
    figures.longest_block_cpu_ms = std::max(figures.longest_block_cpu_ms, thread_cpu_ms() - cpu);
  }
}

/// `waiting`: all but the first need the first one; else all are ready at once.
Figures measure(int jobs, bool waiting, bool first_fails) {
  constexpr std::size_t jobs_to_run = 20'000;
  Figures figures;
  const double before = bytes_in_use();
  auto graph = std::make_unique<core::Graph>();
  const std::vector<core::JobIndex> root = {0};
  for (int job = 0; job < jobs; ++job) {
    const bool needs_first = waiting && job > 0;
    graph->add(needs_first ? root : std::vector<core::JobIndex>(), job % 1000);
  }
  const auto check_began = std::chrono::steady_clock::now();
  if (!graph->check()) return figures;
  figures.check_ms =
      std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - check_began).count();

  boost::asio::io_context loop;
  InstantRunner runner(first_fails ? 1 : 0);
  core::Slots slots(loop.get_executor(), 8);
  const std::unique_ptr<core::Clock> clock = core::make_clock(loop.get_executor());
  core::Engine engine(loop.get_executor(), runner, slots, *clock);
  core::RunControl control;
  StopsAfter observer(control, jobs_to_run);
  NoopWork work;
  core::EngineSettings settings;
  settings.keep_going = true;
  boost::asio::co_spawn(
      loop, engine.run(*graph, work, observer, settings, control),
      [&](const std::exception_ptr&, core::GraphReport report) { figures.report = std::move(report); });
  loop.run_one();
  figures.bytes_a_job = (bytes_in_use() - before) / jobs;
  run_timed(loop, figures);
  boost::asio::post(loop, [&] { graph.reset(); });
  loop.restart();
  run_timed(loop, figures);
  figures.bytes_a_job = std::max(figures.bytes_a_job, (observer.bytes_at_end() - before) / jobs);
  return figures;
}

void print(const char* name, const Figures& figures) {
  std::printf(
      "\"%s\": {\"bytes_a_job\": %.1f, \"check_ms\": %.1f, \"longest_block_ms\": %.2f, "
      "\"longest_block_cpu_ms\": %.2f}",
      name, figures.bytes_a_job, figures.check_ms, figures.longest_block_ms, figures.longest_block_cpu_ms);
}

}  // namespace

bool measure_pending(int jobs) {
  const Figures ready = measure(jobs, false, false);
  const Figures released = measure(jobs, true, false);
  const Figures skipped = measure(jobs, true, true);
  std::printf("{\"jobs\": %d, ", jobs);
  print("all_ready", ready);
  std::printf(", ");
  print("all_become_ready", released);
  std::printf(", ");
  print("all_skipped", skipped);
  std::printf("}\n");
  const auto all = static_cast<std::size_t>(jobs);
  return ready.report.succeeded > 0 && released.report.succeeded > 0 && skipped.report.skipped + 1 == all;
}

}  // namespace spool::bench
