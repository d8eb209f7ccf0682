// `spool cancel`: a run ends for good.
#include "cli/ask_run.h"
#include "cli/commands.h"

namespace spool::cli {

int cancel_command(const CancelOptions& options, const Face& face) {
  return ask_run(face, options.run, "cancel", pipelines::cancel_run);
}

}  // namespace spool::cli
