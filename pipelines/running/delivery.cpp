#include "pipelines/running/delivery.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "core/file_identity.h"
#include "core/place_file.h"
#include "pipelines/planning/film_builder.h"
#include "pipelines/running/live_run.h"

namespace spool::pipelines {
namespace {

namespace asio = boost::asio;

/// The folder for a film, and the note of the temporary file beside it.
core::Result<void> make_ready(const std::string& path, const std::string& temporary, const FilmFolder& folder) {
  std::error_code why;
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), why);
  if (why) {
    return core::Error{"output.unwritable", "cannot make the folder of " + path + ": " + why.message(),
                       "choose another place with --out-dir", {}};
  }
  return folder.note_placing(temporary);
}

}  // namespace

core::Delivered as_delivered(const PlannedOutput& planned, bool cached) {
  core::Delivered film;
  film.path = planned.path;
  film.frames = planned.frames;
  film.samples = planned.samples;
  film.seconds = planned.seconds().approximate();
  film.cached = cached;
  return film;
}

Delivery::Delivery(const RunContext& context, const FilmPlan& plan, const FilmFolder& folder, std::string item)
    : context_(context), plan_(plan), folder_(folder), item_(std::move(item)), one_ended_(context.executor) {}

void Delivery::start(JobIndex job, const std::string& key) {
  for (std::size_t i = 0; i < plan_.outputs.size(); ++i) {
    if (plan_.outputs[i].job != job || is_delivered(i)) continue;
    ++under_way_;
    asio::co_spawn(context_.executor, deliver(i, key), asio::detached);
  }
}

asio::awaitable<void> Delivery::finish() {
  while (under_way_ > 0) {
    auto ended = asio::async_initiate<const asio::use_awaitable_t<>, void(core::Waited<bool>)>(
        [this](auto handler) { one_ended_.add(std::move(handler)); }, asio::use_awaitable);
    const auto waited = co_await std::move(ended);
    (void)waited;
  }
}

asio::awaitable<void> Delivery::deliver(std::size_t output, std::string key) {
  auto done = co_await place(output);
  if (done) {
    delivered_.emplace(output, as_delivered(plan_.outputs[output], false));
    done = co_await record(output, std::move(key));
  }
  if (!done && done.error().code != "work.cancelled") {
    core::JobFailure failure{plan_.outputs[output].job, core::JobOutcome::failed, done.error()};
    failures_.push_back(std::move(failure));
  }
  --under_way_;
  if (!one_ended_.empty()) one_ended_.wake_first(true);
}

asio::awaitable<core::Result<void>> Delivery::place(std::size_t output) {
  const PlannedOutput& planned = plan_.outputs[output];
  const std::string temporary = core::temporary_for(planned.path);
  const auto prepare = [this, &planned, temporary] { return make_ready(planned.path, temporary, folder_); };
  const auto ready = co_await context_.blocking.run(prepare);
  if (!ready) co_return ready.error();
  const bool replace = context_.request.overwrite || ours_.contains(output);
  core::AbortSlot abort(context_.control);
  auto token = asio::bind_cancellation_slot(abort.slot(), asio::as_tuple(asio::use_awaitable));
  auto placing = core::place_file(context_.blocking, folder_.path_of(output_of(plan_.jobs[planned.job].spec)), planned.path,
                                  replace ? core::IfExists::replace : core::IfExists::refuse, temporary);
  auto [broken, placed] = co_await asio::co_spawn(context_.executor, std::move(placing), token);
  if (broken) placed = core::Error{"work.cancelled", "putting the film in place was ended", "", {}};
  const auto forget = [this, temporary] {
    folder_.forget_placing(temporary);
    return true;
  };
  const bool forgotten = co_await context_.blocking.run(forget);
  (void)forgotten;
  co_return placed;
}

asio::awaitable<core::Result<void>> Delivery::record(std::size_t output, std::string key) {
  const auto identify = [path = plan_.outputs[output].path] { return core::identify(path); };
  const auto identity = co_await context_.blocking.run(identify);
  if (!identity) co_return identity.error();
  core::OutputPlaced placed{item_, delivered_.at(output), std::move(key), *identity};
  core::RunEvent event = std::move(placed);
  auto on_record = co_await context_.live.commit(std::move(event));
  co_return on_record;
}

std::vector<core::Delivered> Delivery::delivered() const {
  std::vector<core::Delivered> films;
  for (const auto& [position, film] : delivered_) films.push_back(film);
  return films;
}

}  // namespace spool::pipelines
