#include "tests/simulation/machine.h"

#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <csignal>

namespace spool::simulation {

boost::asio::awaitable<core::Ending> Machine::run(core::Command command, core::Output&) {
  if (world_.dead) co_return core::Cancelled();
  look_at(command);
  const auto child = children_.emplace(children_.end(), std::move(command));
  const std::string id = child->id();
  auto expected = completions_.expect(id);
  constexpr std::uint64_t answers_at_once = 5;
  if (world_.dice.chance(answers_at_once)) {
    ++world_.tally["a child answered at once"];
    end_child(id);
  } else {
    world_.agenda.later([this, id] { end_child(id); });
  }
  ++world_.waits_begun;
  const core::Waited<core::Ending> ending = co_await expected.wait();
  ++world_.waits_ended;
  world_.expect(!ending || child->ended, "the wait for ", id, " is over, and it has not ended");
  children_.erase(child);
  if (!ending) co_return core::Cancelled();
  co_return *ending;
}

void Machine::look_at(const core::Command& command) {
  const std::string& job = command.argv[1];
  const auto same = [&](const Child& child) { return child.job() == job; };
  world_.expect(std::ranges::none_of(children_, same), job, " runs twice at the same time");
  world_.expect(!world_.finished.contains(job), job, " has finished, and runs again");
  world_.expect(children_.size() < slots_, "more children than slots");
  world_.expect(!world_.held, job, " starts although the run is paused or is to stop");
  const auto due = world_.not_before.find(job);
  world_.expect(due == world_.not_before.end() || due->second <= world_.clock.now(), job,
                " does not wait for its try");
}

void Machine::end_child(const std::string& id) {
  const auto child = std::ranges::find_if(children_, [&](const Child& each) { return each.id() == id; });
  if (child == children_.end() || child->ended) return;  // it was cancelled
  child->ended = true;
  const core::Ending ending = fate();
  const bool made_it = core::succeeded(ending) && !world_.dice.chance(world_.troubles.child_fails / 4);
  const std::vector<std::string>& argv = child->command.argv;
  if (!world_.dead) world_.disk.write(argv[2], made_it ? std::stoull(argv[3]) : world_.dice.next());
  completions_.resolve(addressee(*child), ending);
  if (world_.dice.chance(10)) tell_again(id);
}

core::Ending Machine::fate() {
  if (world_.dead) return core::Cancelled();
  if (!world_.dice.chance(world_.troubles.child_fails)) return core::Exited{0};
  switch (world_.dice.below(5)) {
    case 0:
      return core::Exited{1};
    case 1:
      return core::Signalled{SIGKILL};
    case 2:
      return core::NotStarted{EAGAIN};
    case 3:
      return core::TimedOut();
    default:
      return core::Stalled();
  }
}

void Machine::tell_again(const std::string& id) {
  world_.agenda.later([this, id] {
    const core::Arrival again = completions_.resolve(id, core::Exited{0});
    ++world_.tally["a completion came twice"];
    world_.expect(again != core::Arrival::delivered, "a second completion of ", id, " was taken");
    const core::Arrival stray = completions_.resolve("nobody", core::Exited{0});
    world_.expect(stray == core::Arrival::unknown, "a completion was taken that nobody expects");
  });
}

}  // namespace spool::simulation
