// One entry of the cache as it lies on the disk: a folder with one file, named by its size and digest.
#pragma once

#include "core/cache/cache.h"
#include "core/unique_fd.h"

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace spool::core {

/// Keys are digests or the like: 4 to 128 small letters and digits, so that one is always a name and never a
/// path.
bool is_key(std::string_view key);

/// "1-SIZE-DIGEST", and back; none: of another form.
std::string entry_name(const Cached& content);
std::optional<Cached> entry_content(std::string_view name);

/// STATE/cache/ab and STATE/cache/ab/abcd….
std::string shelf_of(const std::string& folder, std::string_view key);
std::string place_of(const std::string& folder, const std::string& key);

/// An entry's folder, held open: what is reached through it is of this entry, whatever gets its name
/// meanwhile.
struct OpenEntry {
  UniqueFd folder;
  Cached content;
};

/// None: there is no such folder, or nothing of our form in it.
std::optional<OpenEntry> open_entry(const std::string& place);

/// What trimming has to know of whatever stands under a key's name, of our form or another's.
struct EntrySeen {
  std::string place;
  std::uint64_t bytes = 0;
  std::int64_t used_ns = 0;
};

/// All of them; those that go meanwhile are left out.
std::vector<EntrySeen> entries_in(const std::string& folder);

/// Gives a file a further name, or, where its file system does not do that, a copy of it (synced). `from`
/// counts from the folder `base` (AT_FDCWD, or open). errno or 0; then nothing is at `to` unless it was there
/// before (EEXIST).
int link_or_copy(int base, const std::string& from, const std::string& to, const std::stop_token& stop);

/// A folder in STATE/cache/new with a name never met before, its path, and a lock (flock) on it, by which it
/// is known to be somebody's; the parents are made. errno or 0.
int make_draft(const std::string& folder, std::string& made, UniqueFd& lock);

/// Takes whatever is at `place` away at once, then apart. 0 too where it was gone already; errno.
int drop(const std::string& folder, const std::string& place);

/// Takes away what dead processes left in STATE/cache/new: whatever nobody has a lock on.
void sweep_drafts(const std::string& folder);

}  // namespace spool::core
