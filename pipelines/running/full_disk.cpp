#include "pipelines/running/full_disk.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <iterator>
#include <system_error>

#include "pipelines/running/output_check.h"

namespace spool::pipelines {
namespace {

namespace fs = std::filesystem;

bool is_for_want_of_room(const core::Error& error) {
  return error.code == "disk.full" || error.message.find("No space left on device") != std::string::npos;
}

std::uint64_t bytes_in(const std::string& folder) {
  std::uint64_t sum = 0;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    std::error_code gone;
    const std::uintmax_t bytes = entry->file_size(gone);
    if (!gone) sum += bytes;
  }
  return sum;
}

}  // namespace

bool met_full_disk(const core::GraphReport& report, const std::vector<core::JobFailure>& placing) {
  const auto did = [](const core::JobFailure& failure) { return is_for_want_of_room(failure.error); };
  return (report.lost && is_for_want_of_room(*report.lost)) || std::ranges::any_of(report.failures, did) ||
         std::ranges::any_of(placing, did);
}

core::Errors room_wanted(const FilmPlan& plan, const std::string& state, const std::string& work) {
  Room room = check_room(plan, state, bytes_in(work));
  core::Errors wanted = std::move(room.errors);
  std::ranges::move(room.warnings, std::back_inserter(wanted));
  for (core::Error& each : wanted) {
    each.code = "disk.low";
    each.hint = "make room there, then `spool resume`: what is finished is not rendered again";
  }
  return wanted;
}

}  // namespace spool::pipelines
