// What happened, on the disk before anybody relies on it. Events that come while a group is being written
// make up the next group, so that a lone event is never held back and many share one sync.
// Source: GROUND, "Journal".
#pragma once

#include "core/error.h"
#include "core/journal/store.h"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

namespace spool::core {

/// One thread only: the event loop. After a failed write it is broken for good: what waits and what comes
/// later gets the same error, as nothing after a hole may count. Destroyed while it writes, it lets that
/// group end, and whoever waits for it is told how; what waits for a later one gets `work.cancelled`.
class Journal {
 public:
  static constexpr std::size_t most_in_a_group = 1000;

  /// The store outlives it.
  Journal(boost::asio::any_io_executor executor, Store& store);
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;
  ~Journal();

  /// Resumes when the entry, and all that were given before it, are on the disk. Not cancellable: what is
  /// decided is recorded.
  boost::asio::awaitable<Result<void>> commit(Entry entry);
  /// Goes to the disk as the others do, in order; nobody waits for it.
  void note(Entry entry);
  /// Resumes when all that was given so far is on the disk.
  boost::asio::awaitable<Result<void>> flush();

  [[nodiscard]] const std::optional<Error>& broken() const;

 private:
  struct Writing;
  std::shared_ptr<Writing> writing_;  ///< outlives us while a group is under way
};

}  // namespace spool::core
