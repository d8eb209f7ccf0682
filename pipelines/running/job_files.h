// The work files of jobs: what they are to be, and what they are.
#pragma once

#include <cstdint>
#include <string>

#include "core/error.h"
#include "core/journal/run_event.h"
#include "pipelines/ffmpeg/progress.h"
#include "pipelines/planning/film_plan.h"

namespace spool::pipelines {

/// The clips that a job renders: one, alone or as a stage; the two of a transition; or none.
std::vector<ClipJob*> clips_in(JobSpec& spec);
std::vector<const ClipJob*> clips_in(const JobSpec& spec);
/// Several clips are seen or heard in what it makes: any of them may be to blame where it fails.
bool shows_several(const JobSpec& spec);
/// It makes pictures that a join copies.
bool makes_part(const JobSpec& spec);
/// The stamps of the pictures that the job is planned to show.
PlannedStamps stamps_of(const JobSpec& spec);
/// A child that writes without end meets this bound long before the disk is full.
std::uint64_t most_bytes(const JobSpec& spec);
/// Of a job that makes raw sound: its size to the byte; -1 of others.
std::int64_t pcm_bytes(const JobSpec& spec);

/// Blocks. Error `disk.failed`.
core::Result<void> write_text(const std::string& path, const std::string& text);
/// A finished file as it is put on record; reads all of it. Blocks.
core::Result<core::MadeFile> look_at_made(const std::string& path, const std::string& name);

}  // namespace spool::pipelines
