#include "cli/plan_text.h"

#include "cli/text.h"
#include "core/cache/size_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <vector>

namespace spool::cli {
namespace {

std::string title(const pipelines::FilmPlan& plan, const std::string& item) {
  std::string text = printable(plan.pipeline);
  if (!item.empty()) text += " of " + printable(item);
  return text + ": " + counted(static_cast<std::int64_t>(plan.outputs.size()), "film") + ", " +
         counted(static_cast<std::int64_t>(plan.jobs.size()), "job") + "\n";
}

std::string sources(const pipelines::FilmPlan& plan) {
  std::string text = plan.sources.empty() ? "" : "\nSources\n";
  for (const pipelines::SourceNote& source : plan.sources) {
    text += fmt::format("  {}  {}\n", printable(source.input), printable(source.file));
    for (const std::string& sentence : source.decided) text += fmt::format("      {}\n", printable(sentence));
  }
  return text;
}

std::string rate_text(pipelines::Rational rate) {
  std::string digits = rate.to_decimal(3);
  digits.erase(digits.find_last_not_of('0') + 1);
  if (digits.back() == '.') digits.pop_back();
  return digits + " fps";
}

std::string sound_text(const pipelines::PlannedOutput& output) {
  if (!output.format.sound) return "no sound";
  const pipelines::SoundFormat& sound = *output.format.sound;
  return fmt::format("{} {} Hz {}", printable(sound.encoder), sound.sample_rate, printable(sound.layout));
}

std::string films(const pipelines::FilmPlan& plan) {
  std::string text = "\nFilms\n";
  for (const pipelines::PlannedOutput& output : plan.outputs) {
    const pipelines::PictureFormat& picture = output.format.picture;
    text += fmt::format("  {}\n", printable(output.path));
    if (output.frames > 0)
      text += fmt::format("      {}x{}, {}, {} ({}), {}\n", picture.width, picture.height,
                          rate_text(picture.rate), clock_text(output.seconds().approximate()),
                          counted(output.frames, "frame"), printable(picture.encoder));
    text += fmt::format("      {}\n", sound_text(output));
  }
  return text;
}

std::string job_line(const pipelines::Job& job) {
  std::string text = "    " + printable(job.id);
  if (!job.label.empty()) text += fmt::format("  \"{}\"", shortened(printable(job.label), 60));
  if (job.frames > 0) text += fmt::format("  {}", counted(job.frames, "frame"));
  if (job.seconds > 0) text += fmt::format("  {}", seconds_text(job.seconds));
  if (job.cached == true) text += "  in the cache";
  return text + "\n";
}

/// Kinds in the order of their first job.
std::string work(const pipelines::FilmPlan& plan) {
  std::vector<pipelines::JobKind> kinds;
  std::map<pipelines::JobKind, std::vector<const pipelines::Job*>> by_kind;
  for (const pipelines::Job& job : plan.jobs) {
    auto& jobs = by_kind[job.kind];
    if (jobs.empty()) kinds.push_back(job.kind);
    jobs.push_back(&job);
  }
  std::string text = "\nWork\n";
  for (const pipelines::JobKind kind : kinds) {
    const auto& jobs = by_kind[kind];
    text += fmt::format("  {} {}\n", jobs.size(), to_string(kind));
    const std::size_t shown = std::min(jobs.size(), most_jobs_listed);
    for (std::size_t i = 0; i < shown; ++i) text += job_line(*jobs[i]);
    if (jobs.size() > shown) text += fmt::format("    and {} more\n", jobs.size() - shown);
  }
  return text;
}

/// What the cache saves, in all; nothing where it saves nothing.
std::string cached_text(const pipelines::FilmPlan& plan) {
  const auto cached =
      std::ranges::count_if(plan.jobs, [](const pipelines::Job& job) { return job.cached == true; });
  if (cached == 0) return "";
  if (cached == static_cast<std::ptrdiff_t>(plan.jobs.size()))
    return "nothing is rendered: all of it is in the cache\n";
  return fmt::format("{} of {} in the cache: rendering takes less than this\n", cached,
                     counted(static_cast<std::int64_t>(plan.jobs.size()), "job"));
}

}  // namespace

std::string plan_text(const pipelines::FilmPlan& plan, const std::string& item) {
  std::string text = title(plan, item) + sources(plan) + films(plan) + work(plan);
  text += fmt::format("\nabout {} of rendering, {} of work space, {} of films\n",
                      clock_text(plan.estimated_seconds), core::bytes_text(plan.work_bytes),
                      core::bytes_text(plan.film_bytes));
  return text + cached_text(plan);
}

}  // namespace spool::cli
