// Results by what decides their bytes: STATE/cache/KE/KEY, each beside a small record of its size and digest.
// Shared by all runs and by any number of processes without locks: an entry appears by rename, is taken by a
// hard link into the taker's work folder (so that dropping it later hurts nobody), and is verified when it is
// taken. Blocks: call it on a helper thread. Source: the "The cache".
#pragma once

#include "core/error.h"

#include <cstdint>
#include <optional>
#include <string>

namespace spool::core {

/// What is in the cache, and its limit.
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
  static constexpr std::uint64_t default_limit = std::uint64_t{20} << 30U;  ///< bytes

  /// Nothing is made until something is put.
  Cache(std::string state, std::uint64_t limit) : folder_(std::move(state) + "/cache"), limit_(limit) {}

  /// Whether it is there, unverified: for a dry run.
  [[nodiscard]] bool has(const std::string& key) const;
  /// Links the entry to `path` (absolute, in the state folder's file system; where links do not work it is
  /// copied) and marks it as used. An entry whose size or digest is not what was recorded is dropped and told
  /// as `cache.damaged`; none: not there.
  Result<std::optional<Cached>> take(const std::string& key, const std::string& path);
  /// Takes over a finished file that nobody will write to again; it stays where it is (hard link). `digest`
  /// is its content's. What is there already stays. Error `disk.full`, `cache.failed`.
  Result<void> put(const std::string& key, const std::string& path, const std::string& digest);
  /// Drops the least recently used until at most `bytes` are left (default: the limit).
  Result<CacheStatus> trim(std::optional<std::uint64_t> bytes = {});
  Result<CacheStatus> clear();
  [[nodiscard]] CacheStatus status() const;

 private:
  std::string folder_;
  std::uint64_t limit_;
};

}  // namespace spool::core
