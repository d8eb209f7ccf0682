// `spool batch`: one pipeline for many files, rendered or only planned.
#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/commands.h"
#include "cli/find_items.h"
#include "cli/plan_output.h"
#include "cli/render_request.h"
#include "cli/session_loop.h"
#include "pipelines/document/reader.h"

namespace spool::cli {
namespace {

using pipelines::BatchItem;
using pipelines::RunRequest;

core::Checked<std::vector<BatchItem>> items_of(const BatchOptions& options, const RunRequest& request, const Face& face) {
  ItemSearch search;
  search.files = options.files;
  search.match = options.match;
  search.recursive = options.recursive;
  search.folder = face.around.folder;
  search.out_dir = request.out_dir;
  return find_items(search);
}

/// The name that the document gives to what a batch binds.
core::Checked<std::string> first_input(const RunRequest& request, const BatchItem& item) {
  auto parsed = pipelines::parse(request.document, request.pipeline);
  if (!parsed) return parsed.error();
  pipelines::Bindings bindings;
  bindings.folder = request.folder;
  bindings.stem = "film";
  bindings.inputs = request.inputs;
  bindings.sets = request.sets;
  bindings.first_input = item.path;
  auto document = pipelines::read(*parsed, bindings);
  if (!document) return document.error();
  if (document->inputs.empty()) {
    return core::Errors{{"document.no_input", "the pipeline declares no input that a file could be bound to",
                         "add `inputs:`", {request.pipeline, 0, 0}}};
  }
  return document->inputs.front().name;
}

RunRequest bound(RunRequest request, const std::string& input, const BatchItem& item) {
  std::erase_if(request.inputs, [&](const auto& pair) { return pair.first == input; });
  request.inputs.emplace_back(input, item.path);
  request.out_dir = item.out_dir;
  return request;
}

/// Every item is planned by itself; what is wrong with one of them leaves the others.
class DryBatch {
 public:
  DryBatch(const BatchOptions& options, const RunRequest& request, const Face& face)
      : options_(options), request_(request), face_(face) {}

  int run(const std::vector<BatchItem>& items) {
    auto input = first_input(request_, items.front());
    if (!input) return refuse(input.error(), face_);
    for (const BatchItem& item : items) {
      if (auto wrong = plan_item(*input, item)) return *wrong;
    }
    return exit_code();
  }

 private:
  /// An exit code ends it all.
  std::optional<int> plan_item(const std::string& input, const BatchItem& item) {
    const RunRequest request = bound(request_, input, item);
    auto plan = plan_of(request);
    if (!plan) {
      const int code = refuse(plan.error(), face_);
      worst_ = worst_ == 2 ? 2 : code;
      return std::nullopt;
    }
    ++planned_;
    for (const pipelines::PlannedOutput& output : plan->outputs) {
      const auto [first, added] = owners_.try_emplace(output.path, item.item);
      if (added) continue;
      return refuse({{"output.twice", "'" + output.path + "' is the output of both '" + first->second + "' and '" + item.item + "'",
                      "let the output's name follow the input's: ${" + input + ".stem}", output.place}},
                    face_);
    }
    if (!show_plan(*plan, options_, request, item.item, face_)) return 1;
    return std::nullopt;
  }

  [[nodiscard]] int exit_code() const {
    if (worst_ == 0) return 0;
    return planned_ > 0 ? 4 : worst_;
  }

  const BatchOptions& options_;
  const RunRequest& request_;
  const Face& face_;
  std::map<std::string, std::string> owners_;  // of planned outputs
  int planned_ = 0;
  int worst_ = 0;
};

}  // namespace

int batch_command(const BatchOptions& options, const Face& face) {
  auto request = render_request(options, face);
  if (!request) return refuse(request.error(), face);
  auto items = items_of(options, *request, face);
  if (!items) return refuse(items.error(), face);
  if (options.dry_run) return DryBatch(options, *request, face).run(*items);
  ReporterOptions reporter = face.reporter_options();
  reporter.items = static_cast<std::int64_t>(items->size());
  return serve_session(face, reporter, [&](pipelines::Session& session) { return session.batch(*request, *items); });
}

}  // namespace spool::cli
