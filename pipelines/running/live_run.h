// A run while this process carries it out: its lock, its record in the journal, and the socket at which it is asked from other
// terminals. Whatever is told of it is on record first.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "core/blocking.h"
#include "core/control/control_socket.h"
#include "core/control/run_lock.h"
#include "core/error.h"
#include "core/journal/run_history.h"
#include "core/process.h"
#include "core/run_control.h"
#include "pipelines/running/teller.h"
#include "pipelines/state/state_folder.h"

namespace spool::pipelines {

/// One thread: the event loop.
class LiveRun {
 public:
  /// What it works with; all of it outlives the run.
  struct Around {
    boost::asio::any_io_executor executor;
    core::Runner& runner;
    core::Blocking& blocking;
    core::RunControl& control;
    StateFolder& state;
  };

  /// A run that does not exist yet: nothing of it does until `begin`.
  LiveRun(Around around, Teller teller);
  /// A run that an earlier controller has left, with its lock.
  LiveRun(Around around, Teller teller, core::RunHistory history, core::RunLock lock);
  LiveRun(const LiveRun&) = delete;
  LiveRun& operator=(const LiveRun&) = delete;
  ~LiveRun();

  /// Takes the lock (of a new run), opens the socket, records the request and who carries it out.
  boost::asio::awaitable<core::Result<void>> begin(std::string pipeline, std::string request);
  [[nodiscard]] bool begun() const { return server_ != nullptr; }

  /// On record when it resumes.
  boost::asio::awaitable<core::Result<void>> commit(core::RunEvent event);
  /// Goes on record with what is committed next.
  void note(core::RunEvent event);

  /// The last word on it, on record.
  boost::asio::awaitable<core::Result<void>> end(core::RunOutcome outcome, int exit_code, std::string reason);
  /// Followers see the end of the stream, and what nobody needs any more is gone.
  boost::asio::awaitable<void> close(core::RunOutcome outcome);

  [[nodiscard]] const core::RunHistory& history() const { return history_; }
  [[nodiscard]] const std::string& id() const { return teller_.run(); }
  [[nodiscard]] int session() const { return history_.sessions(); }
  /// Somebody asked for its end from another terminal.
  [[nodiscard]] bool cancelled() const { return history_.cancelled(); }
  [[nodiscard]] core::ControlServer* server() const { return server_.get(); }

 private:
  boost::asio::awaitable<std::string> answer(std::string request);
  [[nodiscard]] std::string sentence(std::string_view what, const core::JobCounts& before, bool was_paused) const;
  boost::asio::awaitable<core::Result<void>> carry_out(std::string_view what);
  boost::asio::awaitable<core::Result<void>> on_record_already();
  boost::asio::awaitable<core::Result<void>> pause(bool now);
  boost::asio::awaitable<core::Result<void>> release();
  boost::asio::awaitable<core::Result<void>> cancel();
  void clear_away(core::RunOutcome outcome) const;

  Around around_;
  Teller teller_;
  core::RunHistory history_;
  std::optional<core::RunLock> lock_;
  std::unique_ptr<core::ControlServer> server_;
};

}  // namespace spool::pipelines
