#include "pipelines/running/live_run.h"

#include <array>
#include <chrono>
#include <utility>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <unistd.h>

#include "pipelines/running/runs.h"
#include "pipelines/state/bytes_json.h"
#include "pipelines/state/run_folder.h"

namespace spool::pipelines {
namespace {

namespace asio = boost::asio;

core::Moment now() { return std::chrono::system_clock::now(); }

std::string host_name() {
  std::array<char, 256> name = {};
  if (::gethostname(name.data(), name.size() - 1) != 0) return {};
  return name.data();
}

std::string what_is_asked(const std::string& request) {
  boost::system::error_code error;
  const boost::json::value value = boost::json::parse(request, error);
  const auto* object = error ? nullptr : value.if_object();
  return object == nullptr ? std::string() : bytes_at(*object, "do");
}

std::string jobs(std::int64_t count, std::string_view one, std::string_view many) {
  std::string text = std::to_string(count);
  text += count == 1 ? " job " : " jobs ";
  text += count == 1 ? one : many;
  return text;
}

core::Error no_such_request() {
  return {"run.no_such_request", "the controller does not know this request", "is it another version of Spool?", {}};
}

core::Error was_cancelled(const std::string& run) { return {"run.ended", "run " + run + " was cancelled", "", {}}; }

}  // namespace

LiveRun::LiveRun(Around around, Teller teller) : around_(std::move(around)), teller_(std::move(teller)) {}

LiveRun::LiveRun(Around around, Teller teller, core::RunHistory history, core::RunLock lock)
    : around_(std::move(around)), teller_(std::move(teller)), history_(std::move(history)), lock_(std::move(lock)) {}

LiveRun::~LiveRun() = default;

asio::awaitable<core::Result<void>> LiveRun::begin(std::string pipeline, std::string request) {
  if (begun()) co_return core::Result<void>();
  const std::string folder = run_folder_path(around_.state.path(), id());
  if (!lock_) {
    const auto take = [folder] { return core::RunLock::take(folder); };
    auto lock = co_await around_.blocking.run(take);
    if (!lock) co_return lock.error();
    lock_ = std::move(*lock);
  }
  core::ControlServer::Answer answer_to = [this](std::string asked) { return answer(std::move(asked)); };
  auto server = core::ControlServer::listen(around_.executor, folder, std::move(answer_to));
  if (!server) co_return server.error();
  server_ = std::move(*server);
  if (!history_.submitted()) note(core::RunSubmitted{std::move(pipeline), std::move(request)});
  if (history_.paused()) note(core::RunReleaseAsked());  // whoever takes it up wants it to go on
  core::RunEvent taken = core::RunTaken{history_.sessions() + 1, ::getpid(), host_name()};
  auto on_record = co_await commit(std::move(taken));
  co_return on_record;
}

asio::awaitable<core::Result<void>> LiveRun::commit(core::RunEvent event) {
  const core::Moment at = now();
  history_.apply(at, event);
  core::Entry entry = core::to_entry(id(), at, event);
  auto on_record = co_await around_.state.journal().commit(std::move(entry));
  co_return on_record;
}

void LiveRun::note(core::RunEvent event) {
  const core::Moment at = now();
  history_.apply(at, event);
  around_.state.journal().note(core::to_entry(id(), at, event));
}

asio::awaitable<core::Result<void>> LiveRun::end(core::RunOutcome outcome, int exit_code, std::string reason) {
  if (!begun()) co_return core::Result<void>();
  core::RunEnded ended;
  ended.outcome = outcome;
  ended.exit_code = exit_code;
  ended.jobs = history_.counts(false);
  ended.outputs = history_.outputs();
  ended.reason = std::move(reason);
  core::RunEvent event = std::move(ended);
  auto on_record = co_await commit(std::move(event));
  co_return on_record;
}

asio::awaitable<void> LiveRun::close(core::RunOutcome outcome) {
  if (!begun()) co_return;
  const auto written = co_await around_.state.journal().flush();
  if (written) {
    const auto clear = [this, outcome] {
      clear_away(outcome);
      return true;
    };
    const bool cleared = co_await around_.blocking.run(clear);
    (void)cleared;
  }
  server_->close();  // last: a socket that is left tells of a controller that did not come to its end
}

/// What failed or was interrupted keeps what it has finished, for `resume`; its logs stay, too.
void LiveRun::clear_away(core::RunOutcome outcome) const {
  if (outcome == core::RunOutcome::succeeded || outcome == core::RunOutcome::cancelled) {
    remove_run(around_.state.path(), id());
  } else {
    sweep_run(run_folder_path(around_.state.path(), id()));
  }
}

// ---- asked from another terminal ----

asio::awaitable<std::string> LiveRun::answer(std::string request) {
  const std::string what = what_is_asked(request);
  const core::JobCounts before = history_.counts(true);
  const bool was_paused = history_.paused();
  const auto done = co_await carry_out(what);
  if (!done) co_return control_answer(done.error());
  Told told;
  told.running = static_cast<std::size_t>(before.running);
  told.waiting = static_cast<std::size_t>(before.waiting);
  told.live = true;
  told.sentence = sentence(what, before, was_paused);
  co_return control_answer(told);
}

std::string LiveRun::sentence(std::string_view what, const core::JobCounts& before, bool was_paused) const {
  const std::string run = jobs(before.running, "runs", "run"), wait = jobs(before.waiting, "waits", "wait");
  if (what == "pause" || what == "pause-now") {
    const std::string stand = around_.runner.paused() ? jobs(before.running, "stands still", "stand still")
                                                      : jobs(before.running, "runs to its end", "run to their end");
    return (was_paused ? "paused already: " : "paused: ") + stand + ", " + wait;
  }
  if (what == "release") return (was_paused ? "released: " : "it was not paused: ") + run + ", " + wait;
  if (what == "cancel") return "cancelled: " + jobs(before.running, "ended", "ended") + ", " + jobs(before.waiting, "will not start", "will not start");
  return run + ", " + wait;
}

asio::awaitable<core::Result<void>> LiveRun::carry_out(std::string_view what) {
  core::Result<void> done;
  const bool changes = what == "pause" || what == "pause-now" || what == "release";
  if (changes && history_.cancelled()) {
    done = was_cancelled(id());
  } else if (what == "pause" || what == "pause-now") {
    done = co_await pause(what == "pause-now");
  } else if (what == "release") {
    done = co_await release();
  } else if (what == "cancel") {
    done = co_await cancel();
  } else if (what != "status" && what != "follow") {
    done = no_such_request();
  }
  co_return done;
}

/// Another terminal has asked for it before: it need not be told twice, but may be on its way to the disk still.
asio::awaitable<core::Result<void>> LiveRun::on_record_already() {
  auto written = co_await around_.state.journal().flush();
  co_return written;
}

asio::awaitable<core::Result<void>> LiveRun::pause(bool now) {
  const bool already = history_.paused() && (!now || around_.runner.paused());
  around_.control.pause();
  if (now) around_.runner.pause_all();
  if (already) {
    auto written = co_await on_record_already();
    co_return written;
  }
  core::RunEvent event = core::RunPauseAsked();
  auto on_record = co_await commit(std::move(event));
  const core::JobCounts counts = history_.counts(true);
  teller_.tell(core::RunPaused{counts.running, counts.waiting});
  co_return on_record;
}

asio::awaitable<core::Result<void>> LiveRun::release() {
  if (!history_.paused()) {
    auto written = co_await on_record_already();
    co_return written;
  }
  core::RunEvent event = core::RunReleaseAsked();
  auto on_record = co_await commit(std::move(event));
  if (history_.paused()) co_return on_record;  // again, from another terminal, meanwhile
  around_.runner.continue_all();
  around_.control.release();
  const core::JobCounts counts = history_.counts(true);
  teller_.tell(core::RunReleased{counts.running, counts.waiting});
  co_return on_record;
}

asio::awaitable<core::Result<void>> LiveRun::cancel() {
  core::RunEvent event = core::RunCancelAsked();
  auto on_record = co_await commit(std::move(event));
  around_.control.abort();
  co_return on_record;
}

}  // namespace spool::pipelines
