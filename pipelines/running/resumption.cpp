#include "pipelines/running/resumption.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <utility>

#include "pipelines/running/replay.h"
#include "pipelines/running/runs.h"
#include "pipelines/state/run_folder.h"

namespace spool::pipelines {
namespace {

namespace asio = boost::asio;

core::Result<core::RunHistory> history_of(const std::string& state, const std::string& run) {
  const auto journal = core::JournalReader::open(state);
  if (!journal) return journal.error();
  return journal->history(run);
}

/// The document as a file; what came through standard input cannot have changed.
bool document_has_changed(const RunRequest& request) {
  if (request.pipeline == "-") return false;
  std::ifstream file(request.pipeline_path(), std::ios::binary);
  const std::string now{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  return !file || now != request.document;
}

}  // namespace

asio::awaitable<RunReport> Resumption::run() {
  const Teller early(parts_.sink, "", "");
  const auto opened = co_await parts_.open_state(request_.state, request_.cache_limit);
  if (!opened) {
    early.error(opened.error());
    co_return RunReport{core::exit_code_of(opened.error()), false};
  }
  const auto runs = co_await runs_meant();
  if (!runs) {
    early.error(runs.error());
    co_return RunReport{core::exit_code_of(runs.error()), false};
  }
  if (runs->empty()) {
    early.note({"note.nothing_to_resume", request_.due ? "no run is due" : "nothing is left to be resumed", "", {}});
  }
  RunReport worst;
  for (const std::string& run : *runs) {
    if (parts_.control.mode() != core::StopMode::go_on) break;
    const RunReport report = co_await take_up(run);
    worst.exit_code = std::max(worst.exit_code, report.exit_code);
    worst.interrupted = worst.interrupted || report.interrupted;
  }
  co_return worst;
}

asio::awaitable<core::Result<std::vector<std::string>>> Resumption::runs_meant() {
  const auto look = [this]() -> core::Result<std::vector<std::string>> {
    if (!request_.run.empty()) {
      auto found = find_run(request_.state, request_.run);
      if (!found) return found.error();
      return std::vector<std::string>{std::move(*found)};
    }
    auto runs = resumable_runs(request_.state, request_.due);
    if (runs && !request_.due && runs->size() > 1) runs->resize(1);
    return runs;
  };
  auto runs = co_await parts_.blocking.run(look);
  co_return runs;
}

asio::awaitable<RunReport> Resumption::take_up(std::string run) {
  const Teller teller(parts_.sink, run, "");
  auto taken = co_await take_over(run);
  if (!taken) {
    teller.error(taken.error());
    co_return RunReport{core::exit_code_of(taken.error()), false};
  }
  if (!*taken) {
    teller.note({"note.nothing_to_resume", "the run has succeeded; nothing is left to be done", "", {}});
    co_return RunReport();
  }
  Taken own = std::move(**taken);
  if (own.document_is_other) {
    teller.note({"note.recorded_document",
                 "the document " + own.request.run.pipeline_path() +
                     " has changed, or is gone: the run goes on with it as it was when the run began",
                 "for the films of the new one run it anew", {}});
  }
  SessionRun session(parts_, std::move(own.request), std::move(own.left));
  const RunReport report = co_await session.start();
  co_return report;
}

asio::awaitable<core::Result<Resumption::MaybeTaken>> Resumption::take_over(std::string run) {
  const auto take = [this, run]() -> core::Result<MaybeTaken> {
    const auto before = history_of(request_.state, run);
    if (!before) return before.error();
    if (before->cancelled()) {
      return core::Error{"run.cancelled", "the run " + run + " was cancelled", "run the pipeline anew: what was finished is in the cache", {}};
    }
    if (!before->can_be_resumed()) return MaybeTaken();
    const std::string folder = run_folder_path(request_.state, run);
    auto lock = core::RunLock::take(folder);
    if (!lock) return lock.error();
    auto history = history_of(request_.state, run);  // its holder may have gone on until now
    if (!history) return history.error();
    if (!history->can_be_resumed()) return MaybeTaken();
    auto kept = request_from_json(history->submitted()->request);
    if (!kept) return kept.error();
    kept->run.state = request_.state;
    kept->run.ffmpeg = request_.ffmpeg;
    kept->run.ffprobe = request_.ffprobe;
    kept->run.cache_limit = request_.cache_limit;
    if (request_.jobs) kept->run.jobs = *request_.jobs;
    const bool is_other = document_has_changed(kept->run);
    if (is_other && !request_.anyway) {
      return refuse_changes({"the document " + kept->run.pipeline_path() + " has changed, or is gone"}).error();
    }
    sweep_run(folder);
    return MaybeTaken(Taken{LeftRun{run, std::move(*history), std::move(*lock), request_.anyway}, std::move(*kept), is_other});
  };
  auto taken = co_await parts_.blocking.run(take);
  co_return taken;
}

}  // namespace spool::pipelines
