#include "cli/judge_document.h"

#include "cli/render_request.h"
#include "core/error_order.h"
#include "pipelines/document/reader.h"
#include "pipelines/running/batch_items.h"
#include "pipelines/running/faults_without_media.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace spool::cli {

Verdict judge_document(const std::string& pipeline, const Assignments& inputs, const Assignments& sets, const Face& face,
                       const std::optional<std::string>& first_input) {
  auto text = read_document(pipeline, face.around);
  if (!text) return {{text.error()}, {}};
  auto parsed = pipelines::parse(text->text, text->name);
  if (!parsed) return {parsed.error(), {}};
  pipelines::RunRequest request;
  request.pipeline = pipeline;
  request.folder = text->folder;
  request.inputs = absolute_inputs(inputs, face);
  request.sets = sets;
  pipelines::Bindings bindings = pipelines::prepare_request(request).bindings;
  bindings.first_input = first_input;
  const pipelines::PartlyRead read = pipelines::read_partly(*parsed, bindings);
  return {pipelines::faults_without_media(read), read.faults.empty() ? read.document.warnings : core::Errors()};
}

core::Errors with_faults_of_document(core::Errors errors, const RenderOptions& options, const Face& face,
                                     const std::optional<std::string>& first_input) {
  if (options.pipeline == "-") return errors;  // it has been read already
  Verdict verdict = judge_document(options.pipeline, options.inputs, options.sets, face, first_input);
  std::ranges::move(verdict.faults, std::back_inserter(errors));
  return core::in_order_of_place(std::move(errors), options.pipeline);
}

}  // namespace spool::cli
