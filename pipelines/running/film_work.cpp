#include "pipelines/running/film_work.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <utility>

#include <unistd.h>

#include "core/file_identity.h"
#include "pipelines/ffmpeg/capabilities.h"
#include "pipelines/ffmpeg/copied_packets.h"
#include "pipelines/ffmpeg/copied_sound.h"
#include "pipelines/planning/film_builder.h"
#include "pipelines/running/copied_check.h"
#include "pipelines/running/film_check.h"
#include "pipelines/running/job_files.h"
#include "pipelines/running/live_run.h"
#include "pipelines/running/render_error.h"
#include "pipelines/running/retry_policy.h"

namespace spool::pipelines {
namespace {

namespace asio = boost::asio;

core::Milliseconds milliseconds(Rational seconds) {
  return core::Milliseconds((seconds * Rational(1000)).round_half_up());
}

}  // namespace

FilmWork::FilmWork(const RunContext& context, const Prepared& prepared, const FilmFolder& folder, const Teller& teller,
                   const FilmName& name, const FilmKeys& keys, Delivery& delivery, SessionWork& session)
    : context_(context),
      plan_(prepared.plan),
      policy_(prepared.document->policy),
      media_(prepared.media),
      folder_(folder),
      teller_(teller),
      name_(name),
      keys_(keys),
      delivery_(delivery),
      session_(session),
      blemished_(prepared.plan.jobs.size()) {
  tools_.ffmpeg = context.request.ffmpeg;
  tools_.ffprobe = context.request.ffprobe;
  tools_.major = context.preparation.ffmpeg().version.major;
}

// ---- what is run ----

std::string FilmWork::attempt_name(core::JobIndex job, int attempt) const {
  return FilmFolder::attempt_name(context_.live.session(), attempt, output_of(plan_.jobs[job].spec));
}

JobSpec FilmWork::spec_of(core::JobIndex job, int attempt) const {
  JobSpec spec = with_output(plan_.jobs[job].spec, attempt_name(job, attempt));
  const bool uncopied = uncopied_.contains(job);
  for (ClipJob* clip : clips_in(spec)) {
    if (uncopied) clip->copied = false;
    if (from_start_.contains(job)) clip->from_start = true;
  }
  if (auto* sound = std::get_if<SoundJob>(&spec); sound != nullptr && uncopied) sound->copied = false;
  return spec;
}

core::Result<void> FilmWork::prepare_join(const JoinJob& join) const {
  const auto encoded = std::ranges::find_if_not(join.parts, &JoinPart::copied);
  const JoinPart& first = encoded == join.parts.end() ? join.parts.front() : *encoded;
  for (const JoinPart& part : join.parts) {
    const Mp4Part& one = parts_.at(first.file);
    const Mp4Part& other = parts_.at(part.file);
    // A copied part brings its own parameter sets.
    if (const auto differs = part.copied ? difference_in_kind(one, other) : difference(one, other)) {
      return core::Error{"render.unequal_parts", part.file + " cannot be joined by copy with " + first.file + ": " + *differs,
                         "this is a fault of Spool: please report it", {}};
    }
  }
  return write_text(folder_.path_of(join.list), concat_list(join));
}

core::Result<core::Command> FilmWork::command(core::JobIndex job, int attempt) {
  const JobSpec spec = spec_of(job, attempt);
  if (const auto* join = std::get_if<JoinJob>(&spec)) {
    if (const auto prepared = prepare_join(*join); !prepared) return prepared.error();
  }
  return command_of(spec);
}

core::Command FilmWork::command_of(const JobSpec& spec) const {
  core::Command command;
  command.argv = argv_of(spec, tools_);
  command.folder = folder_.work();
  command.file_limit = most_bytes(spec);
  command.timeout = milliseconds(policy_.timeout);
  command.stall = milliseconds(policy_.stall);
  return command;
}

std::unique_ptr<core::Output> FilmWork::output(core::JobIndex job, int attempt) {
  const Job& planned = plan_.jobs[job];
  const auto on_progress = [this, &planned](const Progress& progress) {
    core::JobProgress told;
    told.job = name_.job_prefix + planned.id;
    told.frame = progress.frame;
    told.speed = progress.speed;
    const double made = planned.frames > 0 ? static_cast<double>(progress.frame) / static_cast<double>(planned.frames)
                                           : static_cast<double>(progress.out_time_us) / 1e6 / std::max(planned.seconds, 0.001);
    told.fraction = std::clamp(made, 0.0, 1.0);
    teller_.tell(std::move(told));
  };
  return std::make_unique<JobOutput>(stamps_of(spec_of(job, attempt)), on_progress);
}

// ---- what came of it ----

asio::awaitable<core::Verdict> FilmWork::judge(core::JobIndex job, int attempt, core::Ending ending, core::Output& output) {
  auto& heard = static_cast<JobOutput&>(output);
  heard.finish();
  const Job& planned = plan_.jobs[job];
  if (std::holds_alternative<core::Exited>(ending)) {
    const auto copied = co_await check_copied(job, attempt);
    if (!copied && uncopied_.insert(job).second) co_return core::OnceMore(copied.error());
  }
  std::optional<core::Error> wrong = ending_error(planned, ending, heard);
  const JobSpec run = spec_of(job, attempt);
  const std::vector<const ClipJob*> clips = clips_in(run);
  if (!wrong && !clips.empty()) {
    wrong = clip_error(planned, heard, policy_.strict);
    const auto is_sought = [](const ClipJob* clip) { return clip->cut.seek.has_value() && !clip->from_start && !clip->copied; };
    const bool sought = std::ranges::any_of(clips, is_sought);
    if (wrong && sought && from_start_.insert(job).second) co_return core::OnceMore(*wrong);
    if (!wrong && heard.watch().errors_while_shown() > 0) {
      blemished_[job] = true;
      teller_.warning({"render.damaged", planned.id + ": the source has pictures with faults",
                       "look at this clip; policy.strict: true refuses such clips", {}});
    }
  }
  if (!wrong) {
    const auto made = co_await check_made(job, attempt);
    if (!made) wrong = made.error();
  }
  if (!wrong) {
    const auto unchanged = co_await check_inputs(job);
    if (!unchanged) wrong = unchanged.error();
  }
  if (!wrong) {
    const auto kept = co_await keep(job, attempt);
    if (!kept) wrong = kept.error();
  }
  if (!wrong) co_return core::Succeeded();
  core::Verdict verdict = co_await failed(job, attempt, std::move(ending), heard, std::move(*wrong));
  co_return verdict;
}

CopiedLook FilmWork::look_at_copies_of(const PictureFormat& format) const {
  return {tools_, folder_.work(), picture_codec(format.encoder), milliseconds(policy_.timeout)};
}

/// Is what was copied what its source holds?
asio::awaitable<core::Result<void>> FilmWork::check_copied(core::JobIndex job, int attempt) {
  if (uncopied_.contains(job)) co_return core::Result<void>();
  const auto right = co_await look_at_copy(job, attempt);
  if (right) co_return right;
  co_return core::Error{right.error().code, plan_.jobs[job].id + " has to be encoded: " + right.error().message, "", {}};
}

asio::awaitable<core::Result<void>> FilmWork::look_at_copy(core::JobIndex job, int attempt) {
  const JobSpec& spec = plan_.jobs[job].spec;
  const std::string name = attempt_name(job, attempt);
  if (const auto* planned = std::get_if<ClipJob>(&spec); planned != nullptr && planned->copied) {
    CopiedLook look = look_at_copies_of(planned->format);
    ClipJob clip = *planned;
    clip.output = name;
    auto right = co_await check_copy(context_.runner, context_.blocking, std::move(look), std::move(clip));
    co_return right;
  }
  const auto* sound = std::get_if<SoundJob>(&spec);
  if (sound == nullptr || !sound->copied) co_return core::Result<void>();
  const auto copy = co_await context_.preparation.probes().look_at(folder_.path_of(name));
  if (!copy) co_return wrong_copy(copy.error().message);
  if (const auto wrong = wrong_sound(sound->pieces.front(), **copy)) co_return wrong_copy(*wrong);
  co_return core::Result<void>();
}

asio::awaitable<core::Result<void>> FilmWork::learn(core::JobIndex job) {
  const Job& planned = plan_.jobs[job];
  if (const auto own = session_.made.find(id_of(job)); own != session_.made.end()) {
    made_.insert_or_assign(job, own->second);
    blemished_[job] = session_.blemished.contains(id_of(job));
    co_await insert(job);
  }
  if (!makes_part(planned.spec)) co_return core::Result<void>();
  const std::string name = output_of(planned.spec);
  const auto read = [path = folder_.path_of(name)] { return read_mp4_part(path); };
  auto facts = co_await context_.blocking.run(read);
  if (!facts) co_return facts.error();
  parts_.insert_or_assign(name, std::move(facts).value());
  co_return core::Result<void>();
}

asio::awaitable<core::Result<void>> FilmWork::check_made(core::JobIndex job, int attempt) {
  const Job& planned = plan_.jobs[job];
  const std::string path = folder_.path_of(attempt_name(job, attempt));
  if (makes_part(planned.spec)) {
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
  if (const auto* join = std::get_if<JoinJob>(&planned.spec)) {
    CopiedLook look = look_at_copies_of(join->format.picture);
    const auto right = co_await check_copied_film(context_.runner, std::move(look), *join, path);
    if (!right) co_return right.error();
  }
  auto checked = co_await check_films(job, path);
  co_return checked;
}

/// A film is looked at as an input would be, before it counts.
asio::awaitable<core::Result<void>> FilmWork::check_films(core::JobIndex job, std::string path) {
  MediaPtr film;
  for (const PlannedOutput& planned : plan_.outputs) {
    if (planned.job != job) continue;
    if (!film) {
      auto looked = co_await context_.preparation.probes().look_at(path);
      if (!looked) co_return looked.error();
      film = *looked;
    }
    if (const auto right = check_film(*film, planned); !right) co_return right.error();
  }
  co_return core::Result<void>();
}

asio::awaitable<core::Result<void>> FilmWork::check_inputs(core::JobIndex job) {
  std::vector<MediaPtr> inputs;
  for (const std::string& file : files_read_by(plan_.jobs[job].spec)) {
    const auto found = std::ranges::find_if(media_, [&](const MediaPtr& media) { return media->path == file; });
    if (found != media_.end()) inputs.push_back(*found);
  }
  const auto look = [inputs]() -> core::Result<void> {
    for (const MediaPtr& input : inputs) {
      const auto now = core::identify(input->path);
      if (now && *now == input->identity) continue;
      return core::Error{"input.changed", input->path + " has changed while it was read", "let it be finished, then `spool resume --anyway`", {}};
    }
    return {};
  };
  auto unchanged = co_await context_.blocking.run(look);
  co_return unchanged;
}

/// From here on the file counts: synced, under its own name, and known by its content.
asio::awaitable<core::Result<void>> FilmWork::keep(core::JobIndex job, int attempt) {
  const std::string name = output_of(plan_.jobs[job].spec);
  const auto finish = [this, attempted = attempt_name(job, attempt), name]() -> core::Result<core::MadeFile> {
    if (const auto kept = folder_.keep(attempted, name); !kept) return kept.error();
    return look_at_made(folder_.path_of(name), name);
  };
  auto made = co_await context_.blocking.run(finish);
  if (!made) co_return made.error();
  made_.insert_or_assign(job, std::move(*made));
  co_return core::Result<void>();
}

asio::awaitable<core::Verdict> FilmWork::failed(core::JobIndex job, int attempt, core::Ending ending, JobOutput& heard, core::Error why) {
  const std::string log = co_await keep_log(job, attempt, heard);
  if (why.hint.empty()) why.hint = "the whole log: " + log;
  const std::string lines = heard.watch().tail().text();
  const Failure failure{std::move(ending), lines, why.code};
  const auto hope = worth_another_try(failure);
  if (hope) may_pass_ = true;
  const int tries = policy_.tries + (uncopied_.contains(job) ? 1 : 0) + (from_start_.contains(job) ? 1 : 0);
  const bool last = !hope || attempt >= tries;
  // ffmpeg's xfade waits for ever for the pictures of a clip that has none: its clips tell more than another try.
  const bool may_wait_for_clip = std::holds_alternative<core::Stalled>(failure.ending) && shows_several(plan_.jobs[job].spec);
  if (policy_.skip_bad_clips && is_bad_clip(failure) && (last || may_wait_for_clip)) {
    LeftOuts bad = co_await bad_among(job, attempt, why);
    if (!bad.empty()) {
      bad_.emplace(job, std::move(bad));
      co_return core::Failed(std::move(why), true);
    }
  }
  if (last) co_return core::Failed(std::move(why));
  std::uniform_real_distribution<double> chance(0, 1);
  const core::Milliseconds delay = delay_after(attempt, milliseconds(policy_.backoff), chance(random_));
  core::RunEvent event = core::JobRetried{id_of(job), attempt + 1, context_.clock.time_of_day() + delay, why.code, *hope};
  const auto on_record = co_await context_.live.commit(std::move(event));
  if (!on_record) co_return core::Failed(on_record.error());
  why.message = *hope + ": " + why.message;
  co_return core::RetryLater(std::move(why), delay);
}

asio::awaitable<std::string> FilmWork::keep_log(core::JobIndex job, int attempt, const JobOutput& output) {
  const std::string path = folder_.log() + "/" + plan_.jobs[job].id + "-" + std::to_string(attempt) + ".log";
  const auto write = [path, text = output.log(), made = folder_.path_of(attempt_name(job, attempt))] {
    ::unlink(made.c_str());  // its room may be what the next try needs
    return write_text(path, text);
  };
  const auto written = co_await context_.blocking.run(write);
  (void)written;  // the failure itself is told anyway
  co_return path;
}

// ---- what is put on record ----

asio::awaitable<core::Result<void>> FilmWork::record(core::JobIndex job, int attempt, core::JobOutcome outcome, double seconds,
                                                     const core::Error* error) {
  core::JobDone done;
  done.job = id_of(job);
  done.outcome = outcome;
  done.attempt = attempt;
  done.seconds = seconds;
  if (error != nullptr) {
    done.code = error->code;
    done.reason = error->message;
  }
  const bool succeeded = outcome == core::JobOutcome::succeeded;
  if (const auto made = made_.find(job); succeeded && made != made_.end()) done.made.push_back(made->second);
  core::RunEvent event = std::move(done);
  auto on_record = co_await context_.live.commit(std::move(event));
  if (!on_record || !succeeded) co_return on_record;
  for (const JobIndex need : plan_.jobs[job].needs) blemished_[job] = blemished_[job] || blemished_[need];
  if (const auto made = made_.find(job); made != made_.end()) session_.made.insert_or_assign(id_of(job), made->second);
  if (blemished_[job]) session_.blemished.insert(id_of(job));
  delivery_.start(job, key_of(job));
  co_await insert(job);
  co_return on_record;
}

std::string FilmWork::key_of(core::JobIndex job) const {
  return keys_[job] && !blemished_[job] ? keys_[job]->digest : std::string();
}

asio::awaitable<void> FilmWork::insert(core::JobIndex job) {
  const auto made = made_.find(job);
  const std::string key = key_of(job);
  if (key.empty() || made == made_.end() || cached_.contains(job)) co_return;
  const auto put = [this, key, path = folder_.path_of(made->second.name), digest = made->second.digest] {
    return context_.state.cache().put(key, path, digest);
  };
  const auto kept = co_await context_.blocking.run(put);
  if (!kept) {
    teller_.warning(kept.error());
    co_return;
  }
  cached_.insert(job);
}

asio::awaitable<void> FilmWork::insert_all() {
  for (core::JobIndex job = 0; job < plan_.jobs.size(); ++job) co_await insert(job);
}

bool FilmWork::is_spent() const {
  const auto is_elsewhere = [this](const auto& made) { return blemished_[made.first] || cached_.contains(made.first); };
  return !may_pass_ && std::ranges::all_of(made_, is_elsewhere);
}

}  // namespace spool::pipelines
