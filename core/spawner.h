// Starts children on one long-lived thread (PDEATHSIG is tied to the thread that spawns): the event loop's
// own, as to wake another for each costs an eighth more. Where the kernel takes long, a stand-in turns
// the loop. Source: GROUND, "Child processes".
#pragma once

#include "core/oom_score.h"
#include "core/process.h"
#include "core/stand_in.h"
#include "core/unique_fd.h"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <sys/types.h>

#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
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

/// `base` ("NAME=VALUE" each), with these instead of its own of the same names.
std::vector<std::string> with_variables(std::vector<std::string> base,
                                        const std::vector<std::pair<std::string, std::string>>& variables);

/// A file that can be run: `name` itself where it has a slash, else the first of that name in `path` (as
/// $PATH is written). Empty: none.
std::string find_program(const std::string& name, std::string_view path);

/// The seam between a child's life and its start: one real side, a scripted one in tests.
class ChildSource {
 public:
  using Started = std::function<void(Spawned)>;

  ChildSource() = default;
  ChildSource(const ChildSource&) = delete;
  ChildSource& operator=(const ChildSource&) = delete;
  virtual ~ChildSource() = default;

  /// Calls `started` on the event loop. `out` and `err` become the child's standard output and error; they
  /// and `command` must live until then. Cannot be cancelled: it takes a millisecond.
  virtual void spawn(const Command& command, int out, int err, Started started) = 0;
};

class Spawner final : public ChildSource {
 public:
  /// `executor`: of an `io_context` that several threads may turn (made without a hint that it is one).
  explicit Spawner(boost::asio::any_io_executor executor);
  void spawn(const Command& command, int out, int err, Started started) override;

  /// Resumes when every start asked for so far has been told.
  boost::asio::awaitable<void> starts_told();

 private:
  /// Calls it on the event loop's own thread, in a handler of its own, when those before it are done.
  void in_turn(std::function<void()> function);
  void next();
  [[nodiscard]] Spawned spawn_here(const Command& command, int out, int err) const;

  std::string path_;
  std::vector<std::string> environment_;
  std::vector<const char*> environment_pointers_;  ///< to it, for the many that need no other
  std::vector<int> signals_;                       ///< whose default action a child gets back
  UniqueFd nothing_;  ///< /dev/null, the standard input of children that have no file for it
  OomScore oom_score_;
  boost::asio::any_io_executor executor_;
  std::deque<std::function<void()>> waiting_;
  bool busy_ = false;  ///< one of them is being called, or about to be
  StandIn stand_in_;
};

}  // namespace spool::core
