#include "pipelines/running/job_files.h"

#include <algorithm>
#include <fstream>

#include <fcntl.h>

#include "core/cache/digest.h"
#include "core/file_identity.h"
#include "core/unique_fd.h"
#include "pipelines/planning/estimate.h"

namespace spool::pipelines {

std::vector<ClipJob*> clips_in(JobSpec& spec) {
  if (auto* clip = std::get_if<ClipJob>(&spec)) return {clip};
  if (auto* stage = std::get_if<StageJob>(&spec)) return {&stage->clip};
  if (auto* transition = std::get_if<TransitionJob>(&spec)) return {&transition->before, &transition->after};
  return {};
}

std::vector<const ClipJob*> clips_in(const JobSpec& spec) {
  if (const auto* clip = std::get_if<ClipJob>(&spec)) return {clip};
  if (const auto* stage = std::get_if<StageJob>(&spec)) return {&stage->clip};
  if (const auto* transition = std::get_if<TransitionJob>(&spec)) return {&transition->before, &transition->after};
  return {};
}

bool shows_several(const JobSpec& spec) {
  return std::holds_alternative<TransitionJob>(spec) || std::holds_alternative<SoundJob>(spec);
}

bool makes_part(const JobSpec& spec) {
  return std::holds_alternative<ClipJob>(spec) || std::holds_alternative<TransitionJob>(spec);
}

PlannedStamps stamps_of(const JobSpec& spec) {
  PlannedStamps stamps;
  std::ranges::transform(clips_in(spec), stamps.begin(), [](const ClipJob* clip) { return planned_stamps(*clip); });
  return stamps;
}

std::uint64_t most_bytes(const JobSpec& spec) {
  constexpr std::uint64_t always = std::uint64_t{4} << 30U;
  return always + 50 * bytes_of(spec);
}

std::int64_t pcm_bytes(const JobSpec& spec) {
  const auto* sound = std::get_if<SoundJob>(&spec);
  if (sound == nullptr || sound->encode) return -1;
  return sound->samples() * sound->format.channels() * 2;
}

core::Result<void> write_text(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  if (file) return {};
  return core::Error{"disk.failed", "cannot write " + path, "is the disk full?", {}};
}

core::Result<core::MadeFile> look_at_made(const std::string& path, const std::string& name) {
  const core::UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) return core::Error{"disk.failed", "cannot read the finished " + path, "", {}};
  const auto identity = core::identify(path);
  if (!identity) return identity.error();
  const auto digest = core::digest_of_open_file(file.get(), path);
  if (!digest) return digest.error();
  return core::MadeFile{name, identity->size, *digest};
}

}  // namespace spool::pipelines
