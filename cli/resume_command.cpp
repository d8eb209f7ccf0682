// `spool resume`: a run is taken up where it was left.
#include "cli/commands.h"
#include "cli/session_loop.h"
#include "pipelines/running/run.h"
#include "pipelines/running/runs.h"

#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace spool::cli {
namespace {

/// Of a batch, so that its table lists them all in their order; what is wrong with the run is told by the
/// session.
std::optional<std::vector<std::string>> items_of(const pipelines::ResumeRequest& request) {
  if (request.due) return std::nullopt;
  std::string run;
  if (request.run.empty()) {
    const auto newest = pipelines::resumable_runs(request.state, false);
    if (!newest || newest->empty()) return std::nullopt;
    run = newest->front();
  } else {
    const auto found = pipelines::find_run(request.state, request.run);
    if (!found) return std::nullopt;
    run = *found;
  }
  auto items = pipelines::items_of(request.state, run);
  if (!items || items->empty()) return std::nullopt;
  return std::move(*items);
}

core::Checked<pipelines::ResumeRequest> request_of(const ResumeOptions& options, const Face& face) {
  core::Errors errors;
  const auto taken = [&](auto result) {
    if (result) return std::move(*result);
    errors.push_back(result.error());
    return std::remove_reference_t<decltype(*result)>();
  };
  pipelines::ResumeRequest request;
  request.run = options.run;
  request.jobs = options.jobs;
  request.anyway = options.anyway;
  request.due = options.due;
  request.cache_limit = taken(cache_limit(face.around));
  request.state = taken(state_folder(face.common, face.around));
  request.ffmpeg = taken(find_ffmpeg(face.common, face.around));
  request.ffprobe = taken(find_ffprobe(face.common, face.around));
  if (!errors.empty()) return errors;
  return request;
}

}  // namespace

int resume_command(const ResumeOptions& options, const Face& face) {
  const auto request = request_of(options, face);
  if (!request) return refuse(request.error(), face);
  ReporterOptions reporter = face.reporter_options();
  reporter.items = items_of(*request);
  return serve_session(face, reporter, [&](pipelines::Session& session) { return session.resume(*request); });
}

}  // namespace spool::cli
