#include "core/oom_score.h"

#include "core/launcher.h"

#include <fcntl.h>

#include <array>
#include <cstdlib>
#include <string_view>

namespace spool::core {
namespace {

constexpr std::string_view childrens = "500";
constexpr int childrens_score = 500;

bool put(const UniqueFd& file, std::string_view score) {
  return ::pwrite(file.get(), score.data(), score.size(), 0) == static_cast<ssize_t>(score.size());
}

}  // namespace

OomScore::OomScore() {
  UniqueFd file = above_stdio(UniqueFd(::open("/proc/self/oom_score_adj", O_RDWR | O_CLOEXEC)));
  std::array<char, 16> shown = {};
  if (!file || ::pread(file.get(), shown.data(), shown.size() - 1, 0) <= 0) return;
  own_ = shown.data();
  if (std::atoi(shown.data()) >= childrens_score) return;  // they have it already
  file_ = std::move(file);
}

OomScore::Raised::Raised(const OomScore& score) : score_(score) {
  if (score_.file_) put(score_.file_, childrens);
}

OomScore::Raised::~Raised() {
  if (score_.file_) put(score_.file_, score_.own_);
}

}  // namespace spool::core
