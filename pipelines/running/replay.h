// A run that is taken up again decides as it did before. What it decided from is held against what is there now.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "core/error.h"
#include "core/journal/run_history.h"
#include "pipelines/running/decisions.h"
#include "pipelines/running/film_run.h"

namespace spool::pipelines {

/// What an earlier session decided one film from.
struct Replay {
  std::shared_ptr<const Decisions> decided;   ///< as far as it still holds; none: the film was never planned
  std::set<std::string> changed;              ///< inputs that are not what they were
  std::vector<std::string> sentences;         ///< what has changed, for a person
};

/// Looks at every input, tag file and the ffmpeg of a film that was planned before. A file that only bears another date is the same
/// where its content is known to be. Error `state.damaged`.
boost::asio::awaitable<core::Result<Replay>> replay_of(const RunContext& context, const std::string& item);

/// Error `run.changed`, unless nothing has.
core::Result<void> refuse_changes(const std::vector<std::string>& sentences);

}  // namespace spool::pipelines
