#include "pipelines/running/runs.h"

#include "core/control/run_lock.h"
#include "core/journal/sqlite_store.h"
#include "pipelines/running/request_json.h"
#include "pipelines/state/run_folder.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace spool::pipelines {
namespace {

constexpr std::size_t most_named = 5;

core::Result<std::string> the_run(std::string id) {
  // Said in full: a text alone could also become an Error's code.
  return core::Result<std::string>(boost::system::in_place_value, std::move(id));
}

core::Error ambiguous(const std::string& given, const std::vector<std::string>& meant) {
  std::string names;
  for (std::size_t i = 0; i < meant.size() && i < most_named; ++i) names += (i > 0 ? ", " : "") + meant[i];
  if (meant.size() > most_named) names += ", …";
  return {"run.ambiguous",
          std::to_string(meant.size()) + " runs begin with '" + given + "': " + names,
          "write more of the one you mean",
          {}};
}

bool held(const std::string& state, const std::string& run) {
  return core::RunLock::holder(run_folder_path(state, run)).has_value();
}

/// Whether its controller lives is looked at only where that makes a difference: of 10,000 runs nearly all
/// have ended.
bool is_over(const core::RunHistory& history) {
  return history.ended() && history.ended()->outcome != core::RunOutcome::interrupted;
}

RunStatus status_from(const std::string& state, std::string run, const core::RunHistory& history) {
  const bool lives = !is_over(history) && held(state, run);
  RunStatus status;
  status.run = std::move(run);
  if (history.submitted()) status.pipeline = history.submitted()->pipeline;
  status.state = history.state(lives);
  status.jobs = history.counts(lives);
  status.outputs = history.outputs();
  status.submitted = history.submitted_at();
  if (status.state == core::RunState::waiting) status.waits_until = history.waits_until();
  if (history.ended()) status.reason = history.ended()->reason;
  return status;
}

/// Calls `each` with every run's id and history, newest first.
template <class Each>
core::Result<void> for_each_run(const std::string& state, Each each) {
  const auto reader = core::JournalReader::open(state);
  if (!reader) return reader.error();
  const auto runs = reader->heads(0);
  if (!runs) return runs.error();
  for (const std::vector<core::Entry>& entries : *runs) {
    if (entries.empty()) continue;
    const auto history = core::RunHistory::fold(entries);
    if (!history) return history.error();
    each(entries.front().run, *history);
  }
  return boost::system::in_place_value;
}

}  // namespace

core::Result<std::string> find_run(const std::string& state, const std::string& given) {
  const auto reader = core::JournalReader::open(state);
  if (!reader) return reader.error();
  auto runs = reader->runs();
  if (!runs) return runs.error();
  if (given.empty()) {
    if (runs->empty()) return core::Error{"run.none", "there is no run yet", "`spool run` makes one", {}};
    return the_run(std::move(runs->front()));
  }
  std::vector<std::string> meant;
  for (std::string& run : *runs) {
    if (run == given) return the_run(std::move(run));
    if (run.starts_with(given)) meant.push_back(std::move(run));
  }
  if (meant.empty())
    return core::Error{"run.unknown", "there is no run '" + given + "'", "`spool runs` lists them", {}};
  if (meant.size() > 1) return ambiguous(given, meant);
  return the_run(std::move(meant.front()));
}

core::Result<core::RunHistory> recorded_history(const std::string& state, const std::string& run) {
  const auto reader = core::JournalReader::open(state);
  if (!reader) return reader.error();
  const auto entries = reader->entries(run);
  if (!entries) return entries.error();
  if (entries->empty())
    return core::Error{"run.unknown", "there is no run '" + run + "'", "`spool runs` lists them", {}};
  return core::RunHistory::fold(*entries);
}

core::Result<std::vector<RunStatus>> list_runs(const std::string& state) {
  std::vector<RunStatus> all;
  const auto read = for_each_run(state, [&](const std::string& run, const core::RunHistory& history) {
    all.push_back(status_from(state, run, history));
  });
  if (!read) return read.error();
  return all;
}

core::Result<RunStatus> status_of(const std::string& state, const std::string& run) {
  const auto history = recorded_history(state, run);
  if (!history) return history.error();
  return status_from(state, run, *history);
}

core::Result<std::vector<std::string>> items_of(const std::string& state, const std::string& run) {
  const auto history = recorded_history(state, run);
  if (!history) return history.error();
  std::vector<std::string> names;
  if (!history->submitted()) return names;
  const auto request = request_from_json(history->submitted()->request);
  if (!request) return request.error();
  for (const BatchItem& item : request->items) names.push_back(item.item);
  return names;
}

core::Result<std::vector<std::string>> resumable_runs(const std::string& state, bool due) {
  const core::Moment now = std::chrono::system_clock::now();
  std::vector<std::string> ids;
  const auto read = for_each_run(state, [&](const std::string& run, const core::RunHistory& history) {
    if (!history.can_be_resumed()) return;
    const bool waits = history.state(false) == core::RunState::waiting;
    const bool too_early = history.waits_until() && *history.waits_until() > now;
    if (due && (!waits || too_early)) return;
    if (!held(state, run)) ids.push_back(run);
  });
  if (!read) return read.error();
  return ids;
}

}  // namespace spool::pipelines
