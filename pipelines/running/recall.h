// What of a film need not be made again: outputs that are there as this very plan would make them, work that an earlier session
// finished, results in the cache. Source: CONTRACT, "Paths and outputs"; the "Resume" and "The cache".
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "core/error.h"
#include "core/journal/run_event.h"
#include "pipelines/planning/film_plan.h"
#include "pipelines/running/film_keys.h"
#include "pipelines/running/film_run.h"
#include "pipelines/state/run_folder.h"

namespace spool::pipelines {

/// A place where a film belongs, before anything is rendered.
struct OutputStanding {
  bool up_to_date = false;   ///< the film is there, as this plan would make it
  bool ours = false;         ///< what is there is a film of this plan's, unchanged: it may be replaced
};

enum class JobStanding {
  to_do,
  at_hand,      ///< its file is in the work folder
  not_needed    ///< nothing that is to be done reads it
};

class Recall {
 public:
  /// All of them outlive it. `changed`: inputs that are not what an earlier session knew; what was made of them is made anew.
  Recall(const RunContext& context, const FilmPlan& plan, const FilmName& name, const std::set<std::string>& changed);

  /// Keys, recipes, and the places of the films.
  boost::asio::awaitable<void> look();
  /// Once the run has a folder: brings what is known into it, and decides what is to be done. Warnings: damaged entries.
  boost::asio::awaitable<core::Errors> settle(const FilmFolder& folder);

  [[nodiscard]] const FilmKeys& keys() const { return keys_; }
  [[nodiscard]] const std::vector<std::string>& recipes() const { return recipes_; }
  [[nodiscard]] const std::vector<OutputStanding>& outputs() const { return outputs_; }
  [[nodiscard]] JobStanding job(std::size_t index) const { return jobs_[index]; }
  /// Files of jobs at hand, by job, as they are to be put on record; empty where an earlier session has done so.
  [[nodiscard]] const std::vector<std::optional<core::MadeFile>>& taken() const { return taken_; }

 private:
  void find_earlier();
  boost::asio::awaitable<bool> bring(std::size_t job, const FilmFolder& folder, core::Errors& warnings);

  const RunContext& context_;
  const FilmPlan& plan_;
  const FilmName& name_;
  const std::set<std::string>& changed_;
  FilmKeys keys_;
  std::vector<std::string> recipes_;
  std::vector<std::optional<core::MadeFile>> earlier_;   ///< by job: what an earlier session has finished, and still holds
  std::vector<OutputStanding> outputs_;
  std::vector<JobStanding> jobs_;
  std::vector<std::optional<core::MadeFile>> taken_;
};

}  // namespace spool::pipelines
