// What a job means, as in a production run: judge the work file, sync it, rename it, sync the folder, put it
// on record; tell only what is on record.
#pragma once

#include "core/engine.h"
#include "core/journal/journal.h"
#include "tests/simulation/film.h"
#include "tests/simulation/world.h"

#include <memory>
#include <set>
#include <string>

namespace spool::simulation {

class SimulatedWork : public core::Work, public core::Observer {
 public:
  SimulatedWork(World& world, core::Journal& journal, const Film& film, int session)
      : world_(world), journal_(journal), film_(film), session_(session) {}

  core::Result<core::Command> command(core::JobIndex job, int attempt) override;
  std::unique_ptr<core::Output> output(core::JobIndex job, int attempt) override;
  boost::asio::awaitable<core::Verdict> judge(core::JobIndex job, int attempt, core::Ending ending,
                                              core::Output& output) override;
  boost::asio::awaitable<core::Result<void>> record(core::JobIndex job, int attempt, core::JobOutcome outcome,
                                                    double seconds, const core::Error* error) override;

  void started(core::JobIndex job, const core::Command& command, int attempt) override;
  void retrying(core::JobIndex job, int attempt, core::Milliseconds delay,
                const core::Error& reason) override;
  void finished(core::JobIndex job, core::JobOutcome outcome, double seconds,
                const core::Error* error) override;
  void skipped(core::JobIndex job, core::JobIndex cause) override;

  /// Jobs that are in a slot just now.
  [[nodiscard]] std::size_t in_slots() const { return in_slots_.size(); }

 protected:
  /// The work file becomes the job's output, for good.
  virtual boost::asio::awaitable<bool> keep(std::string part, std::string file);
  [[nodiscard]] World& world() const { return world_; }

 private:
  boost::asio::awaitable<core::Verdict> failure(core::JobIndex job, int attempt, core::Ending ending);
  boost::asio::awaitable<core::Result<void>> commit(core::RunEvent event);
  [[nodiscard]] core::Entry entry(const core::RunEvent& event) const;
  [[nodiscard]] std::string part_of(core::JobIndex job, int attempt) const;

  World& world_;
  core::Journal& journal_;
  const Film& film_;
  int session_;
  std::set<core::JobIndex> in_slots_;
};

}  // namespace spool::simulation
