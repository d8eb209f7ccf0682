// Everything before the first encode: read the document, judge its inputs in parallel, read its tag files, plan, look at where
// the films go. What is wrong is told all at once. Source: DESIGN, promise 2.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "core/blocking.h"
#include "core/completion.h"
#include "core/error.h"
#include "core/process.h"
#include "core/run_control.h"
#include "core/slots.h"
#include "pipelines/document/reader.h"
#include "pipelines/ffmpeg/capabilities.h"
#include "pipelines/media/probe.h"
#include "pipelines/planning/choose.h"
#include "pipelines/planning/film_plan.h"
#include "pipelines/planning/planner.h"
#include "pipelines/planning/source.h"
#include "pipelines/running/run.h"

namespace spool::pipelines {

/// A plan and what it was made from. The document must stay: the plan's making points into it, its errors name it.
struct Prepared {
  std::shared_ptr<const Document> document;
  std::vector<MediaPtr> media;          ///< of all inputs
  FilmPlan plan;
};

/// What is asked for one document: bindings and where its films go.
struct PrepareRequest {
  Bindings bindings;
  PlanSettings settings;
  std::string item_path;                ///< of a batch: its file, which no other item shares; empty elsewhere
};

/// Shared by all items of a batch. One thread (the event loop) but for what blocks.
class Preparation {
 public:
  Preparation(boost::asio::any_io_executor executor, core::Runner& runner, core::Blocking& blocking,
              core::RunControl& control, const RunRequest& request);
  Preparation(const Preparation&) = delete;
  Preparation& operator=(const Preparation&) = delete;

  /// Asks ffmpeg what it can do: once, before anything else.
  boost::asio::awaitable<core::Result<void>> start();
  boost::asio::awaitable<core::Checked<Prepared>> prepare(const ParsedDocument& parsed, PrepareRequest request);

  /// Probes a file of ours, as an input is probed.
  boost::asio::awaitable<core::Result<MediaPtr>> look_at(std::string path);

  [[nodiscard]] const Capabilities& ffmpeg() const { return ffmpeg_; }

 private:
  using Verdict = core::Result<MediaPtr>;
  using Pending = std::shared_ptr<core::CompletionSource<Verdict>>;

  boost::asio::awaitable<core::Checked<Sources>> probe_inputs(const Document& document, const std::string& item_path);
  boost::asio::awaitable<void> probe_into(std::string path, Pending pending);
  boost::asio::awaitable<core::Checked<TagFiles>> read_tags(const Document& document);
  Pending probe_once(const std::string& path, bool shared);

  boost::asio::any_io_executor executor_;
  core::Blocking& blocking_;
  core::Runner& runner_;
  core::RunControl& control_;
  core::Slots probe_slots_;
  Prober prober_;
  std::string ffmpeg_path_;
  Capabilities ffmpeg_;
  std::map<std::string, Pending, std::less<>> probed_;   ///< inputs that items share
};

}  // namespace spool::pipelines
