// How a controller is spoken to from another terminal: a Unix socket STATE/runs/RUN/control, one JSON object
// a line, asked and answered. Paths longer than a socket's address are bound through /proc/self/fd (GROUND,
// "Traps"). Only its owner may connect (mode 0600, SO_PEERCRED).
#pragma once

#include "core/error.h"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace spool::core {

/// The controller's side. Connections are few, lines are bounded (64 KB), a client that does not read is
/// dropped, not waited for. One thread only: the event loop.
class ControlServer {
 public:
  /// Answers one request with one line (without its newline). Several may be under way at once.
  using Answer = std::function<boost::asio::awaitable<std::string>(std::string request)>;

  /// `folder`: STATE/runs/RUN. A socket that a dead holder left is replaced: take the run's lock first.
  /// Error `state.unusable`.
  static Result<std::unique_ptr<ControlServer>> listen(boost::asio::any_io_executor executor,
                                                       const std::string& folder, Answer answer);
  ControlServer() = default;
  ControlServer(const ControlServer&) = delete;
  ControlServer& operator=(const ControlServer&) = delete;
  virtual ~ControlServer() = default;  ///< closes

  /// Sends a line to every client whose request `{"do":"follow"}` was answered: the run's events as `--json`
  /// prints them.
  virtual void publish(std::string_view line) = 0;
  [[nodiscard]] virtual bool has_followers() const = 0;
  /// Followers see the end of the stream, after what they were sent so far; requests that wait for their
  /// answer still get it; nobody new is let in. The socket is gone from the folder.
  virtual void close() = 0;
};

/// The other side: sends one request and gives the answer. Error `run.no_answer` (nobody listens, or the
/// controller ended meanwhile).
boost::asio::awaitable<Result<std::string>> ask_controller(boost::asio::any_io_executor executor,
                                                           std::string folder, std::string request);
/// Asks to follow; `on_line` gets the answer first, then every line until the controller closes. Error
/// `run.no_answer`: it ended before the answer.
boost::asio::awaitable<Result<void>> follow_controller(boost::asio::any_io_executor executor,
                                                       std::string folder,
                                                       std::function<void(std::string_view)> on_line);

}  // namespace spool::core
