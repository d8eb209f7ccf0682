// A run is spoken to: through its controller's socket, or where it has none, by its journal.
#include "core/control/control_socket.h"
#include "core/control/holder_end.h"
#include "core/control/run_lock.h"
#include "core/journal/sqlite_store.h"
#include "pipelines/running/runs.h"
#include "pipelines/state/run_folder.h"

#include <boost/asio/async_result.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <utility>

namespace spool::pipelines {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

/// A controller that starts or ends holds the lock for a moment in which it does not listen.
constexpr int rounds = 3;
constexpr auto between_rounds = 1000ms;

enum class Wish { pause, release, cancel };

bool is_over(core::RunState state) {
  using State = core::RunState;
  return state == State::succeeded || state == State::partial || state == State::failed ||
         state == State::cancelled;
}

core::Error over(const std::string& run, core::RunState state) {
  const std::string how =
      state == core::RunState::cancelled ? "was cancelled" : "has ended: " + std::string(to_string(state));
  return {"run.ended", "run " + run + " " + how, "", {}};
}

core::Error no_answer(const std::string& run) {
  return {"run.no_answer",
          "the controller of run " + run + " does not answer",
          "it may be starting or ending just now: try again",
          {}};
}

core::Error stopped(const std::string& run, const core::Holder& holder) {
  const std::string pid = std::to_string(holder.pid);
  return {"run.no_answer",
          "the controller of run " + run + " (process " + pid + ") is stopped, as by Ctrl-Z",
          "let it go on, by `fg` in its terminal or `kill -CONT " + pid + "`, and ask again",
          {}};
}

std::string jobs_wait(std::int64_t count) {
  return std::to_string(count) + (count == 1 ? " job waits" : " jobs wait");
}

std::string paused_words(const std::string& run, std::int64_t waiting) {
  return "paused: no controller runs it, " + jobs_wait(waiting) + "; `spool release " + run +
         "`, then `spool resume " + run + "` take it up";
}

std::string released_words(const std::string& run, std::int64_t waiting, bool was_paused) {
  return std::string(was_paused ? "released" : "it was not paused") + ": no controller runs it, " +
         jobs_wait(waiting) + "; `spool resume " + run + "` takes it up";
}

/// What is to be recorded of a wish; nothing where the run is as wished already.
std::vector<core::RunEvent> events_for(Wish wish, const core::RunHistory& history) {
  switch (wish) {
    case Wish::pause:
      if (!history.paused()) return {core::RunPauseAsked()};
      return {};
    case Wish::release:
      if (history.paused()) return {core::RunReleaseAsked()};
      return {};
    case Wish::cancel:
      break;
  }
  core::RunEnded ended;  // nobody else will say that it is over
  ended.outcome = core::RunOutcome::cancelled;
  ended.exit_code = 1;
  ended.jobs = history.counts(false);
  ended.outputs = history.outputs();
  return {core::RunCancelAsked(), std::move(ended)};
}

Told told_of(Wish wish, const std::string& run, const core::RunHistory& before) {
  const std::int64_t waiting = before.counts(false).waiting;
  Told told;
  told.waiting = static_cast<std::size_t>(waiting);
  switch (wish) {
    case Wish::pause:
      told.sentence = paused_words(run, waiting);
      break;
    case Wish::release:
      told.sentence = released_words(run, waiting, before.paused());
      break;
    case Wish::cancel:
      told.sentence = "cancelled: no controller ran it, " + std::to_string(waiting) +
                      (waiting == 1 ? " job" : " jobs") + " will not start";
      break;
  }
  return told;
}

asio::awaitable<core::Result<void>> append(core::Store& store, std::vector<core::Entry> group) {
  using Token = asio::use_awaitable_t<>;
  const auto initiate = [&store](auto handler, std::vector<core::Entry> entries) {
    auto shared = std::make_shared<decltype(handler)>(std::move(handler));  // a Done can be copied
    store.append(std::move(entries), [shared](core::Result<void> done) { (*shared)(std::move(done)); });
  };
  Token token;
  auto on_record =
      co_await asio::async_initiate<Token, void(core::Result<void>)>(initiate, token, std::move(group));
  co_return on_record;
}

/// In its controller's place, for a moment. None: somebody has become that.
asio::awaitable<std::optional<core::Result<Told>>> by_journal(asio::any_io_executor executor,
                                                              std::string state, std::string run, Wish wish) {
  const auto lock = core::RunLock::take_for_a_moment(run_folder_path(state, run));
  if (!lock && lock.error().code == "run.held") co_return std::nullopt;
  if (!lock) co_return lock.error();
  // Only now nothing changes any more.
  const auto history = recorded_history(state, run);
  if (!history) co_return history.error();
  if (is_over(history->state(false))) co_return over(run, history->state(false));
  const core::Moment now = std::chrono::system_clock::now();
  std::vector<core::Entry> group;
  for (const core::RunEvent& event : events_for(wish, *history))
    group.push_back(core::to_entry(run, now, event));
  if (!group.empty()) {
    auto store = core::SqliteStore::open(executor, state);
    if (!store) co_return store.error();
    const auto on_record = co_await append(**store, std::move(group));
    if (!on_record) co_return on_record.error();
  }
  core::Result<Told> told = told_of(wish, run, *history);
  co_return told;
}

asio::awaitable<core::Result<Told>> tell_run(asio::any_io_executor executor, std::string state,
                                             std::string run, Wish wish, std::string request) {
  const std::string folder = run_folder_path(state, run);
  // An ended run's folder may be gone: it is not made again only to be locked.
  const auto before = status_of(state, run);
  if (!before) co_return before.error();
  if (is_over(before->state)) co_return over(run, before->state);
  for (int round = 0; round < rounds; ++round) {
    const auto holder = core::RunLock::holder(folder);
    if (holder) {
      if (core::is_stopped(*holder)) co_return stopped(run, *holder);
      const auto answer = co_await core::ask_controller(executor, folder, request);
      if (answer) co_return told_from_answer(*answer);
    }
    auto told = co_await by_journal(executor, state, run, wish);
    if (told) co_return std::move(*told);
    if (holder) co_await core::until_ended(executor, *holder, between_rounds);
  }
  co_return no_answer(run);
}

}  // namespace

asio::awaitable<core::Result<Told>> pause_run(asio::any_io_executor executor, std::string state,
                                              std::string run, bool now) {
  std::string request = control_request(now ? "pause-now" : "pause");
  return tell_run(std::move(executor), std::move(state), std::move(run), Wish::pause, std::move(request));
}

asio::awaitable<core::Result<Told>> release_run(asio::any_io_executor executor, std::string state,
                                                std::string run) {
  std::string request = control_request("release");
  return tell_run(std::move(executor), std::move(state), std::move(run), Wish::release, std::move(request));
}

asio::awaitable<core::Result<Told>> cancel_run(asio::any_io_executor executor, std::string state,
                                               std::string run) {
  std::string request = control_request("cancel");
  return tell_run(std::move(executor), std::move(state), std::move(run), Wish::cancel, std::move(request));
}

asio::awaitable<core::Result<void>> follow_run(asio::any_io_executor executor, std::string state,
                                               std::string run,
                                               std::function<void(std::string_view)> on_line) {
  const std::string folder = run_folder_path(state, run);
  std::optional<core::Result<Told>> answer;
  std::function<void(std::string_view)> hand_on = [&answer, &on_line](std::string_view line) {
    if (answer) {
      on_line(line);
    } else {
      answer = told_from_answer(line);
    }
  };
  for (int round = 0; round < rounds; ++round) {
    const auto holder = core::RunLock::holder(folder);
    if (!holder) co_return boost::system::in_place_value;
    if (core::is_stopped(*holder)) co_return stopped(run, *holder);
    const auto followed = co_await core::follow_controller(executor, folder, hand_on);
    if (followed && answer->has_error()) co_return answer->error();
    if (followed) co_return followed;
    co_await core::until_ended(executor, *holder, between_rounds);
  }
  co_return no_answer(run);
}

}  // namespace spool::pipelines
