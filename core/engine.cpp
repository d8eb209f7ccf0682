#include "core/engine.h"

#include "core/engine_run.h"

namespace spool::core {

Engine::Engine(boost::asio::any_io_executor executor, Runner& runner, Slots& slots)
    : executor_(std::move(executor)), runner_(runner), slots_(slots), arrivals_(executor_) {}

boost::asio::awaitable<GraphReport> Engine::run(Graph& graph, Work& work, Observer& observer, bool keep_going,
                                                RunControl& control) {
  Run run(*this, ++runs_, graph, work, observer, keep_going, control);
  GraphReport report = co_await run.start();
  co_return report;
}

}  // namespace spool::core
