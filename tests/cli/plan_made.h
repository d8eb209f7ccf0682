// A plan made by hand: two clips, their sound, a join, a film; and a folder that goes with its test.
#pragma once

#include "cli/plan_argv.h"
#include "pipelines/planning/film_plan.h"

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace spool::cli {

inline pipelines::Job clip_job(std::string id, const std::string& source, std::string label) {
  pipelines::ClipJob clip;
  clip.file = source;
  clip.output = id + ".mp4";
  pipelines::Job job;
  job.id = std::move(id);
  job.kind = pipelines::JobKind::clip;
  job.steps = {"clips", "titled"};
  job.spec = std::move(clip);
  job.label = std::move(label);
  job.seconds = 5;
  job.frames = 150;
  return job;
}

inline pipelines::Job join_job(std::vector<pipelines::JobIndex> needs,
                               const std::vector<std::string>& parts) {
  pipelines::JoinJob join;
  for (const std::string& part : parts) join.parts.push_back({part, 150});
  join.list = "reel.txt";
  join.sound = "reel.m4a";
  join.output = "reel.mp4";
  pipelines::Job job;
  job.id = "reel-join";
  job.kind = pipelines::JobKind::join;
  job.steps = {"reel"};
  job.needs = std::move(needs);
  job.spec = std::move(join);
  return job;
}

inline pipelines::Job sound_job(const std::string& source) {
  pipelines::SoundJob sound;
  sound.pieces.resize(2);
  sound.pieces[0].file = source;
  sound.pieces[1].file = source;
  sound.output = "reel.m4a";
  pipelines::Job job;
  job.id = "reel-sound";
  job.kind = pipelines::JobKind::audio;
  job.steps = {"reel"};
  job.spec = std::move(sound);
  return job;
}

inline pipelines::FilmPlan plan_of(const std::string& source, const std::string& film) {
  pipelines::FilmPlan plan;
  plan.pipeline = "highlights";
  plan.jobs = {clip_job("titled-1", source, "Late winner"), clip_job("titled-2", source, ""),
               sound_job(source), join_job({0, 1, 2}, {"titled-1.mp4", "titled-2.mp4"})};
  pipelines::PlannedOutput output;
  output.path = film;
  output.job = 3;
  output.format.picture.width = 1280;
  output.format.picture.height = 720;
  output.format.picture.rate = pipelines::Rational(30000, 1001);
  output.format.sound.emplace();
  output.frames = 300;
  output.samples = 480480;
  plan.outputs = {output};
  plan.sources = {{"game", source, {"24-31 fps, variable -> 29.97"}}};
  plan.estimated_seconds = 42.5;
  plan.work_bytes = 35000000;
  plan.film_bytes = 9000000;
  return plan;
}

/// A folder below the system's temporary one, removed at the end.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "spool-test-XXXXXX").string();
    if (mkdtemp(name.data()) != nullptr) path_ = name;
  }
  ~Folder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  [[nodiscard]] std::string operator/(const std::string& name) const { return path_ + "/" + name; }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

inline void write_file(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}
inline std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace spool::cli
