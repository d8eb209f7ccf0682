// The real side of core/process.h: children by Boost.Process's launcher (core/launcher.h), spawned on one
// thread, awaited by their pidfd, ended as whole process groups. Source: GROUND, "Child processes"; CONTRACT,
// "Signals".
#pragma once

#include "core/process.h"

#include <boost/asio/any_io_executor.hpp>

#include <cstddef>
#include <memory>

namespace spool::core {

class ChildRunner final : public Runner {
 public:
  /// `executor`: as `Spawner` asks for it.
  explicit ChildRunner(boost::asio::any_io_executor executor);
  /// There must be no child left (every `run` has resumed).
  ~ChildRunner() override;

  boost::asio::awaitable<Ending> run(Command command, Output& output) override;

  /// SIGSTOP to the group of every child; their clocks (timeout, stall) stand still. Children started
  /// meanwhile are stopped as well.
  void pause_all() override;
  /// SIGCONT to all of them; the clocks go on. Harmless without a pause.
  void continue_all() override;
  [[nodiscard]] bool paused() const override;
  /// Resumes when no child is just being started: after a pause all of them stand still then.
  boost::asio::awaitable<void> settled();

  /// Children that have been started and have not ended.
  [[nodiscard]] std::size_t running() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace spool::core
