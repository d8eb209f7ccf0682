// One document with one set of inputs, from its plan to its films in place: what `run` does once and `batch` for each item.
#pragma once

#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "core/blocking.h"
#include "core/engine.h"
#include "core/error.h"
#include "core/event.h"
#include "core/process.h"
#include "core/run_control.h"
#include "pipelines/running/preparation.h"
#include "pipelines/running/teller.h"

namespace spool::pipelines {

/// What all items of a run share. Everything outlives the items.
struct RunContext {
  core::Engine& engine;
  core::Runner& runner;
  core::Blocking& blocking;
  core::RunControl& control;
  Preparation& preparation;
  const RunRequest& request;
};

/// How one document ended.
struct FilmOutcome {
  core::RunOutcome outcome = core::RunOutcome::failed;
  bool rendered = false;           ///< an encode was started
  core::Errors refused;            ///< why nothing was started; told already
};

/// Where one document stands among others of its run.
struct FilmName {
  std::string folder;       ///< of its work files, below STATE/runs
  std::string job_prefix;   ///< keeps job ids unique in a batch; empty elsewhere
  bool in_batch = false;    ///< `run.started` and `run.finished` are told even where nothing could be started
};

/// Plans and renders one document; tells its events. Its folder is made and removed here.
boost::asio::awaitable<FilmOutcome> run_film(RunContext context, const ParsedDocument& parsed, PrepareRequest prepare,
                                             Teller teller, FilmName name);

}  // namespace spool::pipelines
