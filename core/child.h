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

/// Lives (by shared_ptr) as long as an event of it is outstanding. One thread only.
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
  [[nodiscard]] bool is_starting() const { return pid_ < 0; }

 private:
  using Clock = std::chrono::steady_clock;
  enum class Alarm { timeout, stall, kill, give_up };

  void spawned(Spawned child);
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
  pid_t pid_ = -1;                ///< > 0: started and not yet reaped
  std::optional<Ending> reason_;  ///< why we ended it, once we have
  std::optional<Clock::time_point> paused_since_;
  bool paused_ = false;

  boost::asio::steady_timer watchdog_;  ///< one for all deadlines
  std::optional<Clock::time_point> armed_for_;
  std::array<std::optional<Clock::time_point>, 4> deadlines_;  ///< by Alarm
};

}  // namespace spool::core
