#include "core/signals.h"

#include "core/handled_signals.h"

#include <boost/asio/use_awaitable.hpp>

#include <unistd.h>

#include <csignal>
#include <cstdlib>

namespace spool::core {
namespace {

bool is_ignored(int signal) {
  struct sigaction current = {};
  return ::sigaction(signal, nullptr, &current) == 0 && current.sa_handler == SIG_IGN;
}

void set_action(int signal, void (*action)(int)) {
  struct sigaction wanted = {};
  wanted.sa_handler = action;
  ::sigaction(signal, &wanted, nullptr);
}

void unblock(int signal) {
  sigset_t only;
  sigemptyset(&only);
  sigaddset(&only, signal);
  ::pthread_sigmask(SIG_UNBLOCK, &only, nullptr);
}

}  // namespace

Signals::Signals(const boost::asio::any_io_executor& executor) : set_(executor) {
  set_action(SIGPIPE, SIG_IGN);
  for (const int signal : caught_signals) {
    if (!is_ignored(signal)) set_.add(signal);
  }
}

boost::asio::awaitable<int> Signals::next() {
  const int signal = co_await set_.async_wait(boost::asio::use_awaitable);
  co_return signal;
}

boost::asio::awaitable<void> stop_until_continued(ChildRunner& children) {
  const bool stood_still = children.paused();  // by `pause --now`: they wait for its release
  children.pause_all();
  co_await children.settled();
  struct sigaction ours = {};
  ::sigaction(SIGTSTP, nullptr, &ours);
  set_action(SIGTSTP, SIG_DFL);
  unblock(SIGTSTP);
  ::raise(SIGTSTP);  // returns when we are continued
  ::sigaction(SIGTSTP, &ours, nullptr);
  if (!stood_still) children.continue_all();
}

void raise_again(int signal) {
  set_action(signal, SIG_DFL);
  unblock(signal);
  ::raise(signal);
  constexpr int shells_offset = 128;  // what a shell makes of a death by signal
  ::_exit(shells_offset + signal);
}

}  // namespace spool::core
