#include "cli/judge_document.h"

#include "cli/render_request.h"
#include "pipelines/document/reader.h"
#include "pipelines/running/batch_items.h"
#include "pipelines/running/faults_without_media.h"

namespace spool::cli {

Verdict judge_document(const std::string& pipeline, const Assignments& inputs, const Assignments& sets, const Face& face) {
  auto text = read_document(pipeline, face.around);
  if (!text) return {{text.error()}, {}};
  auto parsed = pipelines::parse(text->text, text->name);
  if (!parsed) return {parsed.error(), {}};
  pipelines::RunRequest request;
  request.pipeline = pipeline;
  request.folder = text->folder;
  request.inputs = absolute_inputs(inputs, face);
  request.sets = sets;
  const pipelines::PartlyRead read = pipelines::read_partly(*parsed, pipelines::prepare_request(request).bindings);
  return {pipelines::faults_without_media(read), read.faults.empty() ? read.document.warnings : core::Errors()};
}

}  // namespace spool::cli
