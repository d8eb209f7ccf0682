#include "core/child.h"

#include "core/launcher.h"

#include <boost/asio/post.hpp>

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <utility>

namespace spool::core {
namespace {

/// How the child has ended, if it has; it stays a zombie, and so its id and its group's stay its own.
std::optional<Ending> peek_exit(int pidfd) {
  siginfo_t info = {};
  const int done = ::waitid(P_PIDFD, static_cast<id_t>(pidfd), &info, WEXITED | WNOHANG | WNOWAIT);
  if (done != 0) return errno == EINTR ? std::nullopt : std::optional<Ending>(NotStarted{errno});
  if (info.si_pid == 0) return std::nullopt;
  if (info.si_code == CLD_EXITED) return Exited{info.si_status};
  return Signalled{info.si_status};
}

/// True: it had ended, and is no zombie any more.
bool reap(int pidfd) {
  siginfo_t info = {};
  while (::waitid(P_PIDFD, static_cast<id_t>(pidfd), &info, WEXITED | WNOHANG) != 0) {
    if (errno != EINTR) return true;  // not ours any more
  }
  return info.si_pid != 0;
}

/// Kills it and waits for its end, but not for ever.
void kill_and_reap(pid_t pid, int pidfd, std::chrono::milliseconds patience) {
  ::kill(-pid, SIGKILL);
  pollfd ended = {pidfd, POLLIN, 0};
  while (::poll(&ended, 1, static_cast<int>(patience.count())) < 0 && errno == EINTR) {
  }
  reap(pidfd);
}

}  // namespace

void Unreaped::reap_ended() {
  std::erase_if(pidfds_, [](const UniqueFd& pidfd) { return reap(pidfd.get()); });
}

Child::Child(boost::asio::any_io_executor executor, Command command, Output& output, ChildCommons& commons)
    : command_(std::move(command)),
      output_(output),
      commons_(commons),
      out_(executor, commons.buffer, [this](std::string_view chunk) { hear(chunk); }),
      err_(executor, commons.buffer, [this](std::string_view chunk) { output_.on_stderr(chunk); }),
      pidfd_(executor),
      watchdog_(executor) {}

Child::~Child() {
  if (pid_ <= 0) return;
  kill_and_reap(pid_, pidfd_.native_handle(), Patience().kill_to_give_up);  // the event loop went away first
}

void Child::start(ChildSource& source, bool paused, Ended ended) {
  ended_ = std::move(ended);
  paused_ = paused;
  out_end_ = out_.open();
  if (out_end_) err_end_ = err_.open();
  auto started = [self = shared_from_this()](Spawned child) { self->spawned(std::move(child)); };
  if (out_end_ && err_end_) {
    source.spawn(command_, out_end_.get(), err_end_.get(), std::move(started));
    return;
  }
  Spawned failed;
  failed.error = errno;
  boost::asio::post(
      watchdog_.get_executor(),
      [later = std::move(started), child = std::move(failed)]() mutable { later(std::move(child)); });
}

void Child::spawned(Spawned child) {
  if (child.pid < 0) {
    finish(reason_ ? *reason_ : Ending(NotStarted{child.error}));
    return;
  }
  pid_ = child.pid;
  boost::system::error_code error;
  pidfd_.assign(child.pidfd.get(), error);
  if (error) {
    launching::kill_and_reap(std::exchange(pid_, -1));
    finish(NotStarted{error.value()});
    return;
  }
  static_cast<void>(child.pidfd.release());
  await_exit();
  out_.listen(shared_from_this());
  err_.listen(shared_from_this());
  if (command_.timeout) set_alarm(Alarm::timeout, *command_.timeout);
  if (command_.stall) set_alarm(Alarm::stall, *command_.stall);
  if (reason_) {
    end(*std::exchange(reason_, std::nullopt));
  } else if (std::exchange(paused_, false)) {
    pause();
  }
}

void Child::hear(std::string_view chunk) {
  if (output_.on_stdout(chunk) && command_.stall && deadline(Alarm::stall)) {
    deadline(Alarm::stall) =
        Clock::now() + *command_.stall;  // later than before: the timer finds out when it fires
  }
}

// ---- its exit ----

void Child::await_exit() {
  pidfd_.async_wait(pidfd_.wait_read, [self = shared_from_this()](boost::system::error_code error) {
    if (!error) self->exited();
  });
}

void Child::exited() {
  const std::optional<Ending> exit = peek_exit(pidfd_.native_handle());
  if (!exit) {  // woken for nothing
    await_exit();
    return;
  }
  signal_group(SIGKILL);  // what it left behind; its id is still its own, as it has not been reaped
  reap(pidfd_.native_handle());
  pid_ = -1;
  boost::system::error_code ignored;
  pidfd_.close(ignored);
  commons_.unreaped.reap_ended();
  out_.read();
  err_.read();
  finish(reason_ ? *reason_ : *exit);
}

void Child::finish(Ending ending) {
  if (!ended_) return;
  out_.close();
  err_.close();
  out_end_.reset();
  err_end_.reset();
  watchdog_.cancel();
  unlink();
  const Ended last = std::exchange(ended_, nullptr);
  last(ending);
}

// ---- ending and pausing it ----

void Child::end(Ending why) {
  if (reason_) return;
  reason_ = why;
  if (pid_ < 0) return;
  signal_group(SIGTERM);
  signal_group(SIGCONT);  // a stopped child could not answer
  paused_since_.reset();
  deadlines_ = {};
  set_alarm(Alarm::kill, commons_.patience.term_to_kill);
}

/// It does not go: whoever waits for it gets to know what we know.
void Child::give_up() {
  pid_ = -1;
  commons_.unreaped.keep(UniqueFd(pidfd_.release()));
  finish(*reason_);
}

void Child::signal_group(int signal) const {
  if (pid_ > 0) ::kill(-pid_, signal);
}

void Child::pause() {
  if (pid_ < 0) paused_ = true;
  if (pid_ < 0 || paused_since_ || reason_) return;
  paused_since_ = Clock::now();
  signal_group(SIGSTOP);
  armed_for_.reset();
  watchdog_.cancel();
}

void Child::go_on() {
  paused_ = false;
  signal_group(SIGCONT);
  if (!paused_since_) return;
  const Clock::duration stood_still = Clock::now() - *std::exchange(paused_since_, std::nullopt);
  for (auto& due : deadlines_) {
    if (due) *due += stood_still;
  }
  arm();
}

// ---- its watchdog ----

void Child::set_alarm(Alarm alarm, Clock::duration after) {
  deadline(alarm) = Clock::now() + after;
  arm();
}

/// Sets the timer to the earliest deadline, unless it fires before that anyway.
void Child::arm() {
  std::optional<Clock::time_point> earliest;
  for (const auto& due : deadlines_) {
    if (due && (!earliest || *due < *earliest)) earliest = due;
  }
  if (!earliest || paused_since_ || (armed_for_ && *armed_for_ <= *earliest)) return;
  armed_for_ = earliest;
  watchdog_.expires_at(*earliest);
  watchdog_.async_wait([self = shared_from_this()](boost::system::error_code error) {
    if (!error) self->ring();
  });
}

void Child::ring() {
  if (paused_since_ || !ended_) return;
  armed_for_.reset();
  // We may have been stopped for longer than the child was: what it printed meanwhile counts.
  if (deadline(Alarm::stall)) out_.read();
  const auto now = Clock::now();
  const auto is_due = [&](Alarm alarm) { return deadline(alarm) && *deadline(alarm) <= now; };
  if (is_due(Alarm::kill)) {
    deadline(Alarm::kill).reset();
    signal_group(SIGKILL);
    set_alarm(Alarm::give_up, commons_.patience.kill_to_give_up);
  }
  if (is_due(Alarm::give_up)) {
    give_up();
    return;
  }
  if (is_due(Alarm::timeout)) {
    end(TimedOut());
  } else if (is_due(Alarm::stall)) {
    end(Stalled());
  }
  arm();
}

}  // namespace spool::core
