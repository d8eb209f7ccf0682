// A film before anything is rendered: every job, what it needs, what comes out. The dry run prints it, the run carries it out.
// Source: CONTRACT, "Plan, probe, status".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "pipelines/ffmpeg/jobs.h"
#include "pipelines/planning/left_out.h"

namespace spool::pipelines {

using JobIndex = std::uint32_t;

enum class JobKind { clip, audio, join, copy, remux, transition, cut, effect, concat };
std::string_view to_string(JobKind kind);

struct Job {
  std::string id;                    ///< unique in its plan; readable ("titled-3", "reel-join")
  JobKind kind = JobKind::clip;
  std::vector<std::string> steps;    ///< names of the document's steps that it carries out
  std::vector<JobIndex> needs;       ///< smaller than its own index
  JobSpec spec;                      ///< argv by ffmpeg/argv.h
  std::string label;                 ///< for a person: the clip's label or the output's name
  double cost = 0;                   ///< estimated seconds of one core
  double seconds = 0;                ///< of film that it makes
  std::int64_t frames = 0;           ///< it makes; 0: none, or not counted
  /// Where the document does without bad clips: what the job shows. Of a transition in pairs; of sound one for each piece.
  std::vector<ClipOriginPtr> shows;
  std::optional<bool> cached;        ///< its result is known already; none: cannot be told without reading inputs. The dry run's
};

struct PlannedOutput {
  std::string path;                  ///< absolute, where the film belongs
  JobIndex job = 0;                  ///< whose output becomes the film
  FilmFormat format;
  std::int64_t frames = 0;
  std::int64_t samples = 0;          ///< 0 without sound
  core::Place place;                 ///< in the document; no file: `-o` names it
  [[nodiscard]] Rational seconds() const { return Rational(frames) / format.picture.rate; }
};

/// Where a film would go that could not be planned.
struct OutputPlace {
  std::string path;                  ///< absolute
  core::Place place;                 ///< as PlannedOutput's
};

/// What is wrong with an output's file, told where it is named: in the document, or by `-o`.
core::Error about_output(core::Error error, const core::Place& place);

/// What was decided about a source, in sentences ("24-31 fps, variable -> 30").
struct SourceNote {
  std::string input;
  std::string file;
  std::vector<std::string> decided;
};

struct FilmPlan {
  std::string pipeline;
  std::vector<Job> jobs;             ///< in an order in which each comes after what it needs
  std::vector<PlannedOutput> outputs;
  std::vector<SourceNote> sources;
  std::vector<core::Error> warnings;
  double estimated_seconds = 0;      ///< wall, with the slots given
  std::uint64_t work_bytes = 0;      ///< estimate of the work folder's size; film_bytes likewise of the outputs
  std::uint64_t film_bytes = 0;
  std::uint64_t least_bytes = 0;     ///< a lower bound of both together
  int ffmpeg_major = 5;              ///< version of the ffmpeg that it was planned for: its words differ (ffmpeg/argv.h)
};

}  // namespace spool::pipelines
