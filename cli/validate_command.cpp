// `spool validate`: documents and their tag files, never media.
#include "cli/commands.h"
#include "cli/json_line.h"
#include "cli/render_request.h"
#include "cli/text.h"
#include "pipelines/document/reader.h"
#include "pipelines/moments/without_source.h"
#include "pipelines/planning/choose.h"
#include "pipelines/running/tag_file.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace spool::cli {
namespace {

std::string stem_of(const std::string& pipeline) {
  const std::string name = pipeline.substr(pipeline.rfind('/') + 1);
  const std::size_t dot = name.rfind('.');
  return dot == std::string::npos || dot == 0 ? name : name.substr(0, dot);
}

/// The document's `moments`, and those that a cut has of its own.
std::vector<const pipelines::Moments*> moments_of(const pipelines::Document& document) {
  std::vector<const pipelines::Moments*> all;
  if (document.moments) all.push_back(&*document.moments);
  for (const pipelines::Step& step : document.steps) {
    const auto* cut = std::get_if<pipelines::Cut>(&step.what);
    if (cut != nullptr && cut->at) all.push_back(&*cut->at);
  }
  return all;
}

/// What can be told of them without their inputs.
core::Errors faults_of_moments(const pipelines::Moments& moments, const pipelines::TagFiles& tags) {
  std::vector<std::vector<pipelines::TaggedMoment>> tagged;
  for (const pipelines::MomentBlock& block : moments.blocks) {
    if (!block.file) {
      tagged.push_back(block.list);
      continue;
    }
    const auto read = tags.find(block.file->value);
    if (read == tags.end()) return {};  // it cannot be read, which has been told
    tagged.push_back(read->second);
  }
  return pipelines::faults_without_source(moments, tagged);
}

core::Errors faults_of_tag_files(const pipelines::Document& document) {
  core::Errors errors;
  pipelines::TagFiles tags;
  for (const auto& file : pipelines::tag_files_of(document)) {
    auto moments = pipelines::read_tag_file(file.value);
    if (moments) {
      tags.emplace(file.value, std::move(*moments));
      continue;
    }
    for (core::Error error : moments.error()) {
      // A file that is not there is told where the document names it.
      if (error.place.file.empty()) error.place = file.place;
      errors.push_back(std::move(error));
    }
  }
  for (const pipelines::Moments* moments : moments_of(document)) {
    for (core::Error& error : faults_of_moments(*moments, tags)) {
      if (std::ranges::find(errors, error) == errors.end()) errors.push_back(std::move(error));
    }
  }
  return errors;
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
  auto document = pipelines::read(*parsed, bindings);
  if (!document) return {document.error(), {}};
  return {faults_of_tag_files(*document), std::move(document->warnings)};
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
