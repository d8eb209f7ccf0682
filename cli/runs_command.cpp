// `spool runs`: all runs of the state folder, the newest first.
#include "cli/commands.h"
#include "cli/run_state.h"
#include "pipelines/running/runs.h"

#include <unistd.h>

#include <string>
#include <vector>

namespace spool::cli {
namespace {

std::string lines_of(const std::vector<pipelines::RunStatus>& runs) {
  std::string lines;
  for (const pipelines::RunStatus& run : runs) lines += status_json(run) + "\n";
  return lines;
}

}  // namespace

int runs_command(const Face& face) {
  const auto state = state_folder(face.common, face.around);
  if (!state) return refuse({state.error()}, face);
  const auto runs = pipelines::list_runs(*state);
  if (!runs) return refuse({runs.error()}, face);
  if (face.common.json) return print(lines_of(*runs)) ? 0 : 1;
  if (runs->empty()) {
    tell(core::Said::Weight::note, {"run.none", "there is no run yet", "", {}}, face);
    return 0;
  }
  const int width = face.terminal.output ? terminal_size(STDOUT_FILENO).columns : 0;
  const Paint colours = paint(face.terminal.output && face.terminal.colours);
  return print(runs_table(*runs, width, face.terminal.utf8, colours)) ? 0 : 1;
}

}  // namespace spool::cli
