// What decides the bytes of each job's result, and nothing that does not (not names, slots, dates): the key
// under which the cache has it. Made of named parts, so that a run can say why a job is rendered anew ("its
// title changed"). Pure.
#pragma once

#include "pipelines/planning/film_plan.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace spool::pipelines {

/// Changes whenever the same job would give other bytes than it did before, by a change of Spool.
constexpr int plan_version = 3;

struct JobKey {
  std::string digest;  ///< core/cache/digest.h, of everything that decides the bytes
  std::vector<std::pair<std::string, std::string>>
      parts;  ///< name ("source match.mp4", "range", "title", "ffmpeg") and short digest
};

/// Digest of a source's content (videos, images of overlays, fonts) by absolute path; none: not known (yet).
using ContentOf = std::function<std::optional<std::string>(const std::string& path)>;

/// By job of the plan; none where the content of something it reads, directly or through what it needs, is
/// not known, or a raw filter of the document takes something from the machine that cannot be known (fonts by
/// name, plug-ins). The keys of jobs that read work files are made of the keys of those that make them.
/// `ffmpeg`: the fingerprint of the program with its libraries (ffmpeg/fingerprint.h).
std::vector<std::optional<JobKey>> job_keys(const FilmPlan& plan, const ContentOf& content,
                                            const std::string& ffmpeg);

/// Every file outside the work folder that a job reads: to know which digests are wanted.
std::vector<std::string> files_read_by(const JobSpec& job);

/// As JSON and back, for the journal.
std::string to_json(const JobKey& key);
std::optional<JobKey> job_key_from_json(std::string_view text);

/// For a person, why a job with this key is not the one of before: "its title changed", "match.mp4 changed",
/// "ffmpeg changed". Empty where they are equal.
std::string why_rendered(const JobKey& now, const JobKey& before);

}  // namespace spool::pipelines
