// `spool release`: a paused run goes on where it was.
#include "cli/ask_run.h"
#include "cli/commands.h"

namespace spool::cli {

int release_command(const ReleaseOptions& options, const Face& face) {
  return ask_run(face, options.run, "release", pipelines::release_run);
}

}  // namespace spool::cli
