#include "cli/plan_output.h"

#include "cli/plan_dot.h"
#include "cli/plan_shell.h"
#include "cli/plan_text.h"
#include "cli/text.h"
#include "pipelines/ffmpeg/argv.h"
#include "pipelines/state/run_folder.h"

#include <vector>

namespace spool::cli {
namespace {

std::string script_part(const std::string& item, const std::string& script) {
  // Not `(…) ||`: bash would then leave out `set -e` inside the parentheses.
  return "\n# " + printable(item) + "\n(\n" + script +
         ")\nif [ $? -eq 0 ]; then succeeded=1; else failed=1; fi\n";
}

}  // namespace

void put_plan(const Put& put, PlanFormat format, const pipelines::FilmPlan& plan, const pipelines::RunRequest& request,
              const std::string& item) {
  pipelines::Tools tools;
  tools.ffmpeg = request.ffmpeg;
  tools.ffprobe = request.ffprobe;
  tools.major = plan.ffmpeg_major;
  const ArgvOf argv = [&](const pipelines::Job& job) { return pipelines::argv_of(job.spec, tools); };
  if (format == PlanFormat::text) put(plan_text(plan, item));
  if (format == PlanFormat::dot) put(plan_dot(plan));
  if (format == PlanFormat::json) {
    put_plan_json(put, plan, argv, pipelines::run_folder_path(request.state, "dry-run") + "/work", item);
    put("\n");
  }
  if (format == PlanFormat::shell) {
    const std::string script = plan_shell(plan, argv, request.overwrite);
    put(item.empty() ? script : script_part(item, script));
  }
}

std::string batch_head(PlanFormat format) {
  return format == PlanFormat::shell ? "#!/usr/bin/env bash\nsucceeded=0 failed=0\n" : "";
}

std::string batch_foot(PlanFormat format) {
  if (format != PlanFormat::shell) return "";
  return "\nif [ $failed -eq 0 ]; then exit 0; fi\nif [ $succeeded -eq 1 ]; then exit 4; fi\nexit 1\n";
}

}  // namespace spool::cli
