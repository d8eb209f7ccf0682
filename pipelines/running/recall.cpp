#include "pipelines/running/recall.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include <fcntl.h>

#include "core/cache/digest.h"
#include "core/file_identity.h"
#include "core/unique_fd.h"
#include "pipelines/planning/film_builder.h"
#include "pipelines/running/live_run.h"
#include "pipelines/running/placed_film.h"
#include "pipelines/running/preparation.h"

namespace spool::pipelines {
namespace {

namespace asio = boost::asio;

/// The file is what was recorded when it was made. Blocks.
bool is_whole(const std::string& path, const core::MadeFile& made) {
  const core::UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) return false;
  const auto identity = core::identify(path);
  if (!identity || identity->size != made.size) return false;
  const auto digest = core::digest_of_open_file(file.get(), path);
  return digest && *digest == made.digest;
}

/// What stands at an output's path and what the journal knows of it.
struct Looked {
  bool is_there = false;
  bool unchanged = false;           ///< since the journal's event
  std::string key;                  ///< of that event
  bool of_this_run = false;
  bool as_long = true;              ///< as it is planned now; without some clips a film of this run is another one
};

/// The newest event of the path, of this run or any. Blocks.
Looked look_at(const std::string& path, const core::JournalReader* journal, const core::OutputPlaced* own) {
  Looked looked;
  const auto identity = core::identify(path);
  if (!identity) return looked;
  looked.is_there = true;
  if (own != nullptr && own->identity == *identity) return {true, true, own->key, true};
  if (journal == nullptr) return looked;
  auto placed = placed_film(*journal, path, *identity);
  if (!placed) return looked;
  looked.unchanged = true;
  looked.key = std::move(placed->key);
  return looked;
}

}  // namespace

Recall::Recall(const RunContext& context, const FilmPlan& plan, const FilmName& name, const std::set<std::string>& changed)
    : context_(context),
      plan_(plan),
      name_(name),
      changed_(changed),
      earlier_(plan.jobs.size()),
      outputs_(plan.outputs.size()),
      jobs_(plan.jobs.size(), JobStanding::not_needed),
      taken_(plan.jobs.size()) {
  for (const Job& job : plan.jobs) recipes_.push_back(recipe_of(job, context.preparation.tool()));
  find_earlier();
}

/// What an earlier session finished counts where it is made in the same way from inputs that are the same.
void Recall::find_earlier() {
  const core::RunHistory& history = context_.live.history();
  const auto film = history.films().find(name_.item);
  if (film == history.films().end() || !film->second.planned) return;
  std::map<std::string, std::string> recipes;
  for (const core::PlannedJob& job : film->second.planned->jobs) recipes.emplace(job.id, job.recipe);
  std::vector<bool> differs(plan_.jobs.size());
  for (std::size_t i = 0; i < plan_.jobs.size(); ++i) {
    const Job& job = plan_.jobs[i];
    const std::string id = name_.job_prefix + job.id;
    const auto recipe = recipes.find(id);
    const std::vector<std::string> files = files_read_by(job.spec);
    differs[i] = recipe == recipes.end() || recipe->second != recipes_[i] ||
                 std::ranges::any_of(files, [&](const std::string& file) { return changed_.contains(file); }) ||
                 std::ranges::any_of(job.needs, [&](JobIndex need) { return differs[need]; });
    const auto past = history.jobs().find(id);
    if (differs[i] || past == history.jobs().end() || past->second.state != core::JobPast::State::succeeded) continue;
    if (!past->second.made.empty()) earlier_[i] = past->second.made.front();
  }
}

asio::awaitable<void> Recall::look() {
  keys_ = co_await find_keys(context_.contents, context_.preparation.tool(), plan_);
  const core::RunHistory& history = context_.live.history();
  const auto film = history.films().find(name_.item);
  std::map<std::string, core::OutputPlaced> own;
  if (film != history.films().end()) {
    for (const core::OutputPlaced& placed : film->second.outputs) own.insert_or_assign(placed.film.path, placed);
  }
  const auto look_at_all = [&] {
    auto journal = core::JournalReader::open(context_.state.path());
    std::vector<Looked> looked;
    for (const PlannedOutput& output : plan_.outputs) {
      const auto mine = own.find(output.path);
      looked.push_back(look_at(output.path, journal ? &*journal : nullptr, mine == own.end() ? nullptr : &mine->second));
      // A controller that died between the rename and the record: the film is known by the work file that it is a copy of.
      const auto& made = earlier_[output.job];
      if (looked.back().is_there && !looked.back().unchanged && made && is_whole(output.path, *made)) {
        looked.back() = {true, true, "", true};
      } else if (mine != own.end()) {
        const core::Delivered& placed = mine->second.film;
        looked.back().as_long = placed.frames == output.frames && placed.samples == output.samples;
      }
    }
    return looked;
  };
  const std::vector<Looked> looked = co_await context_.blocking.run(look_at_all);
  for (std::size_t i = 0; i < looked.size(); ++i) {
    const auto& key = keys_[plan_.outputs[i].job];
    const bool same = key && looked[i].key == key->digest;
    outputs_[i].ours = looked[i].unchanged && (same || looked[i].of_this_run);
    outputs_[i].up_to_date = outputs_[i].ours && looked[i].as_long && (looked[i].of_this_run || context_.request.cache);
    if (looked[i].of_this_run && std::ranges::any_of(plan_.jobs, [&](const Job& job) {
          const std::vector<std::string> files = files_read_by(job.spec);
          return std::ranges::any_of(files, [&](const std::string& file) { return changed_.contains(file); });
        })) {
      outputs_[i].up_to_date = false;  // made of what has changed since
    }
  }
}

asio::awaitable<core::Errors> Recall::settle(const FilmFolder& folder) {
  core::Errors warnings;
  std::vector<std::size_t> wanted;
  for (std::size_t i = 0; i < plan_.outputs.size(); ++i) {
    if (!outputs_[i].up_to_date) wanted.push_back(plan_.outputs[i].job);
  }
  std::vector<bool> seen(plan_.jobs.size());
  while (!wanted.empty()) {
    const std::size_t job = wanted.back();
    wanted.pop_back();
    if (seen[job]) continue;
    seen[job] = true;
    const bool is_at_hand = co_await bring(job, folder, warnings);
    jobs_[job] = is_at_hand ? JobStanding::at_hand : JobStanding::to_do;
    if (is_at_hand) continue;
    wanted.insert(wanted.end(), plan_.jobs[job].needs.begin(), plan_.jobs[job].needs.end());
  }
  co_return warnings;
}

asio::awaitable<bool> Recall::bring(std::size_t job, const FilmFolder& folder, core::Errors& warnings) {
  const std::string& name = output_of(plan_.jobs[job].spec);
  const std::string path = folder.path_of(name);
  if (earlier_[job]) {
    const auto look = [&] { return is_whole(path, *earlier_[job]); };
    const bool whole = co_await context_.blocking.run(look);
    if (whole) co_return true;
  }
  if (!keys_[job] || !context_.request.cache) co_return false;
  const auto take = [&] {
    ::unlink(path.c_str());  // what an earlier session left and is not whole
    return context_.state.cache().take(keys_[job]->digest, path);
  };
  const auto taken = co_await context_.blocking.run(take);
  if (!taken) warnings.push_back(taken.error());
  if (!taken || !*taken) co_return false;
  taken_[job] = core::MadeFile{name, (*taken)->size, (*taken)->digest};
  co_return true;
}

}  // namespace spool::pipelines
