// The commands of a document that are run after a run: what makes good a failed one, or takes up a finished
// one. At least once: a hook's start is on record before it is spawned, its end after; a resume repeats one
// that only began, under the same id. Source: the "Waiting that is durable"; reference/language.md,
// "Policy".
#pragma once

#include "core/error.h"
#include "core/event.h"
#include "core/process.h"
#include "pipelines/document/document.h"

#include <boost/asio/awaitable.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace spool::pipelines {

/// What hooks are told of the run that has ended.
struct HookFacts {
  std::string run;
  std::string item;  ///< of a batch, as given; empty elsewhere
  std::string pipeline;
  core::RunOutcome outcome = core::RunOutcome::succeeded;
  double seconds = 0;
  std::vector<core::Delivered> outputs;
  std::vector<core::FailedJob> failed;
  std::string id;  ///< what its hooks' ids begin with: the run's; in a batch, with something of the item's
  std::string folder;  ///< the run's, absolute: what hooks read on standard input is written there
};

/// The caller's record of hooks.
class HookLog {
 public:
  HookLog() = default;
  HookLog(const HookLog&) = delete;
  HookLog& operator=(const HookLog&) = delete;
  virtual ~HookLog() = default;

  /// In this session or an earlier one.
  [[nodiscard]] virtual bool already_ended(const std::string& id) const = 0;
  /// Resumes when it is committed: only then the hook is spawned. `which`: "on_failure" or "on_success".
  virtual boost::asio::awaitable<core::Result<void>> began(std::string id, std::string which) = 0;
  /// `reason`: why it was not ok.
  virtual boost::asio::awaitable<core::Result<void>> ended(std::string id, bool ok, std::string reason) = 0;
};

/// "on_success" after a run that succeeded, else "on_failure".
std::string_view which_hooks(core::RunOutcome outcome);
/// None for an interrupted run: it has not ended, and may succeed yet.
const std::vector<Hook>& hooks_for(const Policy& policy, core::RunOutcome outcome);

/// The longest that one hook may take.
constexpr core::Milliseconds hook_time_limit{10 * 60 * 1000};

/// Runs them one after the other, also after one that failed. Each gets, beside our environment,
/// SPOOL_HOOK_ID, SPOOL_RUN, SPOOL_ITEM (in a batch), SPOOL_PIPELINE, SPOOL_OUTCOME, SPOOL_OUTPUT (the first
/// film) and SPOOL_OUTPUTS (all, one a line), and the facts as one JSON object on standard input. Gives
/// warnings: `hook.failed` for each that did not end well, which changes nothing of the run's outcome;
/// `disk.failed` where the facts could not be written. Error: the log's, when something could not be put on
/// record; hooks after it are not started. Terminal cancellation ends the hook that runs, which counts as not
/// ended.
boost::asio::awaitable<core::Result<core::Errors>> run_hooks(core::Runner& runner,
                                                             const std::vector<Hook>& hooks,
                                                             const HookFacts& facts, HookLog& log);

/// The JSON object: {run, item?, pipeline, outcome, seconds, outputs: [...], failed: [...]} as in
/// `run.finished`. Pure.
std::string to_json(const HookFacts& facts);

}  // namespace spool::pipelines
