#include "pipelines/running/dry_run.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "core/cache/file_facts.h"
#include "core/error_order.h"
#include "core/file_identity.h"
#include "core/journal/sqlite_store.h"
#include "pipelines/running/batch_items.h"
#include "pipelines/running/faults_without_media.h"
#include "pipelines/running/film_keys.h"
#include "pipelines/running/film_places.h"
#include "pipelines/running/output_check.h"
#include "pipelines/running/placed_film.h"
#include "pipelines/running/preparation.h"

namespace spool::pipelines {
namespace {

namespace asio = boost::asio;

/// Whether the film is there as this plan would make it. Blocks.
bool is_up_to_date(const PlannedOutput& output, const std::optional<JobKey>& key, const core::JournalReader& journal) {
  if (!key) return false;
  const auto identity = core::identify(output.path);
  const auto placed = identity ? placed_film(journal, output.path, *identity) : std::nullopt;
  return placed && placed->key == key->digest;
}

/// By output. Blocks.
std::vector<bool> up_to_date(const FilmPlan& plan, const FilmKeys& keys, const RunRequest& request) {
  std::vector<bool> there(plan.outputs.size());
  const auto journal = core::JournalReader::open(request.state);
  for (std::size_t i = 0; i < plan.outputs.size() && journal; ++i) {
    there[i] = is_up_to_date(plan.outputs[i], keys[plan.outputs[i].job], *journal);
  }
  return there;
}

/// What of the plan would come from the cache, or is not needed because of what would. Blocks.
void mark_cached(FilmPlan& plan, const FilmKeys& keys, const std::vector<bool>& there, const RunRequest& request) {
  const core::Cache cache(request.state, request.cache_limit);
  std::vector<bool> wanted(plan.jobs.size());
  for (std::size_t i = 0; i < plan.outputs.size(); ++i) {
    if (!there[i] || !request.cache) wanted[plan.outputs[i].job] = true;
  }
  for (std::size_t i = plan.jobs.size(); i-- > 0;) {
    Job& job = plan.jobs[i];
    if (!wanted[i]) {
      job.cached = true;
      continue;
    }
    if (!request.cache) {
      job.cached = false;
    } else if (keys[i]) {
      job.cached = cache.has(keys[i]->digest);
    }
    if (job.cached.value_or(false)) continue;
    for (const JobIndex need : job.needs) wanted[need] = true;
  }
}

DryRun judged(Prepared prepared, const FilmKeys& keys, const RunRequest& request, const ItemFiles* items) {
  const std::vector<bool> there = up_to_date(prepared.plan, keys, request);
  const std::vector<bool> may_replace = request.overwrite ? std::vector<bool>(there.size(), true) : there;
  DryRun dry;
  core::Errors exist;
  for (core::Error& error : check_outputs(outputs_of(prepared, may_replace, request), files_of(prepared), items)) {
    // The script refuses an output that exists when it is run; until then it may have gone.
    (error.code == "output.exists" ? exist : prepared.errors).push_back(std::move(error));
  }
  dry.errors = core::in_order_of_place(std::move(prepared.errors), prepared.document->file);
  if (dry.errors.empty()) {
    dry.plan = std::move(prepared.plan);
    mark_cached(dry.plan, keys, there, request);
  }
  std::ranges::move(exist, std::back_inserter(dry.plan.warnings));
  return dry;
}

DryRun refused(core::Errors errors) { return {FilmPlan(), std::move(errors)}; }

}  // namespace

asio::awaitable<DryRun> plan_only(SessionParts& parts, RunRequest request, ItemFilesPtr items) {
  const auto parsed = parse(request.document, request.pipeline);
  if (!parsed) co_return refused(parsed.error());
  const auto open = [&] { return core::FileFacts::open(request.state, true); };
  auto facts = co_await parts.blocking.run(open);
  if (!facts) {
    core::Errors errors = co_await faults_beside(facts.error(), parts.blocking, *parsed, request);
    co_return refused(std::move(errors));
  }
  Preparation preparation(parts.executor, parts.runner, parts.blocking, *facts, false, parts.control, request);
  const auto ready = co_await preparation.start();
  if (!ready) {
    core::Errors errors = co_await faults_beside(ready.error(), parts.blocking, *parsed, request);
    co_return refused(std::move(errors));
  }
  PrepareRequest prepare = prepare_request(request);
  Prepared prepared = co_await preparation.prepare(*parsed, std::move(prepare));
  Contents contents(parts.executor, parts.blocking, *facts);
  const FilmKeys keys = co_await known_keys(contents, preparation.tool(), prepared.plan);
  const auto judge = [&] { return judged(std::move(prepared), keys, request, items.get()); };
  auto dry = co_await parts.blocking.run(judge);
  co_return dry;
}

}  // namespace spool::pipelines
