#include "pipelines/ffmpeg/argv.h"

#include "pipelines/ffmpeg/argv_parts.h"

namespace spool::pipelines {
namespace {

struct ArgvOf {
  const Tools& tools;

  Words operator()(const ClipJob& job) const { return clip_argv(job, tools); }
  Words operator()(const TransitionJob& job) const { return transition_argv(job, tools); }
  Words operator()(const SoundJob& job) const { return sound_argv(job, tools); }
  Words operator()(const SoundJoinJob& job) const { return sound_join_argv(job, tools); }
  Words operator()(const JoinJob& job) const { return join_argv(job, tools); }
  Words operator()(const RemuxJob& job) const { return remux_argv(job, tools); }
  Words operator()(const RewrapJob& job) const { return rewrap_argv(job, tools); }
  Words operator()(const StageJob& job) const { return stage_argv(job, tools); }
  Words operator()(const ConcatJob& job) const { return concat_argv(job, tools); }
};

}  // namespace

std::vector<std::string> argv_of(const JobSpec& job, const Tools& tools) {
  return std::visit(ArgvOf{tools}, job);
}

}  // namespace spool::pipelines
