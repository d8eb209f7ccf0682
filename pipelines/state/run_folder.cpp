#include "pipelines/state/run_folder.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <system_error>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/control/control_address.h"
#include "core/control/run_lock.h"
#include "core/journal/run_history.h"
#include "core/journal/sqlite_store.h"
#include "core/unique_fd.h"

namespace spool::pipelines {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view attempt_prefix = "try-";

core::Error unusable(const std::string& folder, const std::error_code& why) {
  if (why == std::errc::no_space_on_device) {
    return {"disk.full", "no room on the disk of the state folder: " + folder, "make room there, or name another one with --state", {}};
  }
  return {"state.unusable", "the state folder cannot be used: " + folder + ": " + why.message(),
          "make it writable, or name another one with --state", {}};
}

core::Error failed(const std::string& path, int error) {
  const std::string what = path + ": " + std::strerror(error);
  if (error == ENOSPC || error == EDQUOT) return {"disk.full", "no room on the disk for " + what, "make room there, then `spool resume`", {}};
  return {"disk.failed", "cannot keep " + what, "look at the disk, then `spool resume`", {}};
}

/// errno or 0. A folder too: then its names are safe.
int sync(const std::string& path) {
  const core::UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd) return errno;
  return ::fsync(fd.get()) == 0 || errno == EINVAL ? 0 : errno;
}

std::string parent(const std::string& path) { return fs::path(path).parent_path().string(); }

/// What stands in the note: where the half-placed film may be.
void remove_noted(const fs::path& note) {
  std::ifstream file(note, std::ios::binary);
  const std::string temporary{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  // Only a name that we ourselves give is ever removed outside the state folder.
  if (fs::path(temporary).filename().string().starts_with(".spool-")) ::unlink(temporary.c_str());
  std::error_code ignored;
  fs::remove(note, ignored);
}

template <class Each>
void for_each_in(const fs::path& folder, Each each) {
  std::error_code error;
  for (fs::recursive_directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    each(*entry);
  }
}

/// Whoever ends closes his socket, and keeps the logs where he keeps anything.
bool ended_in_order(const fs::path& run_folder) {
  std::error_code ignored;
  const bool has_socket = fs::exists(fs::symlink_status(run_folder / core::control_name, ignored));
  return !has_socket && fs::exists(run_folder / "log", ignored);
}

/// As many as may go at once: the lock of each is a file that is open. Gives how many went.
std::size_t forget_some(const std::string& state, std::chrono::system_clock::time_point before) {
  constexpr std::size_t at_once = 64;
  std::vector<core::RunLock> kept_out;
  const auto may_go = [&](const std::string& run) {
    if (kept_out.size() == at_once) return false;
    auto lock = core::RunLock::take_for_a_moment(run_folder_path(state, run));
    if (lock) kept_out.push_back(std::move(*lock));
    return static_cast<bool>(lock);
  };
  const auto forgotten = core::forget_runs(state, before, may_go);
  if (!forgotten) return 0;
  for (const std::string& run : *forgotten) remove_run(state, run);
  return forgotten->size();
}

/// Nothing could be taken up again, or the run never came to be on record. For who holds its lock.
bool is_over(const core::JournalReader& journal, const std::string& run) {
  const auto history = journal.history(run);
  return history && !history->can_be_resumed();
}

}  // namespace

std::string run_folder_path(const std::string& state, const std::string& run) { return state + "/runs/" + run; }

core::Result<FilmFolder> FilmFolder::make(const std::string& state, const std::string& run, std::string_view film) {
  FilmFolder folder;
  folder.root_ = run_folder_path(state, run);
  const std::string below = film.empty() ? std::string() : "/" + std::string(film);
  folder.work_ = folder.root_ + "/work" + below;
  folder.log_ = folder.root_ + "/log" + below;
  for (const std::string& part : {folder.work_, folder.log_, folder.root_ + "/placing"}) {
    std::error_code why;
    fs::create_directories(part, why);
    if (why) return unusable(part, why);
    if (::access(part.c_str(), W_OK | X_OK) != 0) return unusable(part, std::error_code(errno, std::generic_category()));
  }
  return folder;
}

std::string FilmFolder::attempt_name(int session, int attempt, std::string_view name) {
  return std::string(attempt_prefix) + std::to_string(session) + "-" + std::to_string(attempt) + "." + std::string(name);
}

core::Result<void> FilmFolder::keep(const std::string& attempt, const std::string& name) const {
  const std::string from = path_of(attempt);
  if (const int error = sync(from); error != 0) return failed(from, error);
  if (::rename(from.c_str(), path_of(name).c_str()) != 0) return failed(from, errno);
  if (const int error = sync(work_); error != 0) return failed(work_, error);
  return {};
}

core::Result<void> FilmFolder::note_placing(const std::string& temporary) const {
  const std::string note = root_ + "/placing/" + fs::path(temporary).filename().string();
  const core::UniqueFd fd(::open(note.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  if (!fd) return failed(note, errno);
  const ssize_t written = ::write(fd.get(), temporary.data(), temporary.size());
  if (written != static_cast<ssize_t>(temporary.size())) return failed(note, written < 0 ? errno : ENOSPC);
  if (::fsync(fd.get()) != 0) return failed(note, errno);
  if (const int error = sync(parent(note)); error != 0) return failed(note, error);
  return {};
}

void FilmFolder::forget_placing(const std::string& temporary) const {
  ::unlink((root_ + "/placing/" + fs::path(temporary).filename().string()).c_str());
}

void FilmFolder::remove_work() const {
  std::error_code ignored;  // what cannot be removed now goes with the run
  fs::remove_all(work_, ignored);
}

void FilmFolder::remove_logs() const {
  std::error_code ignored;
  fs::remove_all(log_, ignored);
}

void sweep_run(const std::string& run_folder) {
  for_each_in(run_folder + "/work", [](const fs::directory_entry& entry) {
    std::error_code ignored;
    if (entry.path().filename().string().starts_with(attempt_prefix)) fs::remove(entry.path(), ignored);
  });
  for_each_in(run_folder + "/placing", [](const fs::directory_entry& entry) { remove_noted(entry.path()); });
}

void sweep_dead_runs(const std::string& state) {
  const auto journal = core::JournalReader::open(state);
  const auto runs = journal ? journal->runs() : journal.error();
  if (!runs) return;  // what it does not tell apart is left alone
  const std::set<std::string> known(runs->begin(), runs->end());
  std::error_code error;
  for (fs::directory_iterator entry(state + "/runs", error), end; !error && entry != end; entry.increment(error)) {
    const std::string run = entry->path().filename().string();
    if (known.contains(run) && ended_in_order(entry->path())) continue;
    const auto lock = core::RunLock::take_for_a_moment(entry->path().string());
    if (!lock) continue;
    if (is_over(*journal, run)) {
      remove_run(state, run);
    } else {
      sweep_run(entry->path().string());
    }
  }
}

void forget_old_runs(const std::string& state, std::chrono::system_clock::time_point before) {
  while (forget_some(state, before) > 0) {
  }
}

void remove_run(const std::string& state, const std::string& run) {
  const fs::path folder = run_folder_path(state, run);
  std::error_code ignored;
  fs::remove_all(folder / "log", ignored);  // first: so that half a removal is seen to be one
  fs::remove_all(folder, ignored);
}

}  // namespace spool::pipelines
