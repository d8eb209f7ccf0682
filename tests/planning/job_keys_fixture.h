// Documents of three clips with the keys of their jobs; contents of files are made up.
#pragma once

#include "fixture.h"
#include "pipelines/planning/job_keys.h"

#include <functional>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace spool::pipelines::testing {

/// A document of three clips, as its parts are written.
struct Told {
  std::string inputs =
      "{game: game.mp4, other: other.mp4, silent: silent.mp4, tape: tape.ts, crest: crest.png}";
  std::string second = "{start: 20, end: 24, label: \"Goal 1:0\"}";
  std::string clips = "clips: {cut: moments}";
  std::string title = "{title: {text: \"${label}\", for: 2s}}";
  std::string more = "{fade: {out: 0.5s}}";
  std::string film = "film: {concat: [titled]}";
  std::string format = "{size: 640x360, fps: 30, crf: 21}";
  std::string output = "{film: film.mp4}";
};

inline std::string document(const Told& told) {
  return "spool: 1\ninputs: " + told.inputs +
         "\nmoments:\n  of: game\n  list:\n    - {start: 5, end: 8, label: Corner}\n    - " + told.second +
         "\n    - {start: 40, end: 41.5, label: Save}\nsteps:\n  " + told.clips +
         "\n  titled: {effect: clips, apply: [" + told.title + ", " + told.more + "]}\n  " + told.film +
         "\nformat: " + told.format + "\noutput: " + told.output + "\n";
}

/// By path; what is not listed holds what its name says.
using Contents = std::map<std::string, std::string, std::less<>>;

struct Keyed {
  FilmPlan plan;
  std::vector<std::optional<JobKey>> keys;

  [[nodiscard]] const JobKey& key(const std::string& id) const {
    for (std::size_t i = 0; i < plan.jobs.size(); ++i) {
      if (plan.jobs[i].id == id) return keys[i].value();
    }
    throw std::runtime_error("there is no job " + id);
  }
  [[nodiscard]] std::vector<std::string> digests() const {
    std::vector<std::string> all;
    for (const auto& one : keys) all.push_back(one ? one->digest : "none");
    return all;
  }
};

inline std::optional<std::string> usual_content(const Contents& contents, const std::string& path) {
  const auto found = contents.find(path);
  if (found != contents.end())
    return found->second == "unknown" ? std::nullopt : std::optional(found->second);
  return "holds " + path;
}

inline Keyed keyed(const std::string& text, const Contents& contents = {},
                   const std::map<std::string, MediaPtr>& media = usual_media(),
                   const PlanSettings& settings = {}, const std::string& ffmpeg = "ffmpeg-a") {
  Planned planned = plan_text(text, settings, media);
  if (!planned.plan) throw std::runtime_error(core::to_line(planned.plan.error().front()));
  Keyed result{std::move(*planned.plan), {}};
  result.keys = job_keys(
      result.plan, [&](const std::string& path) { return usual_content(contents, path); }, ffmpeg);
  return result;
}

}  // namespace spool::pipelines::testing
