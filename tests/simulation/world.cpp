#include "tests/simulation/world.h"

#include "core/completion.h"

#include <boost/asio/bind_cancellation_slot.hpp>

#include <memory>
#include <utility>

namespace spool::simulation {

void World::append(std::vector<core::Entry> group, Done done) {
  agenda.later([this, entries = std::move(group), told = std::move(done)] {
    const bool refused = !dead && dice.chance(troubles.store_fails);
    if (refused) ++tally["the journal could not be written"];
    if (dead || refused) {
      told(core::Error{"disk.full", "no room for the journal", "", {}});
      return;
    }
    for (const core::Entry& entry : entries) look_at(entry);
    committed.insert(committed.end(), entries.begin(), entries.end());
    for (int i = 0; i < answers_a_group; ++i)
      agenda.later([told] { told({}); });  // the process may die between the two
  });
}

void World::look_at(const core::Entry& entry) {
  const auto event = core::from_entry(entry);
  expect(event.has_value(), "an event cannot be read: ", entry.kind, " ", entry.body);
  if (!event) return;
  if (const auto* retried = std::get_if<core::JobRetried>(&*event)) next_try[retried->job] = retried->attempt;
  if (const auto* done = std::get_if<core::JobDone>(&*event)) look_at(*done);
}

/// No output is named before its bytes are on the disk for good.
void World::look_at(const core::JobDone& done) {
  next_try.erase(done.job);
  if (done.outcome != core::JobOutcome::succeeded) return;
  for (const core::MadeFile& made : done.made) {
    const auto content = disk.durable(made.name);
    expect(content && std::to_string(*content) == made.digest, made.name,
           " is on record, and is not on the disk");
  }
  expect(finished.insert(done.job).second, done.job, " has finished twice");
}

boost::asio::awaitable<bool> World::slowly(std::function<void()> act) {
  const auto over = std::make_shared<core::CompletionSource<bool>>(loop.get_executor());
  agenda.later([this, over, does = std::move(act)] {
    const bool refused = dead || dice.chance(troubles.disk_fails);
    if (refused && !dead) ++tally["the disk said no"];
    if (!refused) does();
    over->set(!refused);
  });
  ++waits_begun;
  auto to_the_end =
      boost::asio::bind_cancellation_slot(boost::asio::cancellation_slot(), boost::asio::use_awaitable);
  const core::Waited<bool> done = co_await over->wait(to_the_end);
  ++waits_ended;
  co_return *done;
}

void World::die(bool power_too) {
  dead = true;
  ++tally[power_too ? "the power was lost" : "the controller was killed"];
  if (power_too) disk.lose_power(dice);
}

}  // namespace spool::simulation
