// The work files of jobs: what they are to be, and what they are.
#pragma once

#include <cstdint>
#include <string>

#include "core/error.h"
#include "core/journal/run_event.h"
#include "pipelines/ffmpeg/progress.h"
#include "pipelines/planning/film_plan.h"

namespace spool::pipelines {

/// The clip that a job renders, alone or as a stage; null: it renders none.
const ClipJob* clip_in(const JobSpec& spec);
/// The stamps of its source that a clip is planned to show.
StampRange stamps_of(const JobSpec& spec);
/// A child that writes without end meets this bound long before the disk is full.
std::uint64_t most_bytes(const JobSpec& spec);
/// Of a job that makes raw sound: its size to the byte; -1 of others.
std::int64_t pcm_bytes(const JobSpec& spec);

/// Blocks. Error `disk.failed`.
core::Result<void> write_text(const std::string& path, const std::string& text);
/// A finished file as it is put on record; reads all of it. Blocks.
core::Result<core::MadeFile> look_at_made(const std::string& path, const std::string& name);

}  // namespace spool::pipelines
