// Runs as they are found in the state folder: listed, shown, and spoken to. A run with a controller is asked through its socket;
// one without is judged, and changed, by its journal alone. Source: CONTRACT, "Commands" and "Plan, probe, status".
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "core/error.h"
#include "core/journal/run_history.h"

namespace spool::pipelines {

struct RunStatus {
  std::string run;
  std::string pipeline;
  core::RunState state = core::RunState::interrupted;
  core::JobCounts jobs;
  std::vector<core::Delivered> outputs;
  core::Moment submitted;
  std::optional<core::Moment> waits_until;
  std::string reason;   ///< why it ended, where that is not a job's failure
};

/// The run that an id, or an unambiguous prefix of one, means; empty: the newest. Blocks. Errors: `run.unknown`, `run.ambiguous`
/// (names some of them), both exit 2; `run.none` (nothing was given, and there is no run at all) is the caller's to judge.
core::Result<std::string> find_run(const std::string& state, const std::string& given);

/// All that is on record of a run. Blocks. Error `run.unknown`.
core::Result<core::RunHistory> recorded_history(const std::string& state, const std::string& run);

/// Blocks. Newest first.
core::Result<std::vector<RunStatus>> list_runs(const std::string& state);
core::Result<RunStatus> status_of(const std::string& state, const std::string& run);

/// Ids that `resume` could take up, newest first: something is left of them, and nobody holds them. `due`: of these only what waits
/// for no time that is still to come, nor for a person: their wait is over, or they were released. Blocks.
core::Result<std::vector<std::string>> resumable_runs(const std::string& state, bool due);

/// The files of a batch, as given, in their order; none: a single run. Blocks.
core::Result<std::vector<std::string>> items_of(const std::string& state, const std::string& run);

/// What a command did to a run.
struct Told {
  std::size_t running = 0;    ///< jobs that ran when it was asked
  std::size_t waiting = 0;    ///< jobs not started
  bool live = false;          ///< a controller answered
  std::string sentence;       ///< for a person: "paused: 2 jobs run on, 9 wait"
};

/// `now`: stop the children's groups too. Errors: `run.ended` (exit 2: it is over, nothing to pause), `run.unknown`.
boost::asio::awaitable<core::Result<Told>> pause_run(boost::asio::any_io_executor executor, std::string state, std::string run, bool now);
boost::asio::awaitable<core::Result<Told>> release_run(boost::asio::any_io_executor executor, std::string state, std::string run);
boost::asio::awaitable<core::Result<Told>> cancel_run(boost::asio::any_io_executor executor, std::string state, std::string run);
/// Hands on the run's events as lines of `--json`, until its controller closes. A run without a controller: ends at once.
boost::asio::awaitable<core::Result<void>> follow_run(boost::asio::any_io_executor executor, std::string state, std::string run,
                                                      std::function<void(std::string_view)> on_line);

// ---- what is said through the socket: one JSON object a line; the controller's side is running/controlled_run.h ----

/// One line each, without its end. {"do": "pause" | "pause-now" | "release" | "cancel" | "status" | "follow"}
std::string control_request(std::string_view what);
/// {"ok": true, "running": 2, "waiting": 9, "sentence": "..."}; an error: {"ok": false, "code": ..., "message": ..., "hint": ...}
std::string control_answer(const core::Result<Told>& told);
core::Result<Told> told_from_answer(std::string_view line);

}  // namespace spool::pipelines
