#include "cli/render_request.h"

#include "cli/machine.h"
#include "core/child_runner.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <utility>

namespace spool::cli {
namespace {

namespace asio = boost::asio;

/// A plan says by itself what was noticed on the way, so that the session's events have no listener here.
class Unheard final : public core::EventSink {
 public:
  void on(const core::Event& /*event*/) override {}
};

/// Takes the value, or keeps the error for all of them to be told at once.
template <class Value>
Value taken(core::Result<Value> result, core::Errors& errors) {
  if (result) return std::move(*result);
  errors.push_back(result.error());
  return {};
}

}  // namespace

Assignments absolute_inputs(const Assignments& inputs, const Face& face) {
  Assignments absolute = inputs;
  for (auto& [name, path] : absolute) path = absolute_path(path, face.around.folder);
  return absolute;
}

std::string out_dir_of(const RenderOptions& options, const Face& face) {
  return absolute_path(options.out_dir.value_or("."), face.around.folder);
}

core::Checked<pipelines::RunRequest> render_request(const RenderOptions& options, const Face& face) {
  core::Errors errors;
  pipelines::RunRequest request;
  request.pipeline = options.pipeline;
  request.inputs = absolute_inputs(options.inputs, face);
  request.sets = options.sets;
  request.out_dir = out_dir_of(options, face);
  request.jobs = options.jobs ? *options.jobs : look_at_machine().slots();
  request.keep_going = options.keep_going;
  request.overwrite = options.overwrite;
  request.optimize = options.optimize;
  request.cache = options.cache;
  request.cache_limit = taken(cache_limit(face.around), errors);
  request.state = taken(state_folder(face.common, face.around), errors);
  request.ffmpeg = taken(find_ffmpeg(face.common, face.around), errors);
  request.ffprobe = taken(find_ffprobe(face.common, face.around), errors);
  auto document = read_document(options.pipeline, face.around);
  if (!document) {
    errors.push_back(document.error());
    return errors;
  }
  if (!errors.empty()) return errors;
  request.document = std::move(document->text);
  request.folder = std::move(document->folder);
  return request;
}

pipelines::DryRun plan_of(const pipelines::RunRequest& request) {
  asio::io_context io;
  core::ChildRunner runner(io.get_executor());
  Unheard sink;
  pipelines::Session session(io.get_executor(), runner, sink);
  pipelines::DryRun plan;
  std::exception_ptr failure;
  asio::co_spawn(io, session.plan(request, nullptr), [&](std::exception_ptr thrown, pipelines::DryRun made) {
    failure = std::move(thrown);
    plan = std::move(made);
  });
  io.run();
  if (failure) std::rethrow_exception(failure);
  return plan;
}

void warn_of(const pipelines::FilmPlan& plan, const Face& face, const std::string& item) {
  Face on_standard_error = face;
  on_standard_error.common.json = false;
  for (const core::Error& warning : plan.warnings)
    tell(core::Said::Weight::warning, warning, on_standard_error, item);
}

}  // namespace spool::cli
