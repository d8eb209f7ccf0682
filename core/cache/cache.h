// Results by what decides their bytes. An entry is a folder with one file in it, named by what that is:
//   STATE/cache/ab/abcd…/1-SIZE-DIGEST     (KEY is abcd…; 1: the form of entries)
//   STATE/cache/new/…                      what is being made or thrown away
// So an entry comes into being, and goes, by one rename; there is nothing beside it that could be missing,
// late, or another's. Shared by all runs and any number of processes, without locks but those that tell what
// is being made from what a dead process left: who takes an entry gets a hard link of their own (dropping it
// later hurts nobody) and verifies it; of two who insert one key the first wins; who finds an entry gone goes
// on without. Its bytes are on the disk before it is there (after a power loss an entry is whole or absent;
// what a disk loses all the same, the verification finds). The folder's time is when it was last used.
// Blocks: call it on a helper thread; `put` from one thread at a time. Source: the "The cache".
#pragma once

#include "core/error.h"

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>

namespace spool::core {

/// What is in the cache, and its limit. Bytes as the files are long; those that a run has linked count too.
struct CacheStatus {
  std::uint64_t entries = 0;
  std::uint64_t bytes = 0;
  std::uint64_t limit = 0;
  std::string folder;
};

struct Cached {
  std::uint64_t size = 0;
  std::string digest;
};

class Cache {
 public:
  static constexpr std::uint64_t default_limit = 20'000'000'000;  ///< bytes

  /// Nothing is made until something is put. A limit of 0: nothing is kept.
  Cache(std::string state, std::uint64_t limit)
      : state_(std::move(state)), folder_(state_ + "/cache"), limit_(limit) {}

  /// Whether it is there, unverified: for a dry run.
  [[nodiscard]] bool has(const std::string& key) const;
  /// Links the entry to `path` (absolute, free, in the state folder's file system; where links do not work it
  /// is copied) and marks it as used. None: not there. Errors: `cache.damaged` - its size or digest is not
  /// what was recorded: it was dropped, nothing is at `path`, and the result has to be made; `cache.failed`,
  /// `disk.full` - it could not be put at `path`; `work.cancelled`. The caller warns and goes on as if there
  /// were none.
  Result<std::optional<Cached>> take(const std::string& key, const std::string& path,
                                     const std::stop_token& stop = {}) const;
  /// Takes over a finished file that nobody will write to again; it stays where it is (hard link). `digest`
  /// is its content's. What is there already stays; what is larger than the limit is not kept. Trims where
  /// the limit is passed. Error `disk.full`, `cache.failed`, `work.cancelled`.
  Result<void> put(const std::string& key, const std::string& path, const std::string& digest,
                   const std::stop_token& stop = {});
  /// Drops the least recently used until at most `bytes` are left (default: the limit), and what a dead
  /// process has left behind. Error `cache.failed` where something that has to go does not.
  Result<CacheStatus> trim(std::optional<std::uint64_t> bytes = {});
  Result<CacheStatus> clear();
  /// Takes away what dead processes left half made in the cache of this state folder.
  static void sweep(const std::string& state);
  [[nodiscard]] CacheStatus status() const;

 private:
  Result<void> insert(const std::string& key, const std::string& path, const Cached& content,
                      const std::stop_token& stop) const;
  void count(std::uint64_t bytes);

  std::string state_;
  std::string folder_;
  std::uint64_t limit_;
  std::uint64_t held_ = 0;               ///< bytes in the cache, as far as this process knows
  std::optional<std::uint64_t> unseen_;  ///< bytes put since all were counted; none: never counted yet
};

}  // namespace spool::core
