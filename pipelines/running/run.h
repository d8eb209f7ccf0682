// One pipeline from its document to its films: load, probe, plan, render, check, put in place. Also many of them: a batch.
// Everything said on the way is an event. Source: CONTRACT; DESIGN, "One run, in one breath".
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "core/cache/cache.h"
#include "core/event.h"
#include "core/process.h"
#include "pipelines/planning/film_plan.h"

namespace spool::pipelines {

class ItemFiles;

/// What a person asked for on the command line, paths made absolute.
struct RunRequest {
  std::string pipeline;                                      ///< as given; "-": standard input
  std::string document;                                      ///< its text, already read
  std::string folder;                                        ///< absolute: what paths in the document follow
  std::vector<std::pair<std::string, std::string>> inputs;   ///< -i NAME=PATH, absolute
  std::vector<std::pair<std::string, std::string>> sets;     ///< --set NAME=VALUE
  std::optional<std::string> output;                         ///< -o, absolute
  std::string out_dir;                                       ///< absolute
  int jobs = 1;                                              ///< slots
  bool keep_going = false;
  bool overwrite = false;
  bool optimize = true;
  bool cache = true;                                         ///< false: render all anew (--no-cache)
  std::uint64_t cache_limit = core::Cache::default_limit;    ///< bytes
  std::string state;                                         ///< absolute state folder
  std::string ffmpeg, ffprobe;                               ///< absolute

  /// The pipeline as the journal names it: absolute where it is a file.
  [[nodiscard]] std::string pipeline_path() const;
};

/// A file of a batch.
struct BatchItem {
  std::string item;         ///< as given on the command line (for files of a folder: the folder as given, then the rest)
  std::string path;         ///< absolute
  std::string out_dir;      ///< absolute, subfolders mirrored
  bool found = false;       ///< in a folder, not named by the person
};

/// Which run is to be taken up again, and how.
struct ResumeRequest {
  std::string run;             ///< an id or the start of one; empty: the newest that can be resumed
  std::optional<int> jobs;     ///< slots; none: as recorded
  bool anyway = false;         ///< although inputs, document or ffmpeg have changed
  bool due = false;            ///< all whose wait is over
  std::uint64_t cache_limit = core::Cache::default_limit;
  std::string state;           ///< absolute
  std::string ffmpeg, ffprobe; ///< absolute
};

/// How it all ended; the events have said everything else.
struct RunReport {
  int exit_code = 0;
  bool interrupted = false;
};

/// What a run would do.
struct DryRun {
  FilmPlan plan;         ///< its warnings are to be told, also where there are errors
  core::Errors errors;   ///< why it would not begin
};

/// What a run needs from around it. `stop` is called by the face on signals.
class Session {
 public:
  Session(boost::asio::any_io_executor executor, core::Runner& runner, core::EventSink& sink);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// Renders; resumes when everything has ended and nothing partial is left.
  boost::asio::awaitable<RunReport> run(RunRequest request);
  /// Plans only (probing the inputs); writes nothing anywhere. `items`: of a batch, all its files.
  boost::asio::awaitable<DryRun> plan(RunRequest request, std::shared_ptr<const ItemFiles> items);
  /// Items are judged and rendered as they come. They must have been chosen by `choose_items` (running/batch_items.h).
  boost::asio::awaitable<RunReport> batch(RunRequest request, std::vector<BatchItem> items);

  /// Takes up a run where it was left: what is finished, there and whole is not made again. Several where all that are due are
  /// asked for; the report is then the worst.
  boost::asio::awaitable<RunReport> resume(ResumeRequest request);

  /// Events as lines of `--json` go to those who follow the run from another terminal.
  [[nodiscard]] bool has_followers() const;
  void publish(std::string_view line);

  /// First SIGINT: start nothing more, let what runs finish.
  void drain();
  /// Second SIGINT, SIGTERM, SIGHUP, broken output: end what runs.
  void abort();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace spool::pipelines
