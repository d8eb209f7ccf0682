// A job taken apart as a person would: what of it may have changed since it was last rendered. Only for
// words; whether it has to be rendered is decided by the key's digest alone. Internal to planning/job_keys.h.
// Pure.
#pragma once

#include "pipelines/ffmpeg/jobs.h"

#include <string>
#include <utility>
#include <vector>

namespace spool::pipelines {

/// Name ("range", "title", "encoder") and a text that changes with it.
using NamedTexts = std::vector<std::pair<std::string, std::string>>;

NamedTexts parts_of(const JobSpec& spec);

}  // namespace spool::pipelines
