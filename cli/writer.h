// A descriptor (standard output or error) that is written to from a thread of its own: a reader that is slow,
// a pager, or a terminal stopped by Ctrl-S never holds up the event loop, which has children to reap and
// signals to answer.
#pragma once

#include "core/unique_fd.h"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace spool::cli {

class Writer {
 public:
  /// `on_broken` is called once, on the writer's thread, with the errno for which nothing can be written any
  /// more (EPIPE: the reader has gone away; that is noticed while nothing is written, too). What is written
  /// after that is dropped. `fd` is not owned and stays as it is (never made non-blocking: it is shared with
  /// other programs).
  explicit Writer(int fd, std::function<void(int)> on_broken = {});
  /// Gives up what has not been written: flush first. A thread that is stuck in a write is left to end with
  /// the process.
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  void write(std::string text);
  /// Bytes that wait to be written: where they pile up, the reader does not keep up.
  [[nodiscard]] std::size_t backlog() const;
  /// Waits until all is written or nothing more can be; true: all is written.
  bool flush();
  /// Likewise, but gives up after `limit`.
  bool flush_for(std::chrono::milliseconds limit);
  /// The errno that ended it; 0: none.
  [[nodiscard]] int broken() const;

 private:
  struct Shared;
  static void serve(const std::shared_ptr<Shared>& shared);

  std::shared_ptr<Shared> shared_;
  std::thread thread_;
};

}  // namespace spool::cli
