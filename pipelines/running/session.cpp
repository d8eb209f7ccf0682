#include "pipelines/running/run.h"

#include <filesystem>
#include <utility>

#include "pipelines/running/dry_run.h"
#include "pipelines/running/resumption.h"
#include "pipelines/running/session_run.h"
#include "pipelines/running/runs.h"

namespace spool::pipelines {

namespace asio = boost::asio;

struct Session::State : SessionParts {
  using SessionParts::SessionParts;
};

std::string RunRequest::pipeline_path() const {
  if (pipeline == "-") return pipeline;
  return (std::filesystem::path(folder) / std::filesystem::path(pipeline).filename()).string();
}

Session::Session(asio::any_io_executor executor, core::Runner& runner, core::EventSink& sink)
    : state_(std::make_unique<State>(std::move(executor), runner, sink)) {}
Session::~Session() = default;

void Session::drain() {
  state_->control.drain();
  state_->runner.continue_all();  // what was stopped by `pause --now` has to run to end
  if (state_->contents) state_->contents->stop();
}

void Session::abort() {
  state_->control.abort();
  if (state_->contents) state_->contents->stop();
}

bool Session::has_followers() const {
  return state_->live != nullptr && state_->live->server() != nullptr && state_->live->server()->has_followers();
}

void Session::publish(std::string_view line) {
  if (has_followers()) state_->live->server()->publish(line);
}

asio::awaitable<RunReport> Session::run(RunRequest request) {
  KeptRequest kept{std::move(request), {}};
  SessionRun run(*state_, std::move(kept));
  const RunReport report = co_await run.start();
  co_return report;
}

asio::awaitable<RunReport> Session::batch(RunRequest request, std::vector<BatchItem> items) {
  KeptRequest kept{std::move(request), std::move(items)};
  SessionRun run(*state_, std::move(kept));
  const RunReport report = co_await run.start();
  co_return report;
}

asio::awaitable<RunReport> Session::resume(ResumeRequest request) {
  Resumption resumption(*state_, std::move(request));
  const RunReport report = co_await resumption.run();
  co_return report;
}

asio::awaitable<DryRun> Session::plan(RunRequest request, std::shared_ptr<const ItemFiles> items) {
  auto plan = co_await plan_only(*state_, std::move(request), std::move(items));
  co_return plan;
}

}  // namespace spool::pipelines
