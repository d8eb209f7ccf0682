// What a child prints on one of its outputs, as it comes. ffmpeg writes its words one by one (a line of
// showinfo is eleven writes, each packet that ffprobe lists six), and to be woken by each of them costs the
// child and us more than the words themselves: where one chunk follows another, we let them gather.
#pragma once

#include "core/unique_fd.h"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

namespace spool::core {

/// The read end of a pipe. One thread only. What it does later keeps its owner alive, until it is closed.
class ChildPipe {
 public:
  using Hear = std::function<void(std::string_view chunk)>;

  /// So long words gather. Nobody who watches a bar sees it.
  static constexpr std::chrono::milliseconds rest{50};
  /// And so much of them (bytes; the most that one who is not root may ask for): only a child that writes
  /// more than 20 MB a second has to wait for us.
  static constexpr int room = 1 << 20;

  /// `buffer`: what is read is handed on before the next read, so that many can share it.
  ChildPipe(const boost::asio::any_io_executor& executor, std::vector<char>& buffer, Hear hear)
      : watched_(executor), rest_(executor), buffer_(buffer), hear_(std::move(hear)) {}

  ChildPipe(const ChildPipe&) = delete;
  ChildPipe& operator=(const ChildPipe&) = delete;
  ~ChildPipe() { close(); }

  /// The write end. Empty: errno says why.
  UniqueFd open();
  /// Hands on what comes.
  void listen(const std::shared_ptr<void>& owner);
  /// Hands on what is there by now.
  void read();
  void close();

 private:
  using Clock = std::chrono::steady_clock;

  void heard(const std::shared_ptr<void>& owner);
  void let_gather(const std::shared_ptr<void>& owner);
  bool make_room();
  void unwatch();

  UniqueFd end_;
  /// The same, while we want to be woken: what is registered with Asio wakes us by each write, whether we
  /// wait or not.
  boost::asio::posix::stream_descriptor watched_;
  boost::asio::steady_timer rest_;
  std::vector<char>& buffer_;
  Hear hear_;
  Clock::time_point last_;
  bool has_room_ = false;
};

}  // namespace spool::core
