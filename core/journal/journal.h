// What happened, on the disk before anybody relies on it. Events that come while a group is being written
// make up the next group, so that a lone event is never held back and many share one sync.
// Source: GROUND, "Journal".
#pragma once

#include "core/completion.h"
#include "core/journal/store.h"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

namespace spool::core {

/// One thread only: the event loop. After a failed write it is broken: what waits and what comes later gets
/// the same error, as nothing after a hole may count.
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

  [[nodiscard]] const std::optional<Error>& broken() const { return broken_; }

 private:
  struct Writing;
  boost::asio::any_io_executor executor_;
  Store& store_;
  std::shared_ptr<Writing> writing_;  ///< outlives us while a group is under way
  std::optional<Error> broken_;
};

}  // namespace spool::core
