// Which clip is to blame for a job that failed. One that shows several is asked for each of them by itself.
#include <algorithm>
#include <filesystem>
#include <utility>

#include <unistd.h>

#include "pipelines/planning/film_builder.h"
#include "pipelines/running/film_work.h"
#include "pipelines/running/job_files.h"
#include "pipelines/running/render_error.h"

namespace spool::pipelines {
namespace {

namespace asio = boost::asio;

/// What a job makes of each of its clips, where there are several.
std::vector<JobSpec> each_alone(const JobSpec& spec) {
  std::vector<JobSpec> parts;
  if (const auto* transition = std::get_if<TransitionJob>(&spec)) {
    for (ClipJob clip : {transition->before, transition->after}) {
      clip.from_start = true;
      parts.emplace_back(std::move(clip));
    }
  }
  if (const auto* sound = std::get_if<SoundJob>(&spec)) {
    for (const SoundPiece& piece : sound->pieces) {
      SoundJob alone;
      alone.format = sound->format;
      alone.pieces.push_back(piece);
      alone.pieces.front().overlap = 0;
      alone.encode = false;
      parts.emplace_back(std::move(alone));
    }
  }
  return parts;
}

}  // namespace

asio::awaitable<LeftOuts> FilmWork::bad_among(core::JobIndex job, int attempt, core::Error why) {
  const Job& planned = plan_.jobs[job];
  const std::vector<JobSpec> parts = each_alone(planned.spec);
  std::vector<bool> is_bad(std::max<std::size_t>(parts.size(), 1), parts.empty());
  for (std::size_t part = 0; part < parts.size(); ++part) {
    JobSpec alone = with_output(parts[part], attempt_name(job, attempt));
    const bool made = co_await can_be_made(std::move(alone));
    is_bad[part] = !made;
  }
  why.message = without_last_lines(why.message);
  LeftOuts bad;
  for (std::size_t i = 0; i < planned.shows.size(); ++i) {
    if (is_bad[i % is_bad.size()]) bad.push_back({*planned.shows[i], why});
  }
  co_return bad;
}

asio::awaitable<bool> FilmWork::can_be_made(JobSpec part) {
  const std::string path = folder_.path_of(output_of(part));
  JobOutput heard(stamps_of(part), [](const Progress&) {});
  core::Command command = command_of(part);
  const core::Ending ending = co_await context_.runner.run(std::move(command), heard);
  heard.finish();
  const auto measure = [path] {
    std::error_code ignored;
    const auto bytes = static_cast<std::int64_t>(std::filesystem::file_size(path, ignored));
    ::unlink(path.c_str());
    return bytes;
  };
  const std::int64_t bytes = co_await context_.blocking.run(measure);
  const auto* clip = std::get_if<ClipJob>(&part);
  const bool is_faulty = policy_.strict && heard.watch().errors_while_shown() > 0;
  const bool is_whole = clip == nullptr ? bytes == pcm_bytes(part) : heard.watch().progress().frame == clip->frames();
  co_return core::succeeded(ending) && heard.watch().as_planned() && is_whole && !is_faulty;
}

LeftOuts FilmWork::bad_clips() const {
  LeftOuts all;
  for (const auto& [job, clips] : bad_) {
    for (const LeftOut& clip : clips) add_new(all, clip);
  }
  return all;
}

}  // namespace spool::pipelines
