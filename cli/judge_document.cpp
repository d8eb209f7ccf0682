#include "cli/judge_document.h"

#include "cli/render_request.h"
#include "pipelines/document/reader.h"
#include "pipelines/running/faults_without_media.h"

namespace spool::cli {
namespace {

std::string stem_of(const std::string& pipeline) {
  const std::string name = pipeline.substr(pipeline.rfind('/') + 1);
  const std::size_t dot = name.rfind('.');
  return dot == std::string::npos || dot == 0 ? name : name.substr(0, dot);
}

}  // namespace

Verdict judge_document(const std::string& pipeline, const Assignments& inputs, const Assignments& sets, const Face& face) {
  auto text = read_document(pipeline, face.around);
  if (!text) return {{text.error()}, {}};
  auto parsed = pipelines::parse(text->text, text->name);
  if (!parsed) return {parsed.error(), {}};
  pipelines::Bindings bindings;
  bindings.folder = text->folder;
  bindings.stem = stem_of(pipeline);
  bindings.inputs = absolute_inputs(inputs, face);
  bindings.sets = sets;
  const pipelines::PartlyRead read = pipelines::read_partly(*parsed, bindings);
  return {pipelines::faults_without_media(read), read.faults.empty() ? read.document.warnings : core::Errors()};
}

}  // namespace spool::cli
