#include "pipelines/running/why_not_cached.h"

#include <filesystem>
#include <map>
#include <utility>

#include "core/journal/sqlite_store.h"
#include "pipelines/running/film_run.h"
#include "pipelines/planning/job_keys.h"
#include "pipelines/running/film_keys.h"
#include "pipelines/running/live_run.h"

namespace spool::pipelines {
namespace {

namespace asio = boost::asio;
using Keys = std::map<std::string, std::string>;

/// "titled-2" of "item-3-titled-2": the same file may have been another item then.
std::string without_item(const std::string& job, const std::string& item) {
  if (item.empty()) return job;
  constexpr std::string_view before_number = "item-";
  return job.substr(job.find('-', before_number.size()) + 1);
}

/// What the run knew of a film, by the plan's name of each job.
Keys keys_of(const core::RunHistory& run, const std::string& item) {
  Keys keys;
  const auto film = run.films().find(item);
  if (film == run.films().end() || !film->second.planned) return keys;
  for (const core::PlannedJob& job : film->second.planned->jobs) {
    const auto past = run.jobs().find(job.id);
    if (past != run.jobs().end()) keys.insert_or_assign(without_item(job.id, item), past->second.key);
  }
  return keys;
}

std::string names_of(const std::vector<std::string>& jobs) {
  constexpr std::size_t few = 4;
  if (jobs.size() > few) return std::to_string(jobs.size()) + " jobs";
  std::string names;
  for (const std::string& job : jobs) names += (names.empty() ? "" : ", ") + job;
  return names;
}

std::string why_made_anew(const JobKey& now, const JobKey& before) {
  if (now.digest == before.digest) return "nothing changed, but the result is not in the cache";
  return why_rendered(now, before);
}

/// Why jobs have no key: what is not known yet cannot be in the cache.
class Unknown {
 public:
  Unknown(const RunContext& context, const FilmPlan& plan) : context_(context), plan_(plan) {}

  /// Empty: something else.
  [[nodiscard]] std::string reason(JobIndex job) const {
    if (!context_.preparation.tool().key()) return "this ffmpeg is new here, has changed, or is a script that does not say which one it starts";
    for (const std::string& file : files_read_by(plan_.jobs[job].spec)) {
      if (!context_.contents.of(file)) return std::filesystem::path(file).filename().string() + " is new here, or has changed";
    }
    for (const JobIndex need : plan_.jobs[job].needs) {
      if (std::string of_need = reason(need); !of_need.empty()) return of_need;
    }
    return {};
  }

 private:
  const RunContext& context_;
  const FilmPlan& plan_;
};

}  // namespace

const core::RunHistory* PreviousRun::of(const std::string& state, const std::string& pipeline, const std::string& but) {
  if (!std::exchange(asked_, true)) look(state, pipeline, but);
  return history_ ? &*history_ : nullptr;
}

void PreviousRun::look(const std::string& state, const std::string& pipeline, const std::string& but) {
  const auto journal = core::JournalReader::open(state);
  if (!journal) return;
  const auto run = journal->previous(pipeline, but);
  if (!run || run->empty()) return;
  auto history = journal->history(*run);
  if (history) history_ = std::move(*history);
}

asio::awaitable<std::vector<std::string>> why_not_cached(const RunContext& context, const FilmPlan& plan,
                                                         const std::vector<JobIndex>& to_do, const std::string& item) {
  const auto look = [&] {
    const core::RunHistory* run = context.previous.of(context.state.path(), context.request.pipeline_path(), context.live.id());
    return run == nullptr ? Keys() : keys_of(*run, item);
  };
  const Keys before = co_await context.blocking.run(look);
  // By now more may be known than when the cache was asked.
  const FilmKeys keys = co_await known_keys(context.contents, context.preparation.tool(), plan);
  const Unknown unknown(context, plan);
  std::map<std::string, std::vector<std::string>> jobs_by_reason;
  for (const JobIndex job : to_do) {
    const auto found = before.find(plan.jobs[job].id);
    if (found == before.end()) continue;
    const auto then = job_key_from_json(found->second);
    if (!then) continue;
    const std::string reason = keys[job] ? why_made_anew(*keys[job], *then) : unknown.reason(job);
    if (!reason.empty()) jobs_by_reason[reason].push_back(plan.jobs[job].id);
  }
  std::vector<std::string> sentences;
  sentences.reserve(jobs_by_reason.size());
  for (const auto& [reason, jobs] : jobs_by_reason) sentences.push_back(names_of(jobs) + ": " + reason);
  co_return sentences;
}

}  // namespace spool::pipelines
