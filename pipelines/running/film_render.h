// An accepted film from what is there already to its files in place, and what is tidied after it.
#pragma once

#include <memory>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "core/engine.h"
#include "core/error.h"
#include "pipelines/running/delivery.h"
#include "pipelines/running/film_keys.h"
#include "pipelines/running/film_record.h"
#include "pipelines/running/film_run.h"
#include "pipelines/running/film_work.h"
#include "pipelines/running/recall.h"
#include "pipelines/running/teller.h"
#include "pipelines/state/run_folder.h"

namespace spool::pipelines {

class FilmRender {
 public:
  /// All of them outlive it; `recall` is settled.
  FilmRender(const RunContext& context, const Prepared& prepared, const FilmFolder& folder, const Teller& teller, const FilmName& name,
             const Recall& recall, FilmRecord& record);

  /// Runs what is to be done, and delivers. How long it took is left to the caller. An error: the plan cannot be carried out.
  boost::asio::awaitable<core::Result<FilmOutcome>> run();
  /// When the end has been told: what was made before its inputs were read to their end goes into the cache; the work files of a film
  /// that is in place, or that would fail again, go.
  boost::asio::awaitable<void> tidy();

 private:
  boost::asio::awaitable<core::Graph> graph_of();
  boost::asio::awaitable<void> deliver_what_is_at_hand();
  boost::asio::awaitable<void> say_why();
  [[nodiscard]] std::vector<core::EarlierTries> earlier_tries() const;
  [[nodiscard]] FilmOutcome outcome_of(const core::GraphReport& report);
  boost::asio::awaitable<void> finish_the_cache();
  [[nodiscard]] bool holds_earlier() const;
  boost::asio::awaitable<void> let_go();

  const RunContext& context_;
  const FilmPlan& plan_;
  std::shared_ptr<const Document> document_;
  const FilmFolder& folder_;
  const Teller& teller_;
  const FilmName& name_;
  const Recall& recall_;
  FilmRecord& record_;
  FilmKeys keys_;
  Delivery delivery_;
  FilmWork work_;
  bool complete_ = false;
  bool failed_ = false;   ///< by itself: nobody stopped it, and its disk and journal are well
};

}  // namespace spool::pipelines
