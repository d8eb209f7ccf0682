// The state folder, opened for a controller: the journal, the cache, and what is known of files.
//   STATE/journal.db  STATE/facts.db  STATE/cache/  STATE/runs/RUN/
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include <boost/asio/any_io_executor.hpp>

#include "core/cache/cache.h"
#include "core/cache/file_facts.h"
#include "core/error.h"
#include "core/journal/journal.h"
#include "core/journal/sqlite_store.h"

namespace spool::pipelines {

class StateFolder {
 public:
  /// Makes what is missing. Blocks. Errors as SqliteStore::open's.
  static core::Result<std::unique_ptr<StateFolder>> open(boost::asio::any_io_executor executor, std::string path,
                                                         std::uint64_t cache_limit);

  [[nodiscard]] const std::string& path() const { return path_; }
  core::Journal& journal() { return journal_; }
  /// Of the helper thread alone.
  core::FileFacts& facts() { return facts_; }
  core::Cache& cache() { return cache_; }

 private:
  StateFolder(boost::asio::any_io_executor executor, std::string path, std::unique_ptr<core::SqliteStore> store,
              core::FileFacts facts, std::uint64_t cache_limit);

  std::string path_;
  std::unique_ptr<core::SqliteStore> store_;
  core::Journal journal_;
  core::FileFacts facts_;
  core::Cache cache_;
};

}  // namespace spool::pipelines
