// What the engine's jobs mean for a film: their argv, their output, whether what they made is right; and the films that are
// done, put in their places.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "core/engine.h"
#include "core/event.h"
#include "pipelines/ffmpeg/argv.h"
#include "pipelines/ffmpeg/mp4_parts.h"
#include "pipelines/planning/film_plan.h"
#include "pipelines/running/film_run.h"
#include "pipelines/running/job_output.h"
#include "pipelines/running/teller.h"
#include "pipelines/running/work_folder.h"

namespace spool::pipelines {

class FilmWork final : public core::Work, public core::Observer {
 public:
  /// All of them outlive the work.
  FilmWork(const RunContext& context, const FilmPlan& plan, const Policy& policy, const WorkFolder& folder, const Teller& teller,
           std::string job_prefix);

  core::Result<core::Command> command(core::JobIndex job, int attempt) override;
  std::unique_ptr<core::Output> output(core::JobIndex job, int attempt) override;
  boost::asio::awaitable<core::Verdict> judge(core::JobIndex job, int attempt, core::Ending ending,
                                              core::Output& output) override;

  void started(core::JobIndex job, const core::Command& command, int attempt) override;
  void retrying(core::JobIndex job, int attempt, core::Milliseconds delay, const core::Error& reason) override;
  void finished(core::JobIndex job, core::JobOutcome outcome, double seconds, const core::Error* error) override;
  void skipped(core::JobIndex job, core::JobIndex cause) override;

  /// Films in their places, in the order of the document.
  [[nodiscard]] std::vector<core::Delivered> delivered() const;
  /// As it stands in events: unique in the run.
  [[nodiscard]] std::string id_of(core::JobIndex job) const { return prefix_ + plan_.jobs[job].id; }

 private:
  /// The job as it is to be run in this attempt.
  [[nodiscard]] JobSpec spec_of(core::JobIndex job, int attempt) const;
  [[nodiscard]] std::string path_of(core::JobIndex job) const;
  core::Result<void> prepare_join(const JoinJob& join) const;
  boost::asio::awaitable<core::Result<void>> check_made(core::JobIndex job);
  boost::asio::awaitable<core::Result<void>> deliver(core::JobIndex job);
  /// Gives its path.
  boost::asio::awaitable<std::string> keep_log(core::JobIndex job, int attempt, const JobOutput& output);

  const RunContext& context_;
  const FilmPlan& plan_;
  const Policy& policy_;
  const WorkFolder& folder_;
  const Teller& teller_;
  std::string prefix_;
  Tools tools_;
  std::map<std::string, Mp4Part> parts_;             ///< what finished clips are, by file name
  std::map<std::size_t, core::Delivered> delivered_;   ///< by position among the outputs
};

}  // namespace spool::pipelines
