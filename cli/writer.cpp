#include "cli/writer.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <memory>
#include <utility>

namespace spool::cli {

struct Writer::Shared {
  int fd = -1;
  core::UniqueFd wake;  // counts up when there is something to do
  std::function<void(int)> on_broken;

  mutable std::mutex mutex;
  std::condition_variable done;  // something was written, or the end was reached
  std::string waiting;
  bool writing = false;
  bool closing = false;
  int broken = 0;

  [[nodiscard]] bool finished() const { return broken != 0 || (waiting.empty() && !writing); }

  void ring() const {
    const std::uint64_t one = 1;
    while (::write(wake.get(), &one, sizeof one) < 0 && errno == EINTR) {
    }
  }
  void unring() const {
    std::uint64_t count = 0;
    while (::read(wake.get(), &count, sizeof count) < 0 && errno == EINTR) {
    }
  }
  void break_down(int error) {
    std::function<void(int)> told;
    {
      const std::lock_guard lock(mutex);
      broken = error;
      waiting.clear();
      writing = false;
      if (!closing) told = on_broken;  // whoever is closing may have destroyed what this would reach
    }
    done.notify_all();
    if (told) told(error);
  }
};

namespace {

/// 0, or the errno that stopped it.
int write_all(int fd, const std::string& text) {
  std::size_t written = 0;
  while (written < text.size()) {
    const ssize_t count = ::write(fd, text.data() + written, text.size() - written);
    if (count >= 0) {
      written += static_cast<std::size_t>(count);
    } else if (errno == EAGAIN) {  // somebody else made it non-blocking
      pollfd ready = {fd, POLLOUT, 0};
      ::poll(&ready, 1, -1);
    } else if (errno != EINTR) {
      return errno;
    }
  }
  return 0;
}

/// The event loop's thread is the one that gets signals.
void block_signals() {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

}  // namespace

Writer::Writer(int fd, std::function<void(int)> on_broken) : shared_(std::make_shared<Shared>()) {
  shared_->fd = fd;
  shared_->wake.reset(::eventfd(0, EFD_CLOEXEC));
  shared_->on_broken = std::move(on_broken);
  // Without a descriptor to wake a thread by, there is none: then who writes waits for the reader.
  if (shared_->wake) thread_ = std::thread([shared = shared_] { serve(shared); });
}

Writer::~Writer() {
  if (!thread_.joinable()) return;
  bool stuck = false;
  {
    const std::lock_guard lock(shared_->mutex);
    shared_->closing = true;
    stuck = shared_->writing;
  }
  shared_->ring();
  if (stuck) {
    thread_.detach();
  } else {
    thread_.join();
  }
}

void Writer::serve(const std::shared_ptr<Shared>& shared) {
  block_signals();
  std::array<pollfd, 2> watched = {{{shared->wake.get(), POLLIN, 0}, {shared->fd, 0, 0}}};
  while (true) {
    if (::poll(watched.data(), watched.size(), -1) < 0) continue;
    if ((watched[0].revents & POLLIN) != 0) shared->unring();
    std::string text;
    {
      const std::lock_guard lock(shared->mutex);
      if (shared->closing) return;
      text = std::exchange(shared->waiting, std::string());
      shared->writing = !text.empty();
    }
    // A pipe whose reader has gone says so by itself; there may be nothing to write for a long time.
    const bool gone = (watched[1].revents & (POLLERR | POLLHUP | POLLNVAL)) != 0;
    const int error = gone ? EPIPE : write_all(shared->fd, text);
    if (error != 0) {
      shared->break_down(error);
      return;
    }
    {
      const std::lock_guard lock(shared->mutex);
      shared->writing = false;
    }
    shared->done.notify_all();
  }
}

void Writer::write(std::string text) {
  if (text.empty()) return;
  {
    const std::lock_guard lock(shared_->mutex);
    if (shared_->broken != 0) return;
    if (!thread_.joinable()) {
      shared_->broken = write_all(shared_->fd, text);
      return;
    }
    shared_->waiting += text;
  }
  shared_->ring();
}

std::size_t Writer::backlog() const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->waiting.size();
}

bool Writer::flush() {
  std::unique_lock lock(shared_->mutex);
  shared_->done.wait(lock, [this] { return shared_->finished(); });
  return shared_->broken == 0;
}

bool Writer::flush_for(std::chrono::milliseconds limit) {
  std::unique_lock lock(shared_->mutex);
  return shared_->done.wait_for(lock, limit, [this] { return shared_->finished(); }) && shared_->broken == 0;
}

int Writer::broken() const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->broken;
}

}  // namespace spool::cli
