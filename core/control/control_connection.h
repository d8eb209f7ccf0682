// One client of a controller. It is written to without ever waiting for it: what its socket does not take at
// once stands in a queue, and one whose queue grows too long is dropped.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/local/stream_protocol.hpp>

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace spool::core {

class ControlConnection : public std::enable_shared_from_this<ControlConnection> {
 public:
  using Socket = boost::asio::local::stream_protocol::socket;
  using Answer = std::function<boost::asio::awaitable<std::string>(std::string request)>;

  /// Bytes that may wait for a client that reads slowly.
  static constexpr std::size_t most_unsent = std::size_t{1} << 20U;

  explicit ControlConnection(Socket socket) : socket_(std::move(socket)) {}

  /// Reads requests and sends their answers, until the client goes away, sends what is no line, or `finish`.
  boost::asio::awaitable<void> serve(std::shared_ptr<const Answer> answer);
  /// Its request to follow was answered, and it is there still.
  [[nodiscard]] bool follows() const { return follows_ && socket_.is_open(); }
  void send(std::string line);
  /// Ends it; what its socket still takes at once it gets. An answer that is under way comes before the end.
  void finish();

 private:
  boost::asio::awaitable<std::optional<std::string>> next_request();
  boost::asio::awaitable<std::string> answer_to(const Answer& answer, std::string request);
  void write_on();
  void drop();

  Socket socket_;
  std::string read_;
  std::deque<std::string> unsent_;
  std::size_t unsent_bytes_ = 0;
  std::size_t sent_of_first_ = 0;
  bool waits_for_room_ = false;
  bool follows_ = false;
  bool answering_ = false;
  bool finished_ = false;  ///< nothing more is read
};

}  // namespace spool::core
