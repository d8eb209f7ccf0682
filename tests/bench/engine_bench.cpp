// spool-bench-engine noop|chain|latency|pending [--jobs N] [--slots N]: what the engine costs, in one line of
// JSON.
#include "core/child_runner.h"
#include "core/engine.h"
#include "tests/bench/engine_bench_jobs.h"
#include "tests/bench/engine_bench_latency.h"
#include "tests/bench/engine_bench_pending.h"
#include "tests/bench/engine_bench_usage.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <array>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>

namespace {

using namespace spool;

void fill(core::Graph& graph, const bench::Options& options) {
  for (int job = 0; job < options.jobs; ++job) {
    const std::array<core::JobIndex, 1> before = {static_cast<core::JobIndex>(job - 1)};
    const bool chained = options.mode == "chain" && job > 0;
    graph.add(chained ? std::span<const core::JobIndex>(before) : std::span<const core::JobIndex>(), 1);
  }
}

core::GraphReport run(core::Graph& graph, core::Work& work, std::size_t slot_count) {
  boost::asio::io_context loop;
  core::ChildRunner runner(loop.get_executor());
  core::Slots slots(loop.get_executor(), slot_count);
  const std::unique_ptr<core::Clock> clock = core::make_clock(loop.get_executor());
  core::Engine engine(loop.get_executor(), runner, slots, *clock);
  core::RunControl control;
  core::EngineSettings settings;
  settings.keep_going = true;
  bench::SilentObserver observer;
  core::GraphReport report;
  boost::asio::co_spawn(
      loop, engine.run(graph, work, observer, settings, control),
      [&](const std::exception_ptr&, core::GraphReport given) { report = std::move(given); });
  loop.run();
  return report;
}

}  // namespace

int main(int argc, char** argv) {
  const auto options = bench::parse(argc, argv);
  if (!options) return 2;
  if (options->mode == "pending") return bench::measure_pending(options->jobs) ? 0 : 1;
  const bench::Usage usage;
  core::Graph graph;
  fill(graph, *options);
  if (!graph.check()) return 1;
  bench::NoopWork noop;
  bench::TimedWork timed;
  const bool latency = options->mode == "latency";
  core::Work& work = latency ? static_cast<core::Work&>(timed) : noop;
  const std::size_t slots = static_cast<std::size_t>(options->slots);
  const core::GraphReport report = run(graph, work, slots);
  if (!report.all_succeeded()) {
    std::fprintf(stderr, "%zu of %d jobs failed\n", report.failed, options->jobs);
    return 1;
  }
  usage.print(options->jobs, latency ? bench::median_latency_us(timed.printed(), slots) : -1);
  return 0;
}
