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
             const Recall& recall, FilmRecord& record, SessionWork& session);

  /// Runs what is to be done, and delivers. How long it took is left to the caller. An error: the plan cannot be carried out.
  boost::asio::awaitable<core::Result<FilmOutcome>> run();
  /// Clips that could not be made, where nothing else is wrong and the document does without them: it is to be planned anew.
  [[nodiscard]] const LeftOuts& bad_clips() const { return bad_clips_; }
  /// They are failures after all.
  void tell_failures() { work_.tell_failures(); }
  /// When the end has been told: what was made before its inputs were read to their end goes into the cache; the work files of a film
  /// that is in place, or that would fail again, go.
  boost::asio::awaitable<void> tidy();

 private:
  boost::asio::awaitable<core::Graph> graph_of();
  boost::asio::awaitable<void> deliver_what_is_at_hand();
  boost::asio::awaitable<void> say_why();
  [[nodiscard]] std::vector<core::EarlierTries> earlier_tries() const;
  [[nodiscard]] bool only_clips_are_bad(const core::GraphReport& report, const LeftOuts& bad) const;
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
  LeftOuts bad_clips_;
  bool complete_ = false;
  bool failed_ = false;   ///< by itself: nobody stopped it, and its disk and journal are well
};

}  // namespace spool::pipelines
