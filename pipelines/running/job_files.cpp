#include "pipelines/running/job_files.h"

#include <fstream>

#include <fcntl.h>

#include "core/cache/digest.h"
#include "core/file_identity.h"
#include "core/unique_fd.h"
#include "pipelines/planning/estimate.h"

namespace spool::pipelines {

const ClipJob* clip_in(const JobSpec& spec) {
  if (const auto* stage = std::get_if<StageJob>(&spec)) return &stage->clip;
  return std::get_if<ClipJob>(&spec);
}

StampRange stamps_of(const JobSpec& spec) {
  const ClipJob* clip = clip_in(spec);
  return clip == nullptr ? StampRange{} : planned_stamps(*clip);
}

std::uint64_t most_bytes(const JobSpec& spec) {
  constexpr std::uint64_t always = std::uint64_t{4} << 30U;
  return always + 50 * bytes_of(spec);
}

std::int64_t pcm_bytes(const JobSpec& spec) {
  const auto* sound = std::get_if<SoundJob>(&spec);
  if (sound == nullptr || sound->encode) return -1;
  std::int64_t samples = 0;
  for (const SoundPiece& piece : sound->pieces) samples += piece.samples;
  return samples * sound->format.channels * 2;
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
