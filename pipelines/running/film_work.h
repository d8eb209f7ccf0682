// What the engine's jobs mean for a film: their argv, their output, whether what they made is right, and what is put on record.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "core/engine.h"
#include "core/event.h"
#include "core/journal/run_event.h"
#include "pipelines/ffmpeg/argv.h"
#include "pipelines/ffmpeg/mp4_parts.h"
#include "pipelines/planning/film_plan.h"
#include "pipelines/running/delivery.h"
#include "pipelines/running/film_keys.h"
#include "pipelines/running/film_run.h"
#include "pipelines/running/job_output.h"
#include "pipelines/running/teller.h"
#include "pipelines/state/run_folder.h"
#include "pipelines/verifying/copied_film.h"

namespace spool::pipelines {

/// What a session has done for a film so far, by job id: where clips turn out to be bad, a film has more than one plan.
struct SessionWork {
  std::set<std::string> told;                     ///< as finished
  std::map<std::string, core::MadeFile> made;
  std::set<std::string> blemished;                ///< made of pictures with faults
};

class FilmWork final : public core::Work, public core::Observer {
 public:
  /// All of them outlive the work. `keys`: may come to know more while it works.
  FilmWork(const RunContext& context, const Prepared& prepared, const FilmFolder& folder, const Teller& teller, const FilmName& name,
           const FilmKeys& keys, Delivery& delivery, SessionWork& session);

  core::Result<core::Command> command(core::JobIndex job, int attempt) override;
  std::unique_ptr<core::Output> output(core::JobIndex job, int attempt) override;
  boost::asio::awaitable<core::Verdict> judge(core::JobIndex job, int attempt, core::Ending ending,
                                              core::Output& output) override;
  boost::asio::awaitable<core::Result<void>> record(core::JobIndex job, int attempt, core::JobOutcome outcome, double seconds,
                                                    const core::Error* error) override;

  void started(core::JobIndex job, const core::Command& command, int attempt) override;
  void retrying(core::JobIndex job, int attempt, core::Milliseconds delay, const core::Error& reason) override;
  void finished(core::JobIndex job, core::JobOutcome outcome, double seconds, const core::Error* error) override;
  void skipped(core::JobIndex job, core::JobIndex cause) override;

  /// A job that is not run, because its file is at hand or nobody needs it: told, and on record with what was made.
  void settled(core::JobIndex job, std::optional<core::MadeFile> made);
  /// Takes over what is known of a job that is at hand, and reads what a join has to know of it.
  boost::asio::awaitable<core::Result<void>> learn(core::JobIndex job);
  /// Puts into the cache what was made before its key was known.
  boost::asio::awaitable<void> insert_all();

  /// Clips that could not be made, where the document does without them; each once.
  [[nodiscard]] LeftOuts bad_clips() const;
  [[nodiscard]] bool is_for_bad_clips(core::JobIndex failed) const { return bad_.contains(failed); }
  /// What was held back while it was not known whether the film can be made without them: they are failures.
  void tell_failures();

  /// Of a film that failed: another try would fail again, and what is finished is in the cache or made of faulty pictures.
  [[nodiscard]] bool is_spent() const;

  /// What decides the job's bytes, where others may take them for their own; empty: not known, or not to be passed on.
  [[nodiscard]] std::string key_of(core::JobIndex job) const;

  /// As it stands in events: unique in the run.
  [[nodiscard]] std::string id_of(core::JobIndex job) const { return name_.job_prefix + plan_.jobs[job].id; }

 private:
  /// The job as it is to be run in this attempt: its file bears the attempt's name.
  [[nodiscard]] JobSpec spec_of(core::JobIndex job, int attempt) const;
  [[nodiscard]] std::string attempt_name(core::JobIndex job, int attempt) const;
  [[nodiscard]] CopiedLook look_at_copies_of(const PictureFormat& format) const;
  [[nodiscard]] core::Command command_of(const JobSpec& spec) const;
  core::Result<void> prepare_join(const JoinJob& join) const;
  /// Is what the attempt made as planned?
  boost::asio::awaitable<core::Result<void>> check_made(core::JobIndex job, int attempt);
  boost::asio::awaitable<core::Result<void>> check_copied(core::JobIndex job, int attempt);
  boost::asio::awaitable<core::Result<void>> look_at_copy(core::JobIndex job, int attempt);
  boost::asio::awaitable<core::Result<void>> check_films(core::JobIndex job, std::string path);
  /// Have the inputs stayed what they were?
  boost::asio::awaitable<core::Result<void>> check_inputs(core::JobIndex job);
  boost::asio::awaitable<core::Result<void>> keep(core::JobIndex job, int attempt);
  boost::asio::awaitable<core::Verdict> failed(core::JobIndex job, int attempt, core::Ending ending, JobOutput& heard, core::Error why);
  boost::asio::awaitable<void> insert(core::JobIndex job);
  /// Which of the clips that a failed job shows are bad; none: it is not for want of them that it failed.
  boost::asio::awaitable<LeftOuts> bad_among(core::JobIndex job, int attempt, core::Error why);
  boost::asio::awaitable<bool> can_be_made(JobSpec part);
  void tell_skipped(core::JobIndex job, core::JobIndex cause);
  /// Gives its path.
  boost::asio::awaitable<std::string> keep_log(core::JobIndex job, int attempt, const JobOutput& output);

  const RunContext& context_;
  const FilmPlan& plan_;
  const Policy& policy_;
  const std::vector<MediaPtr>& media_;
  const FilmFolder& folder_;
  const Teller& teller_;
  const FilmName& name_;
  const FilmKeys& keys_;
  Delivery& delivery_;
  SessionWork& session_;
  Tools tools_;
  std::mt19937 random_{std::random_device{}()};
  std::map<std::string, Mp4Part> parts_;                  ///< what finished clips are, by file name
  std::map<core::JobIndex, core::MadeFile> made_;
  // Copied, else encoded after a seek, else decoded from the start, where nothing can be missed: a clip that goes all the way is
  // told of each step once.
  std::set<core::JobIndex> uncopied_;                     ///< whose copies were not as planned: encoded
  std::set<core::JobIndex> from_start_;                   ///< clips whose stamps were not as planned after a seek
  std::set<core::JobIndex> cached_;                       ///< those whose results are in the cache, or came from there
  std::vector<bool> blemished_;                           ///< by job: made of pictures with faults, which policy.strict would refuse
  std::map<core::JobIndex, LeftOuts> bad_;                ///< by failed job
  core::Errors held_errors_;                              ///< of those jobs
  std::vector<std::pair<core::JobIndex, core::JobIndex>> held_skips_;   ///< a job, and for whose failure it is skipped
  bool may_pass_ = false;                                 ///< a failure was of a kind that may not come again
};

}  // namespace spool::pipelines
