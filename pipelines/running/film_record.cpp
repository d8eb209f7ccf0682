#include "pipelines/running/film_record.h"

#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "pipelines/running/live_run.h"

namespace spool::pipelines {

namespace asio = boost::asio;

FilmRecord::FilmRecord(const RunContext& context, const FilmName& name, Prepared& prepared)
    : context_(context), name_(name), prepared_(prepared), complete_(context.executor) {}

asio::awaitable<core::Result<void>> FilmRecord::begin(const Recall& recall) {
  recipes_ = recall.recipes();
  note_keys(recall.keys());
  auto on_record = co_await put_plan();
  co_return on_record;
}

void FilmRecord::note_keys(const FilmKeys& keys) {
  keyed_.resize(keys.size());
  for (std::size_t job = 0; job < keys.size(); ++job) {
    if (!keys[job] || keyed_[job]) continue;
    keyed_[job] = true;
    context_.live.note(core::JobKeyed{name_.job_prefix + prepared_.plan.jobs[job].id, to_json(*keys[job])});
  }
}

asio::awaitable<core::Result<void>> FilmRecord::put_plan() {
  core::FilmPlanned planned;
  planned.item = name_.item;
  planned.pipeline = prepared_.plan.pipeline;
  for (std::size_t job = 0; job < prepared_.plan.jobs.size(); ++job) {
    const Job& each = prepared_.plan.jobs[job];
    planned.jobs.push_back({name_.job_prefix + each.id, std::string(to_string(each.kind)), recipes_[job]});
  }
  prepared_.decisions.ffmpeg = context_.preparation.tool().known_fingerprint().value_or(std::string());
  planned.decisions = to_json(prepared_.decisions);
  core::RunEvent event = std::move(planned);
  auto on_record = co_await context_.live.commit(std::move(event));
  co_return on_record;
}

void FilmRecord::complete() { asio::co_spawn(context_.executor, add_ffmpeg(), asio::detached); }

/// Who the ffmpeg is may be found out only after the plan has been put on record; without it nobody could tell that it changed.
asio::awaitable<void> FilmRecord::add_ffmpeg() {
  if (prepared_.decisions.ffmpeg.empty()) {
    const std::string ffmpeg = co_await context_.preparation.tool().fingerprint();
    if (!ffmpeg.empty() && !closed_) {
      const auto on_record = co_await put_plan();
      (void)on_record;  // a journal that is broken ends the run at its next job
    }
  }
  complete_.set(true);
}

asio::awaitable<void> FilmRecord::completed() {
  const auto done = co_await complete_.wait();
  (void)done;
}

}  // namespace spool::pipelines
