// Starts children on one dedicated, long-lived thread: PDEATHSIG is tied to the thread that spawns, and the
// event loop does not stand still while the kernel makes a process. Source: GROUND, "Child processes".
#pragma once

#include "core/blocking.h"
#include "core/process.h"
#include "core/unique_fd.h"

#include <boost/asio/any_io_executor.hpp>

#include <sys/types.h>

#include <string>
#include <string_view>
#include <vector>

namespace spool::core {

/// A child that has been started (`pid` > 0), or the errno of why not.
struct Spawned {
  pid_t pid = -1;
  UniqueFd pidfd;
  int error = 0;
};

/// The environment of every child: ours, with LC_ALL=C, without what would change ffmpeg's output behind our
/// back (FFREPORT, AV_LOG_*).
std::vector<std::string> child_environment(const char* const* ours);

/// A file that can be run: `name` itself where it has a slash, else the first of that name in `path` (as
/// $PATH is written). Empty: none.
std::string find_program(const std::string& name, std::string_view path);

class Spawner {
 public:
  explicit Spawner(boost::asio::any_io_executor executor);

  /// Calls `started` (void(Spawned)) on the event loop. `command` must live until then; `out` and `err`
  /// become the child's standard output and error. Cannot be cancelled: it takes a millisecond.
  template <class Token>
  void spawn(const Command& command, UniqueFd out, UniqueFd err, Token&& started) {
    auto start = [this, &command, out_end = std::move(out), err_end = std::move(err)]() mutable {
      Spawned spawned = spawn_here(command, out_end.get(), err_end.get());
      out_end.reset();  // before the loop hears of it: only the child holds them open from now on
      err_end.reset();
      return spawned;
    };
    thread_.run(std::move(start), std::forward<Token>(started));
  }

 private:
  [[nodiscard]] Spawned spawn_here(const Command& command, int out, int err) const;

  std::string path_;
  std::vector<std::string> environment_;
  std::vector<const char*> environment_pointers_;
  UniqueFd nothing_;  ///< /dev/null, the children's standard input
  Blocking thread_;   ///< last: its thread uses the rest
};

}  // namespace spool::core
