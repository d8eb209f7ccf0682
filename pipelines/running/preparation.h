// Everything before the first encode: read the document, judge its inputs in parallel, read its tag files, plan, look at where
// the films go. What is wrong is told all at once. Source: DESIGN, promise 2.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "core/blocking.h"
#include "core/error.h"
#include "core/process.h"
#include "core/run_control.h"
#include "pipelines/document/reader.h"
#include "pipelines/planning/choose.h"
#include "pipelines/planning/film_plan.h"
#include "pipelines/planning/planner.h"
#include "pipelines/planning/source.h"
#include "pipelines/running/decisions.h"
#include "pipelines/running/probes.h"
#include "pipelines/running/run.h"
#include "pipelines/running/tool.h"

namespace spool::pipelines {

/// A plan and what it was made from, as far as that could be done. The document must stay: the plan's making points into it, its errors
/// name it.
struct Prepared {
  std::shared_ptr<const Document> document;
  std::vector<MediaPtr> media;          ///< of all inputs that can be used
  std::vector<std::string> refused;     ///< paths of those that cannot, though they may be there
  FilmPlan plan;                        ///< whole where there are no errors, else of the outputs that could be planned
  std::vector<OutputPlace> unplanned;   ///< the others
  core::Errors errors;                  ///< all that is wrong, but for what stands at the outputs' places; in no order
  Decisions decisions;                  ///< without the ffmpeg
};

/// What is asked for one document: bindings and where its films go.
struct PrepareRequest {
  Bindings bindings;
  PlanSettings settings;
  std::string item_path;                ///< of a batch: its file, which no other item shares; empty elsewhere
  /// What an earlier session decided from, as far as it still holds: taken instead of what is found. None: a new run.
  std::shared_ptr<const Decisions> decided;
};

/// Shared by all items of a batch. One thread (the event loop) but for what blocks.
class Preparation {
 public:
  /// `facts`: what is known of files, of the helper thread `blocking`. `learns`: false for a dry run.
  Preparation(boost::asio::any_io_executor executor, core::Runner& runner, core::Blocking& blocking, core::FileFacts& facts,
              bool learns, core::RunControl& control, const RunRequest& request);
  Preparation(const Preparation&) = delete;
  Preparation& operator=(const Preparation&) = delete;

  /// Asks ffmpeg what it can do: once, before anything else.
  boost::asio::awaitable<core::Result<void>> start() { return tool_.start(); }
  boost::asio::awaitable<Prepared> prepare(const ParsedDocument& parsed, PrepareRequest request);

  [[nodiscard]] const Capabilities& ffmpeg() const { return tool_.capabilities(); }
  Tool& tool() { return tool_; }
  Probes& probes() { return probes_; }

 private:
  /// What is wrong is added to the errors.
  boost::asio::awaitable<Sources> probe_inputs(const PrepareRequest& request, Prepared& prepared);
  /// Likewise; the bytes of each file are added to the decisions.
  boost::asio::awaitable<TagFiles> read_tags(const PrepareRequest& request, Prepared& prepared);
  /// That each encoder of a card that is named works here: before anything is rendered.
  boost::asio::awaitable<void> try_encoders(const std::vector<NeededEncoder>& encoders, core::Errors& errors);

  core::Runner& runner_;
  core::Blocking& blocking_;
  bool tries_encoders_;
  std::map<std::string, core::Result<void>> tried_;   ///< by what ffmpeg was told
  Tool tool_;
  Probes probes_;
};

}  // namespace spool::pipelines
