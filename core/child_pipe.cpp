#include "core/child_pipe.h"

#include "core/launcher.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace spool::core {

UniqueFd ChildPipe::open() {
  UniqueFd write;
  if (open_pipe(end_, write)) return {};
  boost::system::error_code error;
  watched_.assign(end_.get(), error);
  if (!error) watched_.non_blocking(true, error);
  if (!error) return write;
  errno = error.value();
  return {};
}

void ChildPipe::listen(const std::shared_ptr<void>& owner) {
  watched_.async_wait(watched_.wait_read, [this, owner](boost::system::error_code error) {
    if (error || !end_) return;
    read();
    heard(owner);
  });
}

void ChildPipe::heard(const std::shared_ptr<void>& owner) {
  if (!end_) return;
  const Clock::time_point now = Clock::now();
  const bool one_of_many = std::exchange(last_, now) + 2 * rest > now;
  if (one_of_many && make_room()) {
    let_gather(owner);
  } else {
    listen(owner);
  }
}

/// Refused where a user has too much of it already: we hear each word then.
bool ChildPipe::make_room() {
  has_room_ = has_room_ || ::fcntl(end_.get(), F_SETPIPE_SZ, room) >= room;
  return has_room_;
}

void ChildPipe::let_gather(const std::shared_ptr<void>& owner) {
  unwatch();
  rest_.expires_after(rest);
  rest_.async_wait([this, owner](boost::system::error_code error) {
    if (error || !end_) return;
    watched_.assign(end_.get(), error);
    if (!error) listen(owner);
  });
}

void ChildPipe::read() {
  // As the last ones, after the child's exit, have to take all of it.
  constexpr ssize_t more_than_it_holds = 2 * room;
  ssize_t taken = 0;
  ssize_t got = 0;
  do {
    got = ::read(end_.get(), buffer_.data(), buffer_.size());
    if (got > 0) hear_(std::string_view(buffer_.data(), static_cast<std::size_t>(got)));
    taken += got;
  } while (end_ && got == static_cast<ssize_t>(buffer_.size()) && taken < more_than_it_holds);
}

void ChildPipe::unwatch() {
  if (watched_.is_open()) watched_.release();
}

void ChildPipe::close() {
  unwatch();
  rest_.cancel();
  end_.reset();
}

}  // namespace spool::core
