#include "cli/plan_json.h"

#include "cli/json_line.h"
#include "cli/plan_files.h"

#include <vector>

namespace spool::cli {
namespace {

constexpr int language_version = 1;

std::string absolute(const std::string& file, const std::string& folder) {
  return file.starts_with('/') ? file : folder + "/" + file;
}

void write(JsonLine& json, const pipelines::Job& job, const pipelines::FilmPlan& plan, const ArgvOf& argv,
           const std::string& folder) {
  std::vector<std::string> needs;
  for (const pipelines::JobIndex need : job.needs) needs.push_back(plan.jobs[need].id);
  std::vector<std::string> inputs = files_read(job.spec);
  for (std::string& input : inputs) input = absolute(input, folder);
  json.begin_object()
      .member("id", job.id)
      .member("steps", job.steps)
      .member("kind", to_string(job.kind))
      .member("argv", argv(job))
      .member("needs", needs)
      .member("inputs", inputs)
      .member("output", absolute(file_made(job.spec), folder))
      .member("cached", job.cached)
      .end_object();
}

void write(JsonLine& json, const pipelines::PlannedOutput& output) {
  json.begin_object()
      .member("path", output.path)
      .member("frames", output.frames)
      .member("samples", output.samples)
      .member("seconds", output.seconds().approximate())
      .member("width", output.format.picture.width)
      .member("height", output.format.picture.height)
      .member("fps", output.format.picture.rate.to_string())
      .end_object();
}

void write(JsonLine& json, const pipelines::SourceNote& source) {
  json.begin_object()
      .member("input", source.input)
      .member("file", source.file)
      .member("decided", source.decided)
      .end_object();
}

}  // namespace

void put_plan_json(const Put& put, const pipelines::FilmPlan& plan, const ArgvOf& argv, const std::string& work_folder,
                   const std::string& item) {
  constexpr std::size_t a_piece = 1U << 16U;  // bytes
  JsonLine json;
  json.begin_object().member("spool", language_version).member("pipeline", plan.pipeline);
  if (!item.empty()) json.member("item", item);
  json.key("jobs").begin_array();
  for (const pipelines::Job& job : plan.jobs) {
    write(json, job, plan, argv, work_folder);
    if (json.text().size() > a_piece) put(json.take());
  }
  json.end_array().key("outputs").begin_array();
  for (const pipelines::PlannedOutput& output : plan.outputs) write(json, output);
  json.end_array().key("sources").begin_array();
  for (const pipelines::SourceNote& source : plan.sources) write(json, source);
  json.end_array().key("estimate").begin_object();
  json.member("seconds", plan.estimated_seconds).member("work_bytes", plan.work_bytes);
  json.end_object().end_object();
  put(json.text());
}

std::string plan_json(const pipelines::FilmPlan& plan, const ArgvOf& argv, const std::string& work_folder,
                      const std::string& item) {
  std::string text;
  put_plan_json([&](std::string_view piece) { text += piece; }, plan, argv, work_folder, item);
  return text;
}

}  // namespace spool::cli
