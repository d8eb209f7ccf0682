#include "cli/plan_dot.h"

#include "cli/plan_files.h"
#include "cli/quote.h"

#include <fmt/format.h>

namespace spool::cli {
namespace {

/// The id, and below it the kind with the label, where there is one.
std::string label_of(const pipelines::Job& job) {
  std::string below(to_string(job.kind));
  if (!job.label.empty()) below += ": " + job.label;
  const std::string above = dot_quoted(job.id), under = dot_quoted(below);
  return above.substr(0, above.size() - 1) + "\\n" + under.substr(1);
}

bool is_source(const std::string& file) { return file.starts_with('/'); }

}  // namespace

std::string plan_dot(const pipelines::FilmPlan& plan) {
  std::string dot = fmt::format("digraph {} {{\n  rankdir=LR;\n  node [shape=box, style=rounded];\n",
                                dot_quoted(plan.pipeline));
  for (const pipelines::SourceNote& source : plan.sources)
    dot += fmt::format("  {} [shape=folder, style=solid, label={}];\n", dot_quoted("source " + source.file),
                       dot_quoted(source.input));
  const auto told = [&](const std::string& file) {
    for (const pipelines::SourceNote& source : plan.sources)
      if (source.file == file) return true;
    return false;
  };
  for (const pipelines::Job& job : plan.jobs) {
    dot += fmt::format("  {} [label={}];\n", dot_quoted(job.id), label_of(job));
    for (const std::string& file : files_read(job.spec))
      if (is_source(file) && told(file))
        dot += fmt::format("  {} -> {};\n", dot_quoted("source " + file), dot_quoted(job.id));
    for (const pipelines::JobIndex need : job.needs)
      dot += fmt::format("  {} -> {};\n", dot_quoted(plan.jobs[need].id), dot_quoted(job.id));
  }
  for (const pipelines::PlannedOutput& output : plan.outputs) {
    dot += fmt::format("  {} [shape=note, style=bold, label={}];\n", dot_quoted("film " + output.path),
                       dot_quoted(output.path));
    dot +=
        fmt::format("  {} -> {};\n", dot_quoted(plan.jobs[output.job].id), dot_quoted("film " + output.path));
  }
  return dot + "}\n";
}

}  // namespace spool::cli
