// Adds jobs to a plan, and finds again those that are the same: a clip that two outputs or two places of a film share is
// rendered once.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.h"
#include "pipelines/ffmpeg/title_layout.h"
#include "pipelines/planning/clip.h"
#include "pipelines/planning/film_plan.h"
#include "pipelines/planning/stretches.h"

namespace spool::pipelines {

/// Names that jobs have been given.
struct JobNames {
  std::map<std::string, int, std::less<>> taken;              ///< how often each was wished for
  std::map<std::string, std::string, std::less<>> by_work;    ///< by what the job does
};

class FilmBuilder {
 public:
  FilmBuilder(FilmPlan& plan, const Sources& sources) : plan_(plan), sources_(sources) {}

  /// The jobs of one film; returns the one whose output it is. `steps`: what the join carries out.
  core::Result<JobIndex> build(const Sequence& sequence, FilmFormat format, const std::string& name,
                               const std::vector<std::string>& steps);
  /// The same as three literal stages (--no-optimize).
  core::Result<JobIndex> build_literally(const Sequence& sequence, const FilmFormat& format, const std::string& name,
                                         const std::vector<std::string>& steps);

  [[nodiscard]] TitleLayout& titles() { return titles_; }

  /// So that another plan can do so.
  void remember_names() { remembers_ = true; }
  /// Work that another plan of these sources and this document has named keeps its name here.
  void name_as_in(const JobNames& names) { names_ = names; }
  [[nodiscard]] const JobNames& names() const { return names_; }

 private:
  struct File {
    std::string name;
    std::vector<JobIndex> made_by;   ///< none for an input itself
  };

  JobIndex add(Job job);
  /// A name for a job. `work`: what it does, unlike any other job of the plan.
  std::string name_of(const std::string& work, const std::string& wish);
  /// Where a source is read from, for a film with that sound.
  File file_of(const Source& source, const std::optional<SoundFormat>& sound);
  core::Result<JobIndex> clip_job(const Clip& clip, const FilmFormat& format, const std::string& film, bool copied);
  core::Result<JobIndex> transition_job(const Clip& before, const Clip& after, const FilmFormat& format, const std::string& film);
  static FrameRange own_frames(const Sequence& sequence, std::size_t position);
  core::Result<std::vector<Stretch>> stretches_in(const Sequence& sequence, std::size_t position, const PictureFormat& format);
  core::Result<std::vector<std::vector<Stretch>>> parted(const Sequence& sequence, PictureFormat& format);
  core::Result<void> add_pictures(const Sequence& sequence, std::size_t position, const std::vector<Stretch>& stretches,
                                  const FilmFormat& format, const std::string& film, Job& job, JoinJob& join);
  JobIndex sound_job(const Sequence& sequence, const FilmFormat& format, const std::string& film);
  JobIndex join_sound(std::vector<JobIndex> parts, const SoundFormat& format, const std::string& film);
  core::Result<JobIndex> stages(const Clip& clip, const FilmFormat& format, std::int64_t first_frame, const std::string& film);
  JobIndex rewrapped(JobIndex film, const FilmFormat& format, const std::string& name);

  FilmPlan& plan_;
  const Sources& sources_;
  TitleLayout titles_;
  JobNames names_;
  bool remembers_ = false;
  std::map<std::pair<const Source*, std::string>, JobIndex> remuxed_;   ///< by source, and the layout its sound is decoded to
  std::map<std::string, JobIndex, std::less<>> clips_;
};

/// Words, or jobs, that are not there yet.
void add_new(std::vector<std::string>& words, const std::vector<std::string>& more);
void add_needs(Job& job, const std::vector<JobIndex>& needs);
/// What the job shows, where the document does without bad clips.
void add_shown(Job& job, const Clip& clip);

/// The work file that a job makes.
const std::string& output_of(const JobSpec& spec);
/// The same job, its work file under another name.
JobSpec with_output(JobSpec spec, std::string name);

}  // namespace spool::pipelines
