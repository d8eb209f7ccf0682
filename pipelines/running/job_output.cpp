#include "pipelines/running/job_output.h"

#include <algorithm>

namespace spool::pipelines {
namespace {

constexpr std::size_t longest_log = 1U << 20U;  // bytes

}  // namespace

bool JobOutput::on_stdout(std::string_view chunk) {
  const bool advanced = watch_.on_stdout(chunk);
  if (advanced) on_progress_(watch_.progress());
  return advanced;
}

void JobOutput::on_stderr(std::string_view chunk) {
  watch_.on_stderr(chunk);
  const std::size_t room = longest_log - std::min(longest_log, log_.size());
  log_.append(chunk.substr(0, room));
  dropped_ += chunk.size() - std::min(chunk.size(), room);
}

std::string JobOutput::log() const {
  return dropped_ == 0 ? log_ : log_ + "\n(" + std::to_string(dropped_) + " more bytes were not kept)\n";
}

}  // namespace spool::pipelines
