// `spool validate`: documents and their tag files, never media.
#include "cli/commands.h"
#include "cli/json_line.h"
#include "cli/render_request.h"
#include "cli/text.h"
#include "pipelines/document/reader.h"
#include "pipelines/running/faults_without_media.h"

#include <string>

namespace spool::cli {
namespace {

std::string stem_of(const std::string& pipeline) {
  const std::string name = pipeline.substr(pipeline.rfind('/') + 1);
  const std::size_t dot = name.rfind('.');
  return dot == std::string::npos || dot == 0 ? name : name.substr(0, dot);
}

struct Verdict {
  core::Errors faults;
  core::Errors warnings;  ///< it is sound all the same
};

Verdict judge(const std::string& pipeline, const ValidateOptions& options, const Face& face) {
  auto text = read_document(pipeline, face.around);
  if (!text) return {{text.error()}, {}};
  auto parsed = pipelines::parse(text->text, text->name);
  if (!parsed) return {parsed.error(), {}};
  pipelines::Bindings bindings;
  bindings.folder = text->folder;
  bindings.stem = stem_of(pipeline);
  bindings.inputs = absolute_inputs(options.inputs, face);
  bindings.sets = options.sets;
  const pipelines::PartlyRead read = pipelines::read_partly(*parsed, bindings);
  return {pipelines::faults_without_media(read), read.faults.empty() ? read.document.warnings : core::Errors()};
}

}  // namespace

int validate_command(const ValidateOptions& options, const Face& face) {
  core::Errors all;
  for (const std::string& pipeline : options.pipelines) {
    const auto [faults, warnings] = judge(pipeline, options, face);
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
