// One document with one set of inputs, from its plan to its films in place: what `run` does once and `batch` for each item.
#pragma once

#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "core/blocking.h"
#include "core/clock.h"
#include "core/engine.h"
#include "core/error.h"
#include "core/event.h"
#include "core/process.h"
#include "core/run_control.h"
#include "pipelines/running/item_files.h"
#include "pipelines/running/preparation.h"
#include "pipelines/running/teller.h"
#include "pipelines/state/contents.h"
#include "pipelines/state/state_folder.h"

namespace spool::pipelines {

class LiveRun;
class PreviousRun;

/// What all items of a run share. Everything outlives the items.
struct RunContext {
  boost::asio::any_io_executor executor;
  core::Engine& engine;
  core::Runner& runner;
  core::Blocking& blocking;
  core::Clock& clock;
  core::RunControl& control;
  StateFolder& state;
  Contents& contents;
  Preparation& preparation;
  LiveRun& live;
  PreviousRun& previous;           ///< of the helper thread `blocking`
  const RunRequest& request;
  std::string kept_request;        ///< the request as the journal keeps it
  bool anyway = false;             ///< a run is taken up although what it was made from has changed
  ItemFilesPtr item_files;         ///< of a batch
};

/// How one document ended.
struct FilmOutcome {
  core::RunOutcome outcome = core::RunOutcome::failed;
  bool rendered = false;           ///< it was accepted: what failed after that is a render
  core::Errors refused;            ///< why nothing was started; told already
  core::RunFinished finished;      ///< to be told when it is on record
  std::shared_ptr<const Document> document;   ///< none where that could not be read
  std::string reason;              ///< why it stopped, where that is not a job's failure
};

/// What a run is that was stopped on the way.
core::RunOutcome stopped_outcome(const RunContext& context);

/// The exit code of a run of this film alone.
int exit_code_of(const FilmOutcome& film);

/// Hears how a film ended as soon as that is known. What is left then (large inputs are still being read for the cache) goes on after.
class FilmEnding {
 public:
  FilmEnding() = default;
  FilmEnding(const FilmEnding&) = delete;
  FilmEnding& operator=(const FilmEnding&) = delete;
  virtual ~FilmEnding() = default;
  virtual boost::asio::awaitable<void> film_ended(FilmOutcome outcome) = 0;
};

/// Where one document stands among others of its run.
struct FilmName {
  std::string item;         ///< the file of a batch as given; empty elsewhere
  std::string folder;       ///< of its work files, in the run's: "item-3"; empty elsewhere
  std::string job_prefix;   ///< keeps job ids unique in a batch; empty elsewhere
  [[nodiscard]] bool in_batch() const { return !folder.empty(); }
};

/// Plans and renders one document; tells its events. What the run's history knows of it is not done again.
boost::asio::awaitable<void> run_film(RunContext context, const ParsedDocument& parsed, PrepareRequest prepare, Teller teller,
                                      FilmName name, FilmEnding& ending);

}  // namespace spool::pipelines
