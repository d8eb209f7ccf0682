// `spool validate`: documents and their tag files, never media.
#include "cli/commands.h"
#include "cli/json_line.h"
#include "cli/judge_document.h"
#include "cli/surroundings.h"
#include "cli/text.h"

#include <string>

namespace spool::cli {

int validate_command(const ValidateOptions& options, const Face& face) {
  core::Errors all;
  for (const std::string& pipeline : options.pipelines) {
    const auto [faults, warnings] = judge_document(pipeline, options.inputs, options.sets, face);
    if (!faults.empty()) refuse(faults, face);
    for (const core::Error& warning : warnings) tell(core::Said::Weight::warning, warning, face);
    all.insert(all.end(), faults.begin(), faults.end());
    std::string said;
    if (face.common.json) {
      const std::string file = pipeline == "-" ? pipeline : absolute_path(pipeline, face.around.folder);
      JsonLine json;
      json.begin_object()
          .member("event", "validated")
          .member("file", file)
          .member("ok", faults.empty())
          .end_object();
      said = json.text() + "\n";
    } else if (faults.empty() && !face.common.quiet) {
      said = printable(pipeline) + ": ok\n";
    }
    if (!print(said)) return 1;
  }
  return all.empty() ? 0 : core::exit_code_of(all);
}

}  // namespace spool::cli
