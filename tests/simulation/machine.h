// Children that end when the dice say so, in every way; and the completions that tell of it: some twice, some
// of children that nobody waits for.
#pragma once

#include "core/completion_registry.h"
#include "core/process.h"
#include "tests/simulation/world.h"

#include <list>
#include <string>

namespace spool::simulation {

/// A command of the simulation: argv is {id of the child, job, name of its work file, content}.
class Machine : public core::Runner {
 public:
  Machine(World& world, std::size_t slots)
      : world_(world), slots_(slots), completions_(world.loop.get_executor()) {}

  boost::asio::awaitable<core::Ending> run(core::Command command, core::Output& output) override;

  [[nodiscard]] std::size_t running() const { return children_.size(); }
  [[nodiscard]] std::size_t awaited() const { return completions_.size(); }

 protected:
  struct Child {
    explicit Child(core::Command given) : command(std::move(given)) {}
    [[nodiscard]] const std::string& id() const { return command.argv[0]; }
    [[nodiscard]] const std::string& job() const { return command.argv[1]; }
    core::Command command;
    bool ended = false;
  };
  using Children = std::list<Child>;

  /// To whom the completion of a child goes.
  [[nodiscard]] virtual std::string addressee(const Child& child) const { return child.id(); }
  [[nodiscard]] const Children& children() const { return children_; }

 private:
  void look_at(const core::Command& command);
  void end_child(const std::string& id);
  [[nodiscard]] core::Ending fate();
  void tell_again(const std::string& id);

  World& world_;
  std::size_t slots_;
  core::CompletionRegistry<std::string, core::Ending> completions_;
  Children children_;
};

}  // namespace spool::simulation
