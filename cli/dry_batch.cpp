#include "cli/dry_batch.h"

#include "cli/plan_output.h"
#include "cli/render_request.h"
#include "core/child_runner.h"
#include "pipelines/document/reader.h"
#include "pipelines/running/batch_items.h"
#include "pipelines/running/item_files.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <exception>
#include <memory>
#include <string>
#include <utility>

namespace spool::cli {
namespace {

namespace asio = boost::asio;
using pipelines::BatchItem;
using pipelines::DryRun;
using pipelines::RunRequest;

/// The name that the document gives to what a batch binds. The items were chosen with it, so it is sound.
core::Checked<std::string> first_input(const RunRequest& request, const BatchItem& item) {
  auto parsed = pipelines::parse(request.document, request.pipeline);
  if (!parsed) return parsed.error();
  auto document = pipelines::read(*parsed, pipelines::prepare_request(request, item).bindings);
  if (!document) return document.error();
  return document->inputs.front().name;
}

RunRequest bound(RunRequest request, const std::string& input, const BatchItem& item) {
  std::erase_if(request.inputs, [&](const auto& pair) { return pair.first == input; });
  request.inputs.emplace_back(input, item.path);
  request.out_dir = item.out_dir;
  return request;
}

/// Plans all items, as many at a time as there are slots.
class Planning {
 public:
  Planning(const RunRequest& request, std::string input, const std::vector<BatchItem>& items)
      : request_(request),
        input_(std::move(input)),
        items_(items),
        files_(std::make_shared<const pipelines::ItemFiles>(items)),
        runner_(io_.get_executor()),
        session_(io_.get_executor(), runner_, sink_),
        plans_(items.size()) {}

  std::vector<DryRun> run() {
    const auto workers = std::min(items_.size(), static_cast<std::size_t>(request_.jobs));
    for (std::size_t i = 0; i < workers; ++i) {
      asio::co_spawn(io_, work(), [this](std::exception_ptr thrown) {
        if (thrown) failure_ = std::move(thrown);
      });
    }
    io_.run();
    if (failure_) std::rethrow_exception(failure_);
    return std::move(plans_);
  }

 private:
  class Unheard final : public core::EventSink {
   public:
    void on(const core::Event& /*event*/) override {}
  };

  asio::awaitable<void> work() {
    while (next_ < items_.size()) {
      const std::size_t item = next_++;
      RunRequest request = bound(request_, input_, items_[item]);
      auto files = files_;
      DryRun plan = co_await session_.plan(std::move(request), std::move(files));
      plans_[item] = std::move(plan);
    }
  }

  const RunRequest& request_;
  std::string input_;
  const std::vector<BatchItem>& items_;
  pipelines::ItemFilesPtr files_;
  asio::io_context io_;
  core::ChildRunner runner_;
  Unheard sink_;
  pipelines::Session session_;
  std::vector<DryRun> plans_;
  std::size_t next_ = 0;
  std::exception_ptr failure_;
};

}  // namespace

int plan_batch(const BatchOptions& options, const RunRequest& request, const std::vector<BatchItem>& items,
               const Face& face) {
  auto input = first_input(request, items.front());
  if (!input) return refuse(input.error(), face);
  const auto plans = Planning(request, *input, items).run();

  std::string text = batch_head(options.format);
  const Put put = [&](std::string_view piece) { text += piece; };
  bool planned = false;
  core::Errors all;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto& [plan, faults] = plans[i];
    if (!faults.empty()) refuse(faults, face, items[i].item);
    warn_of(plan, face, items[i].item);
    all.insert(all.end(), faults.begin(), faults.end());
    if (!faults.empty()) continue;
    planned = true;
    put_plan(put, options.format, plan, bound(request, *input, items[i]), items[i].item);
  }
  if (planned && !print(text + batch_foot(options.format))) return 1;
  if (all.empty()) return 0;
  return planned ? 4 : core::exit_code_of(all);
}

}  // namespace spool::cli
