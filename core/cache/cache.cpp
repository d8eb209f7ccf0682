#include "core/cache/cache.h"

#include "core/cache/cache_entry.h"
#include "core/cache/digest.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>
#include <vector>

namespace spool::core {
namespace {

Error cache_error(const std::string& what, int error) {
  switch (error) {
    case ECANCELED:
      return {"work.cancelled", what + " was cancelled", "", {}};
    case ENOSPC:
    case EDQUOT:
      return {"disk.full",
              "no room on the disk: " + what + " failed",
              "make room there, or set a smaller SPOOL_CACHE_LIMIT",
              {}};
    default:
      return {"cache.failed",
              what + " failed: " + std::generic_category().message(error),
              "look at the state folder, or go without the cache by --no-cache",
              {}};
  }
}

Error damaged(const std::string& key, const std::string& why) {
  return {"cache.damaged",
          "the result " + key + " in the cache is damaged: " + why,
          "it is made anew; where that happens again, look at the disk",
          {}};
}

/// A folder of ours under its own random name: taken away unless it became an entry.
class Draft {
 public:
  explicit Draft(const std::string& folder) : error_(make_draft(folder, path_, lock_)) {}
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;
  ~Draft() {
    if (error_ != 0 || path_.empty()) return;
    if (!content_.empty()) ::unlink(content_.c_str());
    ::rmdir(path_.c_str());
  }

  [[nodiscard]] int error() const { return error_; }

  int fill(const std::string& from, const std::string& name, const std::stop_token& stop) {
    content_ = path_ + "/" + name;
    return link_or_copy(AT_FDCWD, from, content_, stop);
  }

  /// errno or 0; is_in_the_way where something is there.
  int become(const std::string& place) {
    if (::rename(path_.c_str(), place.c_str()) != 0) return errno;
    path_.clear();
    return 0;
  }

 private:
  std::string path_;
  std::string content_;
  UniqueFd lock_;
  int error_;
};

/// What a rename says where something is.
bool is_in_the_way(int error) { return error == EEXIST || error == ENOTEMPTY || error == ENOTDIR; }

int sync_path(const std::string& path) {
  const UniqueFd open(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!open) return errno;
  return ::fsync(open.get()) == 0 || errno == EINVAL || errno == EROFS ? 0 : errno;
}

int make_folder(const std::string& path) {
  return ::mkdir(path.c_str(), 0777) == 0 || errno == EEXIST ? 0 : errno;
}

/// That a file is what its entry says. Read errors count as damage: the bytes are lost.
Result<void> verify(const std::string& key, const std::string& path, const Cached& content,
                    const std::stop_token& stop) {
  const UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  struct stat status = {};
  if (!file || ::fstat(file.get(), &status) != 0) return cache_error("reading " + path, errno);
  if (static_cast<std::uint64_t>(status.st_size) != content.size) {
    return damaged(key, std::to_string(status.st_size) + " bytes instead of " + std::to_string(content.size));
  }
  const auto digest = digest_of_open_file(file.get(), path, stop);
  if (!digest && digest.error().code == "work.cancelled") return digest.error();
  if (!digest) return damaged(key, digest.error().message);
  if (*digest != content.digest) return damaged(key, "other bytes than were put there");
  return {};
}

bool is_gone(const OpenEntry& entry) {
  return ::faccessat(entry.folder.get(), entry_name(entry.content).c_str(), F_OK, 0) != 0 && errno == ENOENT;
}

void mark_used(int folder) {
  static_cast<void>(::futimens(folder, nullptr));  // where that is not allowed it only goes earlier
}

}  // namespace

bool Cache::has(const std::string& key) const { return is_key(key) && open_entry(place_of(folder_, key)); }

Result<std::optional<Cached>> Cache::take(const std::string& key, const std::string& path,
                                          const std::stop_token& stop) const {
  if (!is_key(key)) return std::optional<Cached>();
  auto entry = open_entry(place_of(folder_, key));
  if (!entry) return std::optional<Cached>();
  const int error = link_or_copy(entry->folder.get(), entry_name(entry->content), path, stop);
  if (error == ENOENT && is_gone(*entry)) return std::optional<Cached>();  // another has just dropped it
  if (error == EINVAL || error == ELOOP) {
    drop(folder_, place_of(folder_, key));
    return damaged(key, "what is there is no file");
  }
  if (error != 0) return cache_error("taking " + path + " from the cache", error);
  if (auto whole = verify(key, path, entry->content, stop); !whole) {
    ::unlink(path.c_str());
    if (whole.error().code == "cache.damaged") drop(folder_, place_of(folder_, key));
    return whole.error();
  }
  mark_used(entry->folder.get());
  return std::optional(std::move(entry->content));
}

Result<void> Cache::insert(const std::string& key, const std::string& path, const Cached& content,
                           const std::stop_token& stop) const {
  const std::string what = "keeping " + path + " in the cache";
  Draft draft(folder_);
  if (draft.error() != 0) return cache_error(what, draft.error());
  int error = draft.fill(path, entry_name(content), stop);
  // The bytes first: only then is there an entry that says what they are.
  if (error == 0) error = sync_path(path);
  const std::string shelf = shelf_of(folder_, key);
  if (error == 0) error = make_folder(shelf);
  if (error != 0) return cache_error(what, error);
  const std::string place = place_of(folder_, key);
  error = draft.become(place);
  if (is_in_the_way(error) && !open_entry(place)) {  // not of our form, or going just now
    drop(folder_, place);
    error = draft.become(place);
  }
  if (is_in_the_way(error)) return {};  // another was first
  if (error == 0) error = sync_path(shelf);
  if (error != 0) return cache_error(what, error);
  return {};
}

Result<void> Cache::put(const std::string& key, const std::string& path, const std::string& digest,
                        const std::stop_token& stop) {
  struct stat status = {};
  if (::lstat(path.c_str(), &status) != 0) return cache_error("keeping " + path + " in the cache", errno);
  const Cached content = {static_cast<std::uint64_t>(status.st_size), digest};
  if (!is_key(key) || !entry_content(entry_name(content))) {
    return cache_error("keeping " + path + " in the cache under " + key, EINVAL);
  }
  if (content.size > limit_ || limit_ == 0 || has(key)) return {};
  auto inserted = insert(key, path, content, stop);
  if (inserted) count(content.size);
  return inserted;
}

/// All is counted at the first put, then only what is put here; what other processes put is seen when it is
/// all counted anew, each 64th of the limit. So a limit is passed by less than that for each process.
void Cache::count(std::uint64_t bytes) {
  constexpr std::uint64_t parts = 64;
  held_ += bytes;
  if (unseen_) *unseen_ += bytes;
  if (!unseen_ || *unseen_ > limit_ / parts) {
    held_ = status().bytes;
    unseen_ = 0;
  }
  if (held_ <= limit_) return;
  // A part more than needed, so that not each put has to do it.
  if (auto trimmed = trim(limit_ - limit_ / parts)) held_ = trimmed->bytes;
}

Result<CacheStatus> Cache::trim(std::optional<std::uint64_t> bytes) {
  sweep_drafts(folder_);
  std::vector<EntrySeen> entries = entries_in(folder_);
  std::sort(entries.begin(), entries.end(),
            [](const EntrySeen& one, const EntrySeen& other) { return one.used_ns < other.used_ns; });
  CacheStatus left = {entries.size(), 0, limit_, folder_};
  for (const EntrySeen& entry : entries) left.bytes += entry.bytes;
  const std::uint64_t wanted = bytes.value_or(limit_);
  for (const EntrySeen& entry : entries) {
    if (left.bytes <= wanted) break;
    if (const int error = drop(folder_, entry.place); error != 0) {
      return cache_error("dropping " + entry.place + " from the cache", error);
    }
    left.bytes -= entry.bytes;
    --left.entries;
  }
  return left;
}

Result<CacheStatus> Cache::clear() {
  for (const EntrySeen& entry : entries_in(folder_)) {
    if (const int error = drop(folder_, entry.place); error != 0) {
      return cache_error("dropping " + entry.place + " from the cache", error);
    }
  }
  sweep_drafts(folder_);
  return status();
}

void Cache::sweep(const std::string& state) { sweep_drafts(state + "/cache"); }

CacheStatus Cache::status() const {
  CacheStatus found = {0, 0, limit_, folder_};
  for (const EntrySeen& entry : entries_in(folder_)) {
    ++found.entries;
    found.bytes += entry.bytes;
  }
  return found;
}

}  // namespace spool::core
