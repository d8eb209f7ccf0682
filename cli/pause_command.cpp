// `spool pause`: a run starts nothing new until it is released.
#include "cli/ask_run.h"
#include "cli/commands.h"

namespace spool::cli {

int pause_command(const PauseOptions& options, const Face& face) {
  return ask_run(face, options.run, "pause",
                 [&](boost::asio::any_io_executor executor, std::string state, std::string run) {
                   return pipelines::pause_run(std::move(executor), std::move(state), std::move(run),
                                               options.now);
                 });
}

}  // namespace spool::cli
