// Many items, one pool of slots, no barrier: each item is judged and rendered as it comes, and fails alone.
// Source: CONTRACT, "Batch"; DESIGN, promise 3.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "core/completion.h"
#include "core/event.h"
#include "core/slots.h"
#include "pipelines/running/film_run.h"
#include "pipelines/running/run.h"

namespace spool::pipelines {

class BatchRun {
 public:
  /// All references outlive it.
  BatchRun(boost::asio::any_io_executor executor, RunContext context, core::EventSink& sink, std::string run,
           const ParsedDocument& parsed);

  boost::asio::awaitable<RunReport> run(std::vector<BatchItem> items);

 private:
  /// How many ended how; what the exit code is made of.
  struct Tally {
    std::size_t done = 0;
    std::size_t failed_rendering = 0;
    std::size_t asked_wrongly = 0;   ///< refused with 2
    std::size_t machine = 0;         ///< refused with 1
    std::size_t interrupted = 0;
  };

  boost::asio::awaitable<void> run_item(BatchItem item, std::size_t number, core::Slots::Lease admission);
  void count(const FilmOutcome& outcome);
  [[nodiscard]] RunReport finish(std::size_t items, double seconds);

  boost::asio::any_io_executor executor_;
  RunContext context_;
  core::EventSink& sink_;
  std::string run_;
  const ParsedDocument& parsed_;
  core::Slots admissions_;                     ///< items between their probe and their film: bounds memory, not progress
  core::CompletionSource<bool> all_ended_;
  std::size_t under_way_ = 0;
  bool all_begun_ = false;
  bool stop_ = false;
  Tally tally_;
};

}  // namespace spool::pipelines
