// `spool run`: one pipeline, rendered or only planned.
#include "cli/commands.h"
#include "cli/judge_document.h"
#include "cli/plan_output.h"
#include "cli/render_request.h"
#include "cli/session_loop.h"

#include <utility>

namespace spool::cli {
namespace {

int dry_run(const RunOptions& options, const pipelines::RunRequest& request, const Face& face) {
  const auto [plan, errors] = plan_of(request);
  if (!errors.empty()) refuse(errors, face);
  warn_of(plan, face);
  if (!errors.empty()) return core::exit_code_of(errors);
  bool written = true;
  const Put put = [&](std::string_view text) { written = written && print(text); };
  put_plan(put, options.format, plan, request);
  return written ? 0 : 1;
}

}  // namespace

int run_command(const RunOptions& options, const Face& face) {
  auto request = render_request(options, face);
  if (!request) return refuse(with_faults_of_document(request.error(), options, face), face);
  if (options.output) request->output = absolute_path(*options.output, face.around.folder);
  if (options.dry_run) return dry_run(options, *request, face);
  return serve_session(face, face.reporter_options(),
                       [&](pipelines::Session& session) { return session.run(*request); });
}

}  // namespace spool::cli
