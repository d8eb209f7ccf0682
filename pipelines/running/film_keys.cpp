#include "pipelines/running/film_keys.h"

#include <set>
#include <utility>

#include "core/cache/digest.h"
#include "pipelines/ffmpeg/argv.h"

namespace spool::pipelines {
namespace {

namespace asio = boost::asio;

std::vector<std::string> files_of(const FilmPlan& plan) {
  std::set<std::string> files;
  for (const Job& job : plan.jobs) {
    for (std::string& file : files_read_by(job.spec)) files.insert(std::move(file));
  }
  return {files.begin(), files.end()};
}

/// An ffmpeg that is not known yet has nothing in the cache.
FilmKeys keys_of(const Contents& contents, const Tool& tool, const FilmPlan& plan) {
  const std::optional<std::string> ffmpeg = tool.key();
  if (!ffmpeg) return FilmKeys(plan.jobs.size());
  return job_keys(plan, [&](const std::string& path) { return contents.of(path); }, *ffmpeg);
}

}  // namespace

asio::awaitable<FilmKeys> find_keys(Contents& contents, const Tool& tool, const FilmPlan& plan) {
  std::vector<std::string> files = files_of(plan);
  co_await contents.look_at(std::move(files));
  co_return keys_of(contents, tool, plan);
}

asio::awaitable<FilmKeys> all_keys(Contents& contents, Tool& tool, const FilmPlan& plan) {
  std::vector<std::string> files = files_of(plan);
  co_await contents.read_all(std::move(files));
  const std::string found_out = co_await tool.fingerprint();
  (void)found_out;
  co_return keys_of(contents, tool, plan);
}

asio::awaitable<FilmKeys> known_keys(Contents& contents, const Tool& tool, const FilmPlan& plan) {
  std::vector<std::string> files = files_of(plan);
  co_await contents.recall(std::move(files));
  co_return keys_of(contents, tool, plan);
}

std::string recipe_of(const Job& job, const Tool& tool) {
  Tools tools;
  tools.ffmpeg = tool.path();
  tools.major = tool.capabilities().version.major;
  std::string whole;
  for (const std::string& word : argv_of(job.spec, tools)) whole += word + '\0';
  if (const auto* join = std::get_if<JoinJob>(&job.spec)) whole += concat_list(*join);
  return core::digest_of(whole);
}

}  // namespace spool::pipelines
