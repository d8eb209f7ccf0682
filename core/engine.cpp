#include "core/engine.h"

#include "core/engine_run.h"

namespace spool::core {

boost::asio::awaitable<Result<void>> Work::record(JobIndex, int, JobOutcome, double, const Error*) {
  co_return Result<void>();
}

Engine::Engine(boost::asio::any_io_executor executor, Runner& runner, Slots& slots, Clock& clock)
    : executor_(std::move(executor)), runner_(runner), slots_(slots), clock_(clock), arrivals_(executor_) {}

boost::asio::awaitable<GraphReport> Engine::run(Graph& graph, Work& work, Observer& observer,
                                                EngineSettings settings, RunControl& control) {
  Run run(*this, ++runs_, graph, work, observer, settings, control);
  GraphReport report = co_await run.start();
  co_return report;
}

}  // namespace spool::core
