// One child from its start to its end: a state machine driven by events (its pipes, its pidfd, its watchdog,
// our wishes). Source: GROUND, "Child processes"; CONTRACT, "Signals".
#pragma once

#include "core/child_pipe.h"
#include "core/process.h"
#include "core/spawner.h"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/intrusive/list.hpp>

#include <sys/types.h>

#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace spool::core {

/// Children that did not go even after SIGKILL (in uninterruptible sleep, say on a disk that has gone). They
/// are reaped when they have ended and it is looked, which is whenever another child ends; never waited for.
/// What is left when we end, init reaps.
class Unreaped {
 public:
  void keep(UniqueFd pidfd) { pidfds_.push_back(std::move(pidfd)); }
  void reap_ended();
  [[nodiscard]] std::size_t size() const { return pidfds_.size(); }

 private:
  std::vector<UniqueFd> pidfds_;
};

/// How long a child may take to end.
struct Patience {
  std::chrono::milliseconds term_to_kill{1000};
  std::chrono::milliseconds kill_to_give_up{5000};
};

/// What all children of a runner share.
struct ChildCommons {
  explicit ChildCommons(std::size_t buffer_size) : buffer(buffer_size) {}
  std::vector<char> buffer;  ///< what is read is handed on before the next read
  Unreaped unreaped;
  Patience patience;
};

/// Lives (by shared_ptr) as long as an event of it is outstanding. One thread only, but for its start: the
/// thread that has started it sets off the wait for its exit, and wakes the event loop only where that has
/// asked to be told.
class Child
    : public std::enable_shared_from_this<Child>,
      public boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
 public:
  using Ended = std::function<void(Ending)>;

  Child(boost::asio::any_io_executor executor, Command command, Output& output, ChildCommons& commons);
  ~Child();

  /// Starts it; `ended` is called once, when it has ended and what it printed is handed on. `paused`: it is
  /// stopped right away.
  void start(ChildSource& source, bool paused, Ended ended);
  /// Ends it: SIGTERM to its group, after a grace SIGKILL. The outcome is `Cancelled`, also where it does not
  /// go even then: the wait for it is over.
  void cancel() { end(Cancelled()); }
  void pause();
  void go_on();
  /// Asked for, and neither there nor refused yet: no signal reaches it.
  [[nodiscard]] bool is_starting();

 private:
  using Clock = std::chrono::steady_clock;
  enum class Alarm { timeout, stall, kill, give_up };
  /// Of its start, between the two threads. `started`: `start_` is there. `wanted`: the loop is to be told.
  enum class Stage { asked, started, wanted };
  struct Start {
    pid_t pid = -1;
    int error = 0;
  };

  void started(Spawned child);
  bool await_exit_of(Spawned& child);
  void tell();
  void told();
  void know_start();
  bool is_there();
  void await_exit();
  void exited();
  void hear(std::string_view chunk);

  void end(Ending why);
  void give_up();
  void signal_group(int signal) const;
  void finish(Ending ending);

  void set_alarm(Alarm alarm, Clock::duration after);
  void arm();
  void ring();
  std::optional<Clock::time_point>& deadline(Alarm alarm) {
    return deadlines_[static_cast<std::size_t>(alarm)];
  }

  Command command_;
  Output& output_;
  ChildCommons& commons_;
  Ended ended_;
  ChildPipe out_, err_;
  boost::asio::posix::stream_descriptor pidfd_;
  /// The ends it writes to. We hold them as well: its exit is one event then, and not the end of two pipes before
  /// it; and whatever of it lives on (outside its group) cannot keep us waiting for the end of a pipe.
  UniqueFd out_end_, err_end_;
  Start start_;  ///< written by the thread that has started it, before the wait for its exit, and `stage_`
  std::atomic<Stage> stage_ = Stage::asked;
  bool start_known_ = false;      ///< to the event loop
  pid_t pid_ = -1;                ///< > 0: started and not yet reaped, as far as that is known
  std::optional<Ending> reason_;  ///< why we ended it, once we have
  std::optional<Clock::time_point> paused_since_;
  bool paused_ = false;

  boost::asio::steady_timer watchdog_;  ///< one for all deadlines
  std::optional<Clock::time_point> armed_for_;
  std::array<std::optional<Clock::time_point>, 4> deadlines_;  ///< by Alarm
};

}  // namespace spool::core
