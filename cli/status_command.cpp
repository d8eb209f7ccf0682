// `spool status`: how one run stands; with --follow, what happens in it until it ends.
#include "cli/ask_run.h"
#include "cli/commands.h"
#include "cli/followed_lines.h"
#include "cli/run_state.h"
#include "pipelines/running/runs.h"

#include <string>

namespace spool::cli {
namespace {

int show(const FoundRun& found, const Face& face) {
  const auto status = pipelines::status_of(found.state, found.run);
  if (!status) return refuse({status.error()}, face);
  const Paint colours = paint(face.terminal.output && face.terminal.colours);
  return print(face.common.json ? status_json(*status) + "\n" : status_text(*status, colours)) ? 0 : 1;
}

/// What comes through the socket, as it comes. A run that nobody carries out is shown as it stands.
int follow(const FoundRun& found, const Face& face) {
  FollowedLines lines(found, face);
  const auto followed = carried_out<core::Result<void>>([&](boost::asio::any_io_executor executor) {
    return pipelines::follow_run(std::move(executor), found.state, found.run,
                                 [&](std::string_view line) { lines.on(line); });
  });
  if (!followed) return refuse({followed.error()}, face);
  if (!lines.written()) return 1;
  return lines.any() ? 0 : show(found, face);
}

}  // namespace

int status_command(const StatusOptions& options, const Face& face) {
  const auto found = found_run(face, options.run);
  if (!found && found.error().code == "run.none") {
    tell(core::Said::Weight::note, found.error(), face);
    return 0;
  }
  if (!found) return refuse({found.error()}, face);
  return options.follow ? follow(*found, face) : show(*found, face);
}

}  // namespace spool::cli
