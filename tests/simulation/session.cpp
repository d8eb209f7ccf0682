#include "tests/simulation/session.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <utility>

namespace spool::simulation {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr std::size_t most_steps = 100'000;

}  // namespace

Session::Session(World& world, const std::vector<Film>& films, Workshop& workshop, int number)
    : world_(world),
      workshop_(workshop),
      number_(number),
      slots_(world.loop.get_executor(), 1 + world.dice.below(3)),
      machine_(workshop.machine(world, slots_.total())),
      journal_(world.loop.get_executor(), world),
      engine_(world.loop.get_executor(), *machine_, slots_, world.clock) {
  for (const Film& film : films) makings_.emplace_back(film, workshop.work(world, journal_, film, number));
}

// ---- what it does ----

asio::awaitable<void> Session::run() {
  const bool begun = co_await begin();
  if (begun) co_await wait_for_its_time();
  if (begun && !world_.dead) co_await probe();
  if (begun) co_await make_all();
  if (begun) co_await end();
  ended_ = true;
}

asio::awaitable<bool> Session::begin() {
  const auto past = core::RunHistory::fold(world_.committed);
  world_.expect(past.has_value(), "the journal cannot be read");
  if (!past) co_return false;
  take_up(*past);
  waits_until_ = past->waits_until();
  core::RunEvent submitted = core::RunSubmitted();
  if (!past->submitted()) note(submitted);
  for (const Making& making : makings_) {
    core::RunEvent planned = making.film.planned();
    if (!past->films().contains(making.film.name)) note(planned);
  }
  if (number_ == 1 && world_.dice.chance(10)) {
    waits_until_ = world_.clock.time_of_day() + 24h;
    core::RunEvent waiting = core::RunWaiting{*waits_until_};
    note(waiting);
  }
  core::RunTaken taking;
  taking.session = past->sessions() + 1;
  core::RunEvent taken = std::move(taking);
  const bool done = co_await commit(std::move(taken));
  co_return done;
}

void Session::take_up(const core::RunHistory& past) {
  if (past.paused()) {
    ++world_.tally["a paused run was taken up"];
    world_.held = true;
    if (workshop_.remembers_pauses()) control_.pause();
  }
  for (Making& making : makings_) {
    making.graph = making.film.graph();
    making.settings.keep_going = world_.dice.chance(50);
    for (core::JobIndex job = 0; job < making.film.jobs.size(); ++job) {
      const auto known = past.jobs().find(making.film.id_of(job));
      if (known != past.jobs().end()) take_up(making, job, known->second);
    }
    world_.expect(making.graph.check().has_value(), "a plan with a cycle");
  }
  world_.disk.remove_ending(".part");
}

void Session::take_up(Making& making, core::JobIndex job, const core::JobPast& past) {
  if (past.state == core::JobPast::State::succeeded) {
    const auto found = world_.disk.read(making.film.file_of(job));
    world_.expect(found == making.film.jobs[job].content, making.film.file_of(job),
                  " is on record, and is not there");
    making.graph.assume_succeeded(job);
    ++world_.tally["a finished job was found again"];
  } else if (past.attempts > 0) {
    core::EarlierTries earlier;
    earlier.job = job;
    const bool anew = past.state == core::JobPast::State::failed || !workshop_.remembers_tries();
    earlier.attempts = anew ? 0 : past.attempts;
    if (past.due)
      earlier.delay = std::chrono::ceil<core::Milliseconds>(*past.due - world_.clock.time_of_day());
    earlier.delay = std::clamp(earlier.delay, core::Milliseconds(0), core::Milliseconds(5000));
    if (earlier.delay > core::Milliseconds(0)) ++world_.tally["a wait for a try was taken up"];
    world_.not_before[making.film.id_of(job)] = world_.clock.now() + earlier.delay;
    making.settings.earlier.push_back(earlier);
  }
}

asio::awaitable<void> Session::wait_for_its_time() {
  if (!waits_until_) co_return;
  ++world_.tally["a run waited for its time"];
  co_await world_.clock.wait_until(*waits_until_);
}

/// Something beside the jobs that needs a slot for a while.
asio::awaitable<void> Session::probe() {
  std::function<void()> look = [] {};
  for (std::size_t i = 0; i < makings_.size() && !world_.dead; ++i) {
    core::Waited<core::Slots::Lease> lease = co_await slots_.acquire();
    ++leases_;
    std::function<void()> again = look;
    const bool looked = co_await world_.slowly(std::move(again));
    static_cast<void>(looked);
    if (!workshop_.gives_slots_back()) forgotten_.push_back(std::move(*lease));
    lease->release();
    --leases_;
  }
}

asio::awaitable<void> Session::make_all() {
  core::CompletionSource<bool> all(world_.loop.get_executor());
  std::size_t left = makings_.size();
  for (Making& making : makings_) {
    auto made = [&](const std::exception_ptr& thrown, core::GraphReport report) {
      world_.expect_always(!thrown, "the engine threw");
      making.report = std::move(report);
      look_at_report(making);
      if (--left == 0) all.set(true);
    };
    SimulatedWork& work = *making.work;
    asio::co_spawn(world_.loop, engine_.run(making.graph, work, work, making.settings, control_),
                   std::move(made));
  }
  ++world_.waits_begun;
  const core::Waited<bool> done = co_await all.wait();
  ++world_.waits_ended;
  static_cast<void>(done);
}

asio::awaitable<void> Session::end() {
  core::RunEvent last = summary();
  const bool recorded = co_await commit(std::move(last));
  static_cast<void>(recorded);  // where it is not, the run has not ended
}

/// No job is forgotten, and none is left without a reason.
void Session::look_at_report(const Making& making) {
  const core::GraphReport& report = *making.report;
  const std::size_t told =
      report.succeeded + report.failed + report.skipped + report.cancelled + report.not_started;
  world_.expect_always(told == making.graph.size(), "the report of the engine does not add up");
  const bool stopped = report.stop != core::StopMode::go_on;
  world_.expect_always(stopped || report.failed > 0 || report.all_succeeded(),
                       "jobs are left, and nobody knows why");
}

core::RunEnded Session::summary() const {
  core::RunEnded ended;
  bool stopped = false;
  for (const Making& making : makings_) {
    const core::GraphReport& report = *making.report;
    ended.jobs.total += static_cast<std::int64_t>(making.graph.size());
    ended.jobs.succeeded += static_cast<std::int64_t>(report.succeeded);
    ended.jobs.failed += static_cast<std::int64_t>(report.failed);
    ended.jobs.skipped += static_cast<std::int64_t>(report.skipped);
    ended.jobs.waiting += static_cast<std::int64_t>(report.cancelled + report.not_started);
    stopped = stopped || report.stop != core::StopMode::go_on;
  }
  ended.outcome = core::RunOutcome::failed;
  if (ended.jobs.succeeded == ended.jobs.total) ended.outcome = core::RunOutcome::succeeded;
  if (ended.jobs.failed == 0 && stopped) ended.outcome = core::RunOutcome::interrupted;
  if (cancelled_) ended.outcome = core::RunOutcome::cancelled;
  return ended;
}

asio::awaitable<bool> Session::commit(core::RunEvent event) {
  core::Entry entry = core::to_entry("run", world_.clock.time_of_day(), event);
  ++world_.waits_begun;
  const core::Result<void> done = co_await journal_.commit(std::move(entry));
  ++world_.waits_ended;
  co_return done.has_value();
}

void Session::note(const core::RunEvent& event) {
  journal_.note(core::to_entry("run", world_.clock.time_of_day(), event));
}

// ---- what happens to it ----

bool Session::live(std::optional<std::size_t> dies_at) {
  asio::co_spawn(world_.loop, run(), asio::detached);
  for (std::size_t step = 0;; ++step) {
    turn();  // at least one after whatever was posted: nothing of it is left for the next session
    if (ended_ && world_.agenda.empty()) break;
    world_.expect_always(step < most_steps, "it does not end");
    if (step >= 2 * most_steps) return false;
    if (!world_.wrong.empty() && !world_.dead) fall_apart();
    if (dies_at && step >= *dies_at && !world_.dead) {
      die();
    } else if (world_.dice.chance(world_.troubles.person_acts) && !ended_) {
      asio::post(world_.loop, [this] { person_acts(); });
    } else if (!world_.agenda.empty()) {
      world_.agenda.step();
    } else {
      nothing_left_to_happen();
    }
  }
  look_at_end();
  return true;
}

void Session::turn() {
  world_.loop.restart();
  world_.loop.poll();
  look_at_slots();
}

/// Something is wrong: that is enough.
void Session::fall_apart() {
  forgotten_.clear();
  asio::post(world_.loop, [this] {
    world_.die(false);
    control_.abort();
  });
  turn();
}

/// In the middle of something, perhaps.
void Session::die() {
  constexpr std::uint64_t some_handlers = 6;
  if (!world_.agenda.empty()) world_.agenda.step();
  world_.loop.restart();
  for (std::uint64_t left = world_.dice.below(some_handlers); left > 0; --left) world_.loop.poll_one();
  asio::post(world_.loop, [this] {
    world_.die(world_.dice.chance(50));
    control_.abort();
  });
}

void Session::person_acts() {
  switch (world_.dice.below(8)) {
    case 0:
    case 1:
      ++world_.tally["a run was paused"];
      note(core::RunPauseAsked());
      set_paused(true);
      return;
    case 2:
      note(core::RunReleaseAsked());
      set_paused(false);
      return;
    case 3:
      if (!world_.dice.chance(20)) return;
      ++world_.tally["a run was cancelled"];
      note(core::RunCancelAsked());
      cancelled_ = world_.held = true;
      control_.abort();
      return;
    case 4:
      if (!world_.dice.chance(30)) return;
      world_.held = true;
      control_.drain();
      return;
    case 5:
      ++world_.tally["the clock was set"];
      world_.clock.set_by(world_.dice.chance(50) ? 1h : -1h);
      return;
    default:
      world_.clock.pass(core::Milliseconds(world_.dice.below(3000)));
  }
}

void Session::set_paused(bool paused) {
  paused ? control_.pause() : control_.release();
  world_.held = paused || control_.mode() != core::StopMode::go_on;
}

/// Only time, or a person who releases it, can set it going.
void Session::nothing_left_to_happen() {
  if (world_.clock.waiting() > 0) {
    world_.clock.pass_to_next();
  } else if (control_.paused()) {
    asio::post(world_.loop, [this] {
      note(core::RunReleaseAsked());
      set_paused(false);
    });
  } else {
    world_.expect_always(false, "nothing can happen any more, and the run has not ended");
  }
}

/// At rest every slot is free, or held by a job, or by something that is known.
void Session::look_at_slots() {
  std::size_t held = leases_;
  for (const Making& making : makings_) held += making.work->in_slots();
  world_.expect_always(held + slots_.free() == slots_.total(), "a slot is lost, or given out twice");
}

void Session::look_at_end() {
  world_.expect_always(slots_.waiting() == 0, "somebody waits for a slot");
  world_.expect_always(slots_.free() == slots_.total(), "a slot is held at the end");
  world_.expect_always(machine_->running() == 0 && machine_->awaited() == 0, "a child is left");
  world_.expect_always(world_.clock.waiting() == 0, "somebody waits for the clock");
  world_.expect_always(world_.waits_begun == world_.waits_ended, "a waiter was not woken, or woken twice");
}

}  // namespace spool::simulation
