#include "pipelines/ffmpeg/fingerprint.h"

#include "core/cache/digest.h"
#include "core/spawner.h"
#include "pipelines/ffmpeg/fingerprint_loader.h"
#include "pipelines/ffmpeg/printed.h"
#include "pipelines/ffmpeg/wrapped_program.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <optional>

namespace spool::pipelines {
namespace {

using boost::asio::awaitable;
using core::Error;
using core::Result;

/// Where glibc's loader finds a library by its name: it changes with each library that is installed or
/// removed.
constexpr const char* loaders_own_list = "/etc/ld.so.cache";

Error broken(const std::string& program, const std::string& why) {
  return {"ffmpeg.broken",
          "\"" + program + "\" cannot be looked at: " + why,
          "name another one with --ffmpeg",
          {}};
}

std::string absolute_program(const std::string& program) {
  const char* path = std::getenv("PATH");
  const std::string found =
      core::find_program(program, path == nullptr ? "/usr/local/bin:/usr/bin:/bin" : path);
  if (found.empty()) return {};
  std::error_code ignored;
  return std::filesystem::absolute(found, ignored).lexically_normal().string();
}

/// What it prints; none where it does not end well.
awaitable<std::optional<std::string>> ask(core::Runner& runner, std::vector<std::string> argv) {
  core::Command command;
  command.argv = std::move(argv);
  command.timeout = time_to_answer;
  Printed printed;
  const core::Ending ending = co_await runner.run(std::move(command), printed);
  if (!core::succeeded(ending)) co_return std::nullopt;
  co_return std::move(printed.text);
}

/// What belongs to a program.
struct ProgramFiles {
  std::vector<std::string> files;
  bool is_script = false;
  bool whole = false;  ///< it is, or names by its full path, an ffmpeg of this machine's kind
};

/// A script's programs are followed, scripts among them too. So few are named that more are none of ffmpeg's.
awaitable<Result<ProgramFiles>> find_files(core::Runner& runner, core::Blocking& blocking, std::string path) {
  constexpr std::size_t most_programs = 16;
  ProgramFiles found;
  std::vector<std::string> programs = {path};
  for (std::size_t i = 0; i < programs.size() && i < most_programs; ++i) {
    const std::string program = programs[i];
    const auto look = [program] { return look_at_program(program); };
    const auto kind = co_await blocking.run(look);
    if (!kind) co_return kind.error();
    found.files.push_back(program);
    found.is_script = found.is_script || (i == 0 && !kind->native);
    found.whole = found.whole || (kind->native && (i == 0 || is_called_ffmpeg(program)));
    if (!kind->native) {
      const auto read = [program] { return programs_named_in_file(program); };
      const std::vector<std::string> named = co_await blocking.run(read);
      for (const std::string& one : named) {
        if (std::find(programs.begin(), programs.end(), one) == programs.end()) programs.push_back(one);
      }
    }
    if (!kind->loader) continue;
    std::vector<std::string> argv = {*kind->loader, "--list", program};
    const auto printed = co_await ask(runner, std::move(argv));
    if (!printed) co_return broken(program, *kind->loader + " does not say what it would load");
    const auto listed = parse_loader_list(*printed);
    if (!listed) co_return listed.error();
    found.files.insert(found.files.end(), listed->begin(), listed->end());
  }
  co_return found;
}

/// What one file adds: who it is, and what it holds. The linker has summed that up in its build id, so that the 200 MB
/// of an ffmpeg with its libraries need not be read.
struct Part {
  core::FileIdentity identity;
  core::Digest digest;
};

Result<Part> read_part(const std::string& path) {
  const auto identity = core::identify(path);
  if (!identity) return broken(path, identity.error().message);
  if (const auto id = build_id(path)) {
    return Part{*identity, core::digest_of(*id + "/" + std::to_string(identity->size))};
  }
  auto digest = core::digest_of_file(path, *identity);
  if (!digest) return broken(path, digest.error().message);
  return Part{*identity, std::move(digest).value()};
}

/// Each file by itself: the helper thread has others to serve in between.
awaitable<Result<void>> read_files(core::Blocking& blocking, std::vector<std::string> paths,
                                   Fingerprint& into) {
  std::sort(paths.begin(), paths.end());
  paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
  std::vector<core::Digest> digests;
  for (const std::string& path : paths) {
    const auto read = [path] { return read_part(path); };
    auto part = co_await blocking.run(read);
    if (!part) co_return part.error();
    into.whole = into.whole && !part->identity.young;
    into.files.emplace_back(path, part->identity);
    digests.push_back(std::move(part->digest));
  }
  // By content alone: another distribution keeps the same libraries in other folders.
  std::sort(digests.begin(), digests.end());
  std::string all;
  for (const core::Digest& digest : digests) all += digest + "\n";
  into.digest = core::digest_of(all);
  co_return core::Result<void>();
}

void add_loaders_own_list(Fingerprint& fingerprint) {
  const auto identity = core::identify(loaders_own_list);
  if (!identity) return;  // a loader that keeps none
  fingerprint.whole = fingerprint.whole && !identity->young;
  fingerprint.files.emplace_back(loaders_own_list, *identity);
  std::sort(fingerprint.files.begin(), fingerprint.files.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
}

}  // namespace

bool Fingerprint::still_holds() const {
  if (!whole || files.empty() || search != loader_search()) return false;
  return std::all_of(files.begin(), files.end(), [](const auto& file) {
    const auto now = core::identify(file.first);
    return now && *now == file.second;
  });
}

awaitable<Result<Fingerprint>> take_fingerprint(core::Runner& runner, core::Blocking& blocking,
                                                std::string program) {
  const std::string path = absolute_program(program);
  if (path.empty()) {
    co_return Error{
        "ffmpeg.missing", "\"" + program + "\" is not there", "install ffmpeg, or name it with --ffmpeg", {}};
  }
  auto all = co_await find_files(runner, blocking, path);
  if (!all) co_return all.error();

  Fingerprint fingerprint;
  fingerprint.search = loader_search();
  fingerprint.whole = all->whole;
  const auto read = co_await read_files(blocking, std::move(all->files), fingerprint);
  if (!read) co_return read.error();
  if (all->is_script) {
    std::vector<std::string> argv = {path, "-version"};
    const auto version = co_await ask(runner, std::move(argv));
    if (!version) co_return broken(path, "it does not say its version");
    fingerprint.digest = core::digest_of(fingerprint.digest + *version);
  }
  add_loaders_own_list(fingerprint);
  co_return fingerprint;
}

}  // namespace spool::pipelines
