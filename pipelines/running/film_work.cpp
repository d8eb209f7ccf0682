#include "pipelines/running/film_work.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <utility>

#include "core/place_file.h"
#include "pipelines/planning/estimate.h"
#include "pipelines/planning/film_builder.h"
#include "pipelines/running/film_check.h"
#include "pipelines/running/render_error.h"

namespace spool::pipelines {
namespace {

namespace asio = boost::asio;

core::Milliseconds milliseconds(Rational seconds) {
  return core::Milliseconds((seconds * Rational(1000)).round_half_up());
}

/// A child that writes without end meets this bound long before the disk is full.
std::uint64_t most_bytes(const JobSpec& spec) {
  constexpr std::uint64_t always = std::uint64_t{4} << 30U;
  return always + 50 * bytes_of(spec);
}

core::Result<void> make_folder_of(const std::string& path) {
  std::error_code why;
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), why);
  if (!why) return {};
  return core::Error{"output.unwritable", "cannot make the folder of " + path + ": " + why.message(),
                     "choose another place with --out-dir", {}};
}

core::Result<void> write_text(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  if (file) return {};
  return core::Error{"disk.failed", "cannot write " + path, "is the disk full?", {}};
}

const ClipJob* clip_in(const JobSpec& spec) {
  if (const auto* stage = std::get_if<StageJob>(&spec)) return &stage->clip;
  return std::get_if<ClipJob>(&spec);
}

StampRange stamps_of(const JobSpec& spec) {
  const ClipJob* clip = clip_in(spec);
  return clip == nullptr ? StampRange{} : planned_stamps(*clip);
}

core::JobFinished about(const Job& planned, std::string id, core::JobOutcome outcome) {
  core::JobFinished told;
  told.job = std::move(id);
  told.steps = planned.steps;
  told.kind = to_string(planned.kind);
  told.outcome = outcome;
  return told;
}

std::int64_t pcm_bytes(const JobSpec& spec) {
  const auto* sound = std::get_if<SoundJob>(&spec);
  if (sound == nullptr || sound->encode) return -1;
  std::int64_t samples = 0;
  for (const SoundPiece& piece : sound->pieces) samples += piece.samples;
  return samples * sound->format.channels * 2;
}

}  // namespace

FilmWork::FilmWork(const RunContext& context, const FilmPlan& plan, const Policy& policy, const WorkFolder& folder,
                   const Teller& teller, std::string job_prefix)
    : context_(context), plan_(plan), policy_(policy), folder_(folder), teller_(teller), prefix_(std::move(job_prefix)) {
  tools_.ffmpeg = context.request.ffmpeg;
  tools_.ffprobe = context.request.ffprobe;
  tools_.major = context.preparation.ffmpeg().version.major;
}

JobSpec FilmWork::spec_of(core::JobIndex job, int attempt) const {
  JobSpec spec = plan_.jobs[job].spec;
  if (attempt == 1) return spec;
  // The stamps were not as planned after a seek: everything from the start on cannot be missed.
  if (auto* clip = std::get_if<ClipJob>(&spec)) clip->from_start = true;
  if (auto* stage = std::get_if<StageJob>(&spec)) stage->clip.from_start = true;
  return spec;
}

std::string FilmWork::path_of(core::JobIndex job) const { return folder_.work() + "/" + output_of(plan_.jobs[job].spec); }

core::Result<void> FilmWork::prepare_join(const JoinJob& join) const {
  const Mp4Part& first = parts_.at(join.parts.front().file);
  for (const JoinPart& part : join.parts) {
    if (const auto differs = difference(first, parts_.at(part.file))) {
      return core::Error{"render.unequal_parts", part.file + " cannot be joined by copy with " + join.parts.front().file + ": " + *differs,
                         "this is a fault of Spool: please report it", {}};
    }
  }
  return write_text(folder_.work() + "/" + join.list, concat_list(join));
}

core::Result<core::Command> FilmWork::command(core::JobIndex job, int attempt) {
  const JobSpec spec = spec_of(job, attempt);
  if (const auto* join = std::get_if<JoinJob>(&spec)) {
    if (const auto prepared = prepare_join(*join); !prepared) return prepared.error();
  }
  core::Command command;
  command.argv = argv_of(spec, tools_);
  command.folder = folder_.work();
  command.file_limit = most_bytes(spec);
  command.timeout = milliseconds(policy_.timeout);
  command.stall = milliseconds(policy_.stall);
  return command;
}

std::unique_ptr<core::Output> FilmWork::output(core::JobIndex job, int) {
  const Job& planned = plan_.jobs[job];
  const auto on_progress = [this, &planned](const Progress& progress) {
    core::JobProgress told;
    told.job = prefix_ + planned.id;
    told.frame = progress.frame;
    told.speed = progress.speed;
    const double made = planned.frames > 0 ? static_cast<double>(progress.frame) / static_cast<double>(planned.frames)
                                           : static_cast<double>(progress.out_time_us) / 1e6 / std::max(planned.seconds, 0.001);
    told.fraction = std::clamp(made, 0.0, 1.0);
    teller_.tell(std::move(told));
  };
  return std::make_unique<JobOutput>(stamps_of(planned.spec), on_progress);
}

asio::awaitable<core::Verdict> FilmWork::judge(core::JobIndex job, int attempt, core::Ending ending, core::Output& output) {
  auto& heard = static_cast<JobOutput&>(output);
  heard.finish();
  const Job& planned = plan_.jobs[job];
  std::optional<core::Error> wrong = ending_error(planned, ending, heard);
  const ClipJob* clip = clip_in(planned.spec);
  if (!wrong && clip != nullptr) {
    wrong = clip_error(planned, heard, policy_.strict);
    const bool sought = clip->cut.seek.has_value() && !clip->from_start;
    if (wrong && sought && attempt == 1) co_return core::OnceMore(*wrong);
    if (!wrong && heard.watch().errors_while_shown() > 0) {
      teller_.warning({"render.damaged", planned.id + ": the source has pictures with faults",
                       "look at this clip; policy.strict: true refuses such clips", {}});
    }
  }
  if (!wrong) {
    const auto made = co_await check_made(job);
    if (!made) wrong = made.error();
  }
  if (wrong) {
    const std::string log = co_await keep_log(job, attempt, heard);
    if (wrong->hint.empty()) wrong->hint = "the whole log: " + log;
    co_return core::Failed(*wrong);
  }
  co_return core::Succeeded();
}

asio::awaitable<core::Result<void>> FilmWork::check_made(core::JobIndex job) {
  const Job& planned = plan_.jobs[job];
  const std::string path = path_of(job);
  if (std::holds_alternative<ClipJob>(planned.spec)) {
    const auto read = [path] { return read_mp4_part(path); };
    auto facts = co_await context_.blocking.run(read);
    if (!facts) co_return facts.error();
    if (facts->samples != planned.frames) {
      co_return core::Error{"render.short", planned.id + " holds " + std::to_string(facts->samples) + " frames instead of " +
                                                std::to_string(planned.frames), "", {}};
    }
    parts_.insert_or_assign(output_of(planned.spec), std::move(facts).value());
  }
  if (const std::int64_t awaited = pcm_bytes(planned.spec); awaited >= 0) {
    const auto measure = [path] {
      std::error_code ignored;
      return static_cast<std::int64_t>(std::filesystem::file_size(path, ignored));
    };
    const std::int64_t bytes = co_await context_.blocking.run(measure);
    if (bytes != awaited) {
      co_return core::Error{"render.short", planned.id + " holds " + std::to_string(bytes) + " bytes of sound instead of " +
                                                std::to_string(awaited), "", {}};
    }
  }
  auto delivery = co_await deliver(job);
  co_return delivery;
}

asio::awaitable<core::Result<void>> FilmWork::deliver(core::JobIndex job) {
  for (std::size_t i = 0; i < plan_.outputs.size(); ++i) {
    const PlannedOutput& planned = plan_.outputs[i];
    if (planned.job != job) continue;
    const auto film = co_await context_.preparation.look_at(path_of(job));
    if (!film) co_return film.error();
    if (const auto right = check_film(**film, planned); !right) co_return right.error();
    const auto make_folder = [path = planned.path] { return make_folder_of(path); };
    const auto made = co_await context_.blocking.run(make_folder);
    if (!made) co_return made.error();
    const auto if_exists = context_.request.overwrite ? core::IfExists::replace : core::IfExists::refuse;
    const auto placed = co_await core::place_file(context_.blocking, path_of(job), planned.path, if_exists);
    if (!placed) co_return placed.error();
    core::Delivered delivered;
    delivered.path = planned.path;
    delivered.frames = planned.frames;
    delivered.samples = planned.samples;
    delivered.seconds = planned.seconds().approximate();
    delivered_.emplace(i, std::move(delivered));
  }
  co_return core::Result<void>();
}

asio::awaitable<std::string> FilmWork::keep_log(core::JobIndex job, int attempt, const JobOutput& output) {
  const std::string path = folder_.log() + "/" + plan_.jobs[job].id + "-" + std::to_string(attempt) + ".log";
  const auto write = [path, text = output.log()] { return write_text(path, text); };
  const auto written = co_await context_.blocking.run(write);
  (void)written;  // the failure itself is told anyway
  co_return path;
}

std::vector<core::Delivered> FilmWork::delivered() const {
  std::vector<core::Delivered> films;
  for (const auto& [position, film] : delivered_) films.push_back(film);
  return films;
}

void FilmWork::started(core::JobIndex job, const core::Command& command, int attempt) {
  const Job& planned = plan_.jobs[job];
  core::JobStarted told;
  told.job = id_of(job);
  told.steps = planned.steps;
  told.kind = to_string(planned.kind);
  told.argv = command.argv;
  told.attempt = attempt;
  teller_.tell(std::move(told));
}

void FilmWork::retrying(core::JobIndex job, int attempt, core::Milliseconds delay, const core::Error& reason) {
  core::JobRetrying told;
  told.job = id_of(job);
  told.attempt = attempt + 1;
  told.delay_s = core::Seconds(delay).count();
  told.reason = reason.message;
  teller_.tell(std::move(told));
}

void FilmWork::finished(core::JobIndex job, core::JobOutcome outcome, double seconds, const core::Error* error) {
  core::JobFinished told = about(plan_.jobs[job], id_of(job), outcome);
  told.seconds = seconds;
  if (error != nullptr) told.reason = error->message;
  teller_.tell(std::move(told));
  if (error != nullptr) teller_.error(*error);
}

void FilmWork::skipped(core::JobIndex job, core::JobIndex cause) {
  core::JobFinished told = about(plan_.jobs[job], id_of(job), core::JobOutcome::skipped);
  told.reason = "needs " + id_of(cause) + ", which failed";
  teller_.tell(std::move(told));
}

}  // namespace spool::pipelines
