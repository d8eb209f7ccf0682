#include "tests/simulation/history.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

namespace spool::simulation {
namespace {

constexpr int troubled_sessions = 5;

Troubles some_troubles(Dice& dice) {
  Troubles troubles;
  if (dice.chance(60)) troubles.child_fails = dice.below(40);
  if (dice.chance(20)) troubles.disk_fails = dice.below(10);
  if (dice.chance(50)) troubles.person_acts = dice.below(30);
  if (dice.chance(30)) troubles.store_fails = dice.below(10);
  return troubles;
}

std::optional<std::size_t> some_death(Dice& dice) {
  if (dice.chance(30)) return std::nullopt;
  return dice.below(80);
}

/// What the journal says of the run now that nobody holds it.
core::RunHistory past_of(World& world) {
  auto past = core::RunHistory::fold(world.committed);
  world.expect_always(past.has_value(), "the journal cannot be read");
  return past ? std::move(*past) : core::RunHistory();
}

/// The state that the journal gives is the one that its last event tells, and its counts are those of the
/// engine.
void look_at_state(World& world, const core::RunHistory& past) {
  const core::RunState state = past.state(false);
  if (!past.ended()) {
    const bool open = state == core::RunState::interrupted || state == core::RunState::paused ||
                      state == core::RunState::waiting || state == core::RunState::cancelled;
    world.expect_always(open, "a run that has not ended is ", core::to_string(state));
    return;
  }
  const core::RunOutcome outcome = past.ended()->outcome;
  const auto is_both = [&](core::RunOutcome told, core::RunState seen) {
    return (outcome == told) == (state == seen);
  };
  const bool same = is_both(core::RunOutcome::succeeded, core::RunState::succeeded) &&
                    is_both(core::RunOutcome::failed, core::RunState::failed);
  world.expect_always(same, "the run is ", core::to_string(state), ", and did not end so");

  core::JobCounts counted;
  for (const auto& [id, job] : past.jobs()) {
    counted.succeeded += job.state == core::JobPast::State::succeeded ? 1 : 0;
    counted.failed += job.state == core::JobPast::State::failed ? 1 : 0;
    counted.skipped += job.state == core::JobPast::State::skipped ? 1 : 0;
  }
  const core::JobCounts& told = past.ended()->jobs;
  world.expect_always(
      counted.succeeded == told.succeeded && counted.failed == told.failed && counted.skipped == told.skipped,
      "the events of the jobs do not add up to the end of the run");
}

void look_at_films(World& world, const std::vector<Film>& films) {
  for (const Film& film : films) {
    for (core::JobIndex job = 0; job < film.jobs.size(); ++job) {
      const auto content = world.disk.durable(film.file_of(job));
      world.expect_always(content == film.jobs[job].content, film.file_of(job), " is not what it should be");
    }
  }
}

}  // namespace

std::string simulate(std::uint64_t seed, Workshop& workshop, Tally& tally) {
  auto owned = std::make_unique<World>(seed, tally);
  World& world = *owned;
  world.answers_a_group = workshop.answers_a_group();
  const bool bad_jobs = world.dice.chance(20);
  std::vector<Film> films;
  films.emplace_back("a", world.dice, bad_jobs);
  if (world.dice.chance(30)) films.emplace_back("b", world.dice, bad_jobs);
  const bool can_succeed = std::ranges::none_of(films, [](const Film& film) {
    return std::ranges::any_of(film.jobs, [](const FilmJob& job) { return job.bad; });
  });

  for (int number = 1; world.wrong.empty(); ++number) {
    const bool calm = number > troubled_sessions;
    world.troubles = calm ? Troubles() : some_troubles(world.dice);
    world.live_again();
    auto session = std::make_unique<Session>(world, films, workshop, number);
    if (!session->live(calm ? std::nullopt : some_death(world.dice))) {
      const World* left_behind = owned.release();  // what is under way in them holds on to them
      static_cast<void>(session.release());
      return left_behind->wrong;
    }
    session.reset();
    const core::RunHistory past = past_of(world);
    look_at_state(world, past);
    const core::RunState state = past.state(false);
    ++tally["a session left the run " + std::string(core::to_string(state))];
    if (state == core::RunState::cancelled) break;
    if (state == core::RunState::succeeded) {
      look_at_films(world, films);
      break;
    }
    if (!calm) continue;
    world.expect_always(!can_succeed && state == core::RunState::failed,
                        "without any trouble it does not succeed");
    break;
  }
  return world.wrong;
}

}  // namespace spool::simulation
