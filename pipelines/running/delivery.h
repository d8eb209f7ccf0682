// Finished films on their way to their places: noted, copied, put on record. Only what is on record as finished is brought here, and it
// takes no slot.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "core/engine.h"
#include "core/error.h"
#include "core/event.h"
#include "core/wait_list.h"
#include "pipelines/planning/film_plan.h"
#include "pipelines/running/film_run.h"
#include "pipelines/state/run_folder.h"

namespace spool::pipelines {

class Delivery {
 public:
  /// All of them outlive it. `item`: of a batch.
  Delivery(const RunContext& context, const FilmPlan& plan, const FilmFolder& folder, std::string item);

  /// What is there already: nothing more is done for it.
  void is_in_place(std::size_t output, core::Delivered film) { delivered_.insert_or_assign(output, std::move(film)); }
  /// What is there is ours, and a new film may take its place.
  void may_replace(std::size_t output) { ours_.insert(output); }
  [[nodiscard]] bool is_delivered(std::size_t output) const { return delivered_.contains(output); }

  /// Begins to put the job's file in all places where it belongs and is not yet. `key`: what decides its bytes; empty: not known yet.
  void start(JobIndex job, const std::string& key);
  /// Resumes when all that was begun has ended.
  boost::asio::awaitable<void> finish();
  /// What could not be put in place, and why. One that was ended by abort is not among them.
  [[nodiscard]] const std::vector<core::JobFailure>& failures() const { return failures_; }
  /// Films in their places, in the order of the document.
  [[nodiscard]] std::vector<core::Delivered> delivered() const;
  /// Puts the film that is in place on record, with the key that is known by now.
  boost::asio::awaitable<core::Result<void>> record(std::size_t output, std::string key);

 private:
  boost::asio::awaitable<void> deliver(std::size_t output, std::string key);
  boost::asio::awaitable<core::Result<void>> place(std::size_t output);

  const RunContext& context_;
  const FilmPlan& plan_;
  const FilmFolder& folder_;
  std::string item_;
  std::set<std::size_t> ours_;
  std::map<std::size_t, core::Delivered> delivered_;   ///< by position among the outputs
  std::vector<core::JobFailure> failures_;
  std::size_t under_way_ = 0;
  core::WaitList<bool> one_ended_;
};

/// What is told of a planned output in its place.
core::Delivered as_delivered(const PlannedOutput& planned, bool cached);

}  // namespace spool::pipelines
