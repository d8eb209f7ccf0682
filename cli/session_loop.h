// One session from its start to the exit code: the event loop, signals, and a reader of `--json` that may go
// away. Source: CONTRACT, "Signals" and "Exit codes".
#pragma once

#include "cli/face.h"
#include "cli/reporter.h"
#include "core/child_runner.h"
#include "pipelines/running/run.h"

#include <boost/asio/awaitable.hpp>

#include <functional>

namespace spool::cli {

using SessionWork = std::function<boost::asio::awaitable<pipelines::RunReport>(pipelines::Session&)>;

/// Gives the exit code, or ends the process by the signal that interrupted the work.
int serve_session(const Face& face, const ReporterOptions& options, SessionWork work);

}  // namespace spool::cli
