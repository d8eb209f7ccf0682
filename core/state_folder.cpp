#include "core/state_folder.h"

#include <sys/stat.h>

#include <cerrno>

namespace spool::core {

std::optional<Error> refuse_state_folder(const std::string& state) {
  struct stat found = {};
  const bool is_there = ::stat(state.c_str(), &found) == 0;
  const bool is_in_a_file = !is_there && errno == ENOTDIR;
  if (!is_in_a_file && (!is_there || S_ISDIR(found.st_mode))) return std::nullopt;
  return Error{"state.unusable", "the state folder cannot be used: " + state + " is no folder", "name a folder with --state DIR", {}};
}

}  // namespace spool::core
