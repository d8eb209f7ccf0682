#include "pipelines/ffmpeg/wrapped_program.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

namespace spool::pipelines {
namespace {

/// Longer ones are programs of their own.
constexpr std::size_t longest_script = 1U << 16U;
/// What ends a word in any shell, and in most other languages of scripts.
constexpr std::string_view ends_of_words = " \t\r\n\"'`;|&()<>{}[],=:";

bool is_program(const std::string& path) {
  struct stat status = {};
  return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) && ::access(path.c_str(), X_OK) == 0;
}

}  // namespace

std::vector<std::string> paths_named_in(std::string_view script) {
  std::vector<std::string> paths;
  if (!script.starts_with("#!")) return paths;
  script.remove_prefix(2);
  while (!script.empty()) {
    const std::size_t end = std::min(script.find_first_of(ends_of_words), script.size());
    std::string word(script.substr(0, end));
    script.remove_prefix(std::min(end + 1, script.size()));
    if (!word.starts_with('/') || word.size() == 1) continue;
    if (std::find(paths.begin(), paths.end(), word) == paths.end()) paths.push_back(std::move(word));
  }
  return paths;
}

std::vector<std::string> programs_named_in_file(const std::string& script) {
  std::ifstream file(script, std::ios::binary);
  std::string text(longest_script, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!file.eof()) return {};
  text.resize(static_cast<std::size_t>(file.gcount()));
  std::vector<std::string> programs = paths_named_in(text);
  std::erase_if(programs, [](const std::string& path) { return !is_program(path); });
  return programs;
}

bool is_called_ffmpeg(std::string_view path) {
  return path.substr(path.rfind('/') + 1).find("ffmpeg") != std::string_view::npos;
}

}  // namespace spool::pipelines
