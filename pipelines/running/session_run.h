// A session's one run, new or taken up again, from the state folder to the exit code.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "core/blocking.h"
#include "core/clock.h"
#include "core/control/run_lock.h"
#include "core/event.h"
#include "core/journal/run_history.h"
#include "core/process.h"
#include "core/run_control.h"
#include "pipelines/running/batch_run.h"
#include "pipelines/running/film_run.h"
#include "pipelines/running/live_run.h"
#include "pipelines/running/request_json.h"
#include "pipelines/running/run.h"
#include "pipelines/state/contents.h"
#include "pipelines/state/state_folder.h"

namespace spool::pipelines {

/// What a session has from its start to its end.
struct SessionParts {
  SessionParts(boost::asio::any_io_executor loop, core::Runner& children, core::EventSink& face)
      : executor(std::move(loop)), runner(children), sink(face), blocking(executor), housekeeping(executor), clock(core::make_clock(executor)) {}

  /// Opens the state folder, and sets off what tidies it. Once; further calls do nothing.
  boost::asio::awaitable<core::Result<void>> open_state(std::string path, std::uint64_t cache_limit);

  boost::asio::any_io_executor executor;
  core::Runner& runner;
  core::EventSink& sink;
  core::Blocking blocking;
  core::Blocking housekeeping;   ///< what nobody waits for
  std::unique_ptr<core::Clock> clock;
  core::RunControl control;
  std::unique_ptr<StateFolder> state;
  std::unique_ptr<Contents> contents;
  LiveRun* live = nullptr;       ///< while there is one
};

/// A run that an earlier controller has left.
struct LeftRun {
  std::string id;
  core::RunHistory history;
  core::RunLock lock;
  bool anyway = false;
};

class SessionRun {
 public:
  SessionRun(SessionParts& parts, KeptRequest request, std::optional<LeftRun> left = {});
  SessionRun(const SessionRun&) = delete;
  SessionRun& operator=(const SessionRun&) = delete;

  boost::asio::awaitable<RunReport> start();

 private:
  class SingleEnding;

  boost::asio::awaitable<core::Errors> beside(core::Error error, const ParsedDocument& parsed);
  boost::asio::awaitable<RunReport> carry_out(LiveRun& live, const ParsedDocument& parsed);
  boost::asio::awaitable<RunReport> single(RunContext context, const ParsedDocument& parsed);
  boost::asio::awaitable<RunReport> batch(RunContext context, const ParsedDocument& parsed);
  /// The document's hooks; gives warnings.
  boost::asio::awaitable<core::Errors> after_the_run(LiveRun& live, const Document& document, const core::RunFinished& finished);
  /// Hooks, the last word on record, then told.
  boost::asio::awaitable<void> end(LiveRun& live, const Document* document, core::RunFinished finished, int exit_code, std::string reason);

  SessionParts& parts_;
  KeptRequest request_;
  std::string kept_;                 ///< the request as the journal has it
  std::optional<LeftRun> left_;
  bool anyway_ = false;
};

}  // namespace spool::pipelines
