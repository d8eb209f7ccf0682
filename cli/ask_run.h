// What `pause`, `release` and `cancel` share: a run is found, spoken to, and its answer is told.
#pragma once

#include "cli/face.h"
#include "core/error.h"
#include "pipelines/running/runs.h"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <utility>

namespace spool::cli {

using AskRun = std::function<boost::asio::awaitable<core::Result<pipelines::Told>>(
    boost::asio::any_io_executor executor, std::string state, std::string run)>;

/// `run`: as typed. `asked`: the command, for `--json`. Gives the exit code.
int ask_run(const Face& face, const std::string& run, const std::string& asked, const AskRun& ask);

/// The state folder, and in it the run that is meant.
struct FoundRun {
  std::string state, run;
};
core::Result<FoundRun> found_run(const Face& face, const std::string& given);

/// Runs a coroutine to its end on an event loop of its own. Nothing of ours is open meanwhile, so that
/// signals may end it as they do by default.
template <class T>
T carried_out(const std::function<boost::asio::awaitable<T>(boost::asio::any_io_executor)>& work) {
  boost::asio::io_context io(1);
  std::optional<T> result;
  std::exception_ptr failure;
  boost::asio::co_spawn(io, work(io.get_executor()), [&](std::exception_ptr thrown, T value) {
    failure = std::move(thrown);
    result.emplace(std::move(value));
  });
  io.run();
  if (failure) std::rethrow_exception(failure);
  return std::move(*result);
}

}  // namespace spool::cli
