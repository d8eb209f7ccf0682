// Why a job is rendered although its film was made before: what differs from the last run of the same pipeline.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "core/journal/run_history.h"
#include "pipelines/planning/film_plan.h"
#include "pipelines/running/run.h"

namespace spool::pipelines {

struct RunContext;

/// The last other run of the same pipeline, read once for all films of a run.
class PreviousRun {
 public:
  /// None: there was none, or it cannot be read. Of one thread alone. Blocks.
  const core::RunHistory* of(const std::string& state, const std::string& pipeline, const std::string& but);

 private:
  void look(const std::string& state, const std::string& pipeline, const std::string& but);

  bool asked_ = false;
  std::optional<core::RunHistory> history_;
};

/// Sentences: "titled-3: its title changed"; one for many jobs alike. None where the pipeline never ran before.
boost::asio::awaitable<std::vector<std::string>> why_not_cached(const RunContext& context, const FilmPlan& plan,
                                                                const std::vector<JobIndex>& to_do, const std::string& item);

}  // namespace spool::pipelines
