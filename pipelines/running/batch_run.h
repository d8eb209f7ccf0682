// Many items, one pool of slots, no barrier: each item is judged and rendered as it comes, and fails alone.
// Source: CONTRACT, "Batch"; DESIGN, promise 3.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "core/completion.h"
#include "core/event.h"
#include "core/slots.h"
#include "pipelines/running/film_run.h"
#include "pipelines/running/run.h"

namespace spool::pipelines {

/// How a batch ended.
struct BatchOutcome {
  core::RunFinished finished;      ///< to be told when it is on record
  int exit_code = 0;
};

class BatchRun {
 public:
  /// All references outlive it.
  BatchRun(RunContext context, core::EventSink& sink, const ParsedDocument& parsed);

  boost::asio::awaitable<BatchOutcome> run(std::string pipeline, std::vector<BatchItem> items);

 private:
  /// How many ended how; what the exit code is made of.
  struct Tally {
    std::size_t done = 0;
    std::size_t failed_rendering = 0;
    std::size_t asked_wrongly = 0;   ///< refused with 2
    std::size_t machine = 0;         ///< refused with 1
    std::size_t interrupted = 0;
  };

  /// Puts an item's end on record, then tells it.
  class ItemEnding;

  boost::asio::awaitable<void> run_item(BatchItem item, std::size_t number, core::Slots::Lease admission);
  void count(const FilmOutcome& outcome);
  [[nodiscard]] BatchOutcome outcome_of(std::size_t items, double seconds) const;

  RunContext context_;
  core::EventSink& sink_;
  const ParsedDocument& parsed_;
  core::Slots admissions_;                     ///< items between their probe and their film: bounds memory, not progress
  core::CompletionSource<bool> all_ended_;
  std::size_t under_way_ = 0;
  bool all_begun_ = false;
  bool stop_ = false;
  Tally tally_;
};

}  // namespace spool::pipelines
