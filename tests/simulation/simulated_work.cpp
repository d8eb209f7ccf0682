#include "tests/simulation/simulated_work.h"

#include <functional>
#include <utility>

namespace spool::simulation {
namespace {

using boost::asio::awaitable;

constexpr int tries = 3;

class NoOutput final : public core::Output {
 public:
  bool on_stdout(std::string_view) override { return true; }
  void on_stderr(std::string_view) override {}
};

core::Error error(std::string code, std::string message) {
  return core::Error{std::move(code), std::move(message), "", {}};
}

/// A machine's fault, not the data's.
bool worth_another_try(const core::Ending& ending) { return !std::holds_alternative<core::Exited>(ending); }

}  // namespace

std::string SimulatedWork::part_of(core::JobIndex job, int attempt) const {
  return film_.id_of(job) + "-" + std::to_string(session_) + "-" + std::to_string(attempt) + ".part";
}

core::Entry SimulatedWork::entry(const core::RunEvent& event) const {
  return core::to_entry("run", world_.clock.time_of_day(), event);
}

awaitable<core::Result<void>> SimulatedWork::commit(core::RunEvent event) {
  core::Entry given = entry(event);
  ++world_.waits_begun;
  core::Result<void> done = co_await journal_.commit(std::move(given));
  ++world_.waits_ended;
  co_return done;
}

core::Result<core::Command> SimulatedWork::command(core::JobIndex job, int attempt) {
  for (const core::JobIndex need : film_.jobs[job].needs) {
    const auto found = world_.disk.read(film_.file_of(need));
    world_.expect(found == film_.jobs[need].content, film_.id_of(job), " starts without ",
                  film_.file_of(need));
  }
  const auto due = world_.next_try.find(film_.id_of(job));
  world_.expect(due == world_.next_try.end() || attempt >= due->second, film_.id_of(job),
                " has forgotten a try");
  constexpr std::uint64_t once_in = 20;
  if (world_.dice.chance(world_.troubles.child_fails / once_in))
    return error("disk.full", "no room for its list");
  core::Command command;
  const std::string part = part_of(job, attempt);
  world_.expect(!world_.disk.read(part).has_value(), part, " is used twice");
  command.argv = {part, film_.id_of(job), part, std::to_string(film_.jobs[job].content)};
  return command;
}

std::unique_ptr<core::Output> SimulatedWork::output(core::JobIndex, int) {
  return std::make_unique<NoOutput>();
}

awaitable<core::Verdict> SimulatedWork::judge(core::JobIndex job, int attempt, core::Ending ending,
                                              core::Output&) {
  core::Verdict verdict = core::Succeeded();
  if (film_.jobs[job].bad) {
    verdict = core::Failed(error("render.failed", "bad data"));
  } else if (!core::succeeded(ending)) {
    verdict = co_await failure(job, attempt, ending);
  } else if (world_.disk.read(part_of(job, attempt)) != film_.jobs[job].content) {
    verdict = core::Failed(error("render.short", "not what it should be"));
  } else {
    std::string part = part_of(job, attempt);
    std::string file = film_.file_of(job);
    const bool kept = co_await keep(std::move(part), std::move(file));
    if (!kept) verdict = core::Failed(error("disk.failed", "the disk says no"));
  }
  co_return verdict;
}

awaitable<core::Verdict> SimulatedWork::failure(core::JobIndex job, int attempt, core::Ending ending) {
  core::Error why = error("render.ended", "it ended badly");
  core::Verdict verdict = core::Failed(why);
  if (attempt >= tries) co_return verdict;
  if (!worth_another_try(ending)) {
    if (world_.dice.chance(30)) {
      ++world_.tally["a job was run once more at once"];
      verdict = core::OnceMore(why);
    }
    co_return verdict;
  }
  const core::Milliseconds delay(1 + world_.dice.below(5000));
  core::JobRetried retried;
  retried.job = film_.id_of(job);
  retried.attempt = attempt + 1;
  retried.due = world_.clock.time_of_day() + delay;
  core::RunEvent event = std::move(retried);
  const core::Result<void> recorded = co_await commit(std::move(event));
  if (recorded) {
    ++world_.tally["a job was to be tried later"];
    world_.not_before[film_.id_of(job)] = world_.clock.now() + delay;
    verdict = core::RetryLater(why, delay);
  }
  co_return verdict;
}

awaitable<bool> SimulatedWork::keep(std::string part, std::string file) {
  Disk& disk = world_.disk;
  std::function<void()> sync = [&disk, part] { disk.sync_file(part); };
  std::function<void()> rename = [&disk, part, file] { disk.rename(part, file); };
  std::function<void()> sync_folder = [&disk] { disk.sync_folder(); };
  const bool synced = co_await world_.slowly(std::move(sync));
  if (!synced) co_return false;
  const bool renamed = co_await world_.slowly(std::move(rename));
  if (!renamed) co_return false;
  const bool named = co_await world_.slowly(std::move(sync_folder));
  co_return named;
}

awaitable<core::Result<void>> SimulatedWork::record(core::JobIndex job, int attempt, core::JobOutcome outcome,
                                                    double seconds, const core::Error* why) {
  in_slots_.erase(job);
  core::JobDone done;
  done.job = film_.id_of(job);
  done.outcome = outcome;
  done.attempt = attempt;
  done.seconds = seconds;
  if (why != nullptr) done.code = why->code;
  if (outcome == core::JobOutcome::succeeded) {
    core::MadeFile made;
    made.name = film_.file_of(job);
    made.digest = std::to_string(film_.jobs[job].content);
    done.made.push_back(std::move(made));
  }
  core::RunEvent event = std::move(done);
  core::Result<void> recorded = co_await commit(std::move(event));
  co_return recorded;
}

void SimulatedWork::started(core::JobIndex job, const core::Command&, int attempt) {
  world_.expect_always(in_slots_.insert(job).second, film_.id_of(job), " is in two slots");
  core::JobBegan began;
  began.job = film_.id_of(job);
  began.attempt = attempt;
  journal_.note(entry(began));
}

void SimulatedWork::retrying(core::JobIndex job, int, core::Milliseconds, const core::Error&) {
  in_slots_.erase(job);
}

void SimulatedWork::finished(core::JobIndex job, core::JobOutcome outcome, double, const core::Error*) {
  in_slots_.erase(job);
  if (outcome != core::JobOutcome::succeeded) return;
  const std::string id = film_.id_of(job);
  world_.expect(world_.finished.contains(id), id, " is told as finished, and is not on record");
}

void SimulatedWork::skipped(core::JobIndex job, core::JobIndex) {
  ++world_.tally["a job was skipped"];
  core::JobDone done;
  done.job = film_.id_of(job);
  done.outcome = core::JobOutcome::skipped;
  journal_.note(entry(done));
}

}  // namespace spool::simulation
