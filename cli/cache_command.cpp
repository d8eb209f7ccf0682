// `spool cache`: what is kept of earlier runs.
#include "cli/commands.h"
#include "cli/json_line.h"
#include "cli/text.h"
#include "core/cache/cache.h"
#include "core/cache/size_text.h"
#include "core/state_folder.h"

#include <string>
#include <utility>

namespace spool::cli {
namespace {

core::Result<core::CacheStatus> done_to(core::Cache& cache, const CacheOptions& options) {
  switch (options.deed) {
    case CacheDeed::status:
      break;
    case CacheDeed::clear:
      return cache.clear();
    case CacheDeed::trim:
      return cache.trim(options.to);
  }
  return cache.status();
}

std::string json_of(const core::CacheStatus& status, std::uint64_t freed) {
  JsonLine json;
  json.begin_object()
      .member("folder", status.folder)
      .member("entries", status.entries)
      .member("bytes", status.bytes)
      .member("limit", status.limit)
      .member("freed", freed)
      .end_object();
  return json.text() + "\n";
}

std::string text_of(const core::CacheStatus& status, std::uint64_t freed) {
  std::string text = printable(status.folder) + ": " + std::to_string(status.entries) +
                     (status.entries == 1 ? " result, " : " results, ") + core::bytes_text(status.bytes) +
                     " of " + core::bytes_text(status.limit);
  if (freed > 0) text += "; " + core::bytes_text(freed) + " freed";
  return text + "\n";
}

}  // namespace

int cache_command(const CacheOptions& options, const Face& face) {
  const auto state = state_folder(face.common, face.around);
  if (!state) return refuse({state.error()}, face);
  if (auto unusable = core::refuse_state_folder(*state)) return refuse({std::move(*unusable)}, face);
  const auto limit = cache_limit(face.around);
  if (!limit) return refuse({limit.error()}, face);
  core::Cache cache(*state, *limit);
  const std::uint64_t before = cache.status().bytes;
  const auto status = done_to(cache, options);
  if (!status) return refuse({status.error()}, face);
  const std::uint64_t freed = before > status->bytes ? before - status->bytes : 0;
  return print(face.common.json ? json_of(*status, freed) : text_of(*status, freed)) ? 0 : 1;
}

}  // namespace spool::cli
