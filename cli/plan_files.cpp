#include "cli/plan_files.h"

#include <unordered_set>
#include <variant>

namespace spool::cli {
namespace {

class Collector {
 public:
  void operator()(const pipelines::ClipJob& job) {
    add(job.file);
    for (const pipelines::PictureEffect& effect : job.effects)
      if (const auto* overlay = std::get_if<pipelines::OverlayOn>(&effect)) add(overlay->image);
  }
  void operator()(const pipelines::SoundJob& job) {
    for (const pipelines::SoundPiece& piece : job.pieces) add(piece.file);
  }
  void operator()(const pipelines::SoundJoinJob& job) {
    for (const std::string& part : job.parts) add(part);
  }
  void operator()(const pipelines::TransitionJob& job) {
    (*this)(job.before);
    (*this)(job.after);
  }
  void operator()(const pipelines::JoinJob& job) {
    for (const pipelines::JoinPart& part : job.parts) add(part.file);
    add(job.sound);
  }
  void operator()(const pipelines::RemuxJob& job) {
    if (job.source) add(job.source->path);
  }
  void operator()(const pipelines::RewrapJob& job) { add(job.input); }
  void operator()(const pipelines::StageJob& job) {
    (*this)(job.clip);
    if (job.sound) add(job.sound->file);
  }
  void operator()(const pipelines::ConcatJob& job) {
    for (const pipelines::JoinPart& part : job.parts) add(part.file);
  }

  std::vector<std::string> files;

 private:
  void add(const std::string& file) {
    if (!file.empty() && seen_.insert(file).second) files.push_back(file);
  }
  std::unordered_set<std::string> seen_;
};

}  // namespace

std::vector<std::string> files_read(const pipelines::JobSpec& spec) {
  Collector collector;
  std::visit([&](const auto& job) { collector(job); }, spec);
  return std::move(collector.files);
}

const std::string& file_made(const pipelines::JobSpec& spec) {
  return std::visit([](const auto& job) -> const std::string& { return job.output; }, spec);
}

}  // namespace spool::cli
