#include "cli/surroundings.h"

#include "core/cache/cache.h"
#include "core/cache/size_text.h"
#include "core/unique_fd.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace spool::cli {
namespace {

/// Said in full: a text alone could also become an Error's code.
core::Result<std::string> found(std::string text) {
  return core::Result<std::string>(boost::system::in_place_value, std::move(text));
}

std::string reason(int error) { return std::generic_category().message(error); }

std::optional<std::string> variable(const Surroundings& around, const char* name) {
  auto value = around.variables(name);
  if (value && value->empty()) return std::nullopt;
  return value;
}

bool is_program(const std::string& path) {
  struct stat status = {};
  return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) && ::access(path.c_str(), X_OK) == 0;
}

std::optional<std::string> on_path(const std::string& name, const Surroundings& around) {
  const std::string path = around.variables("PATH").value_or("/usr/local/bin:/usr/bin:/bin");
  for (std::size_t start = 0; start <= path.size();) {
    const std::size_t end = std::min(path.find(':', start), path.size());
    const std::string folder = end == start ? "." : path.substr(start, end - start);
    std::string candidate = absolute_path(folder + "/" + name, around.folder);
    if (is_program(candidate)) return candidate;
    start = end + 1;
  }
  return std::nullopt;
}

core::Result<std::string> find_program(const std::string& name, const std::optional<std::string>& given,
                                       const char* from_variable, const Surroundings& around) {
  const std::string wanted = given ? *given : variable(around, from_variable).value_or(name);
  const bool is_path = wanted.find('/') != std::string::npos;
  if (is_path && is_program(absolute_path(wanted, around.folder)))
    return found(absolute_path(wanted, around.folder));
  if (!is_path) {
    if (auto program = on_path(wanted, around)) return found(std::move(*program));
  }
  return core::Error{"ffmpeg.missing",
                     is_path ? "'" + wanted + "' is no program" : "'" + wanted + "' is not on your $PATH",
                     "install it (on Debian: apt install ffmpeg), or say where it is with --" + name,
                     {}};
}

core::Result<std::string> read_all(int fd, const std::string& name) {
  std::string text;
  std::array<char, 1U << 16U> buffer;
  while (true) {
    const ssize_t count = ::read(fd, buffer.data(), buffer.size());
    if (count == 0) return found(std::move(text));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0)
      return core::Error{"document.unreadable", "cannot be read: " + reason(errno), "", {name, 0, 0}};
    text.append(buffer.data(), static_cast<std::size_t>(count));
    if (text.size() > most_document_bytes) {
      return core::Error{"document.too_large", "is larger than 64 MiB", "is this a pipeline?", {name, 0, 0}};
    }
  }
}

}  // namespace

core::Result<Surroundings> look_around() {
  std::error_code wrong;
  const auto folder = std::filesystem::current_path(wrong);
  if (wrong) {
    return core::Error{"system.folder",
                       "the working directory cannot be found: " + wrong.message(),
                       "change to a folder that exists",
                       {}};
  }
  return Surroundings{folder.string(), process_variables()};
}

std::string absolute_path(const std::string& path, const std::string& folder) {
  if (!path.empty() && path.front() == '/') return path;
  std::string_view rest = path;
  while (rest.starts_with("./")) {
    rest.remove_prefix(2);
    while (rest.starts_with('/')) rest.remove_prefix(1);
  }
  if (rest.empty() || rest == ".") return folder;
  return (folder == "/" ? "" : folder) + "/" + std::string(rest);
}

core::Error with_absolute_place(core::Error error, const std::string& folder) {
  std::string& file = error.place.file;
  if (!file.empty() && file != "-") file = absolute_path(file, folder);
  return error;
}

std::string folder_of(const std::string& absolute) {
  const std::size_t slash = absolute.rfind('/');
  return slash == 0 || slash == std::string::npos ? "/" : absolute.substr(0, slash);
}

core::Result<std::string> state_folder(const CommonOptions& options, const Surroundings& around) {
  if (options.state) return found(absolute_path(*options.state, around.folder));
  if (const auto state = variable(around, "SPOOL_STATE")) return found(absolute_path(*state, around.folder));
  // The base directory rules say that a relative path there is to be ignored.
  const auto base = variable(around, "XDG_STATE_HOME");
  if (base && base->starts_with('/')) return found(*base + "/spool");
  const auto home = variable(around, "HOME");
  if (home && home->starts_with('/')) return found(*home + "/.local/state/spool");
  return core::Error{"state.folder",
                     "there is no place for the state folder: $HOME is not set",
                     "give one with --state DIR",
                     {}};
}

core::Result<std::uint64_t> cache_limit(const Surroundings& around) {
  const auto text = variable(around, "SPOOL_CACHE_LIMIT");
  if (!text) return core::Cache::default_limit;
  if (const auto bytes = core::parse_bytes(*text)) return *bytes;
  return core::Error{"usage.bad_value",
                     "$SPOOL_CACHE_LIMIT is a size such as 20G or 500M, not '" + *text + "'",
                     "write one, or unset it for 20 GB",
                     {}};
}

core::Result<std::string> find_ffmpeg(const CommonOptions& options, const Surroundings& around) {
  return find_program("ffmpeg", options.ffmpeg, "SPOOL_FFMPEG", around);
}

core::Result<std::string> find_ffprobe(const CommonOptions& options, const Surroundings& around) {
  return find_program("ffprobe", options.ffprobe, "SPOOL_FFPROBE", around);
}

core::Result<DocumentText> read_document(const std::string& pipeline, const Surroundings& around) {
  if (pipeline == "-") {
    auto text = read_all(STDIN_FILENO, pipeline);
    if (!text) return text.error();
    return DocumentText{pipeline, std::move(*text), around.folder};
  }
  const std::string path = absolute_path(pipeline, around.folder);
  const core::UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file && errno == ENOENT) {
    return core::Error{
        "document.missing", "there is no such file", "spool run --help shows an example", {pipeline, 0, 0}};
  }
  if (!file)
    return core::Error{"document.unreadable", "cannot be opened: " + reason(errno), "", {pipeline, 0, 0}};
  auto text = read_all(file.get(), pipeline);
  if (!text) return text.error();
  return DocumentText{pipeline, std::move(*text), folder_of(path)};
}

}  // namespace spool::cli
