// The side of whoever asks.
#include "core/control/control_address.h"
#include "core/control/control_socket.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <filesystem>
#include <optional>

namespace spool::core {
namespace {

namespace asio = boost::asio;
using Socket = asio::local::stream_protocol::socket;

/// The last event of a batch names all of its films.
constexpr std::size_t most_event_bytes = std::size_t{64} << 20U;

Error no_answer(const std::string& folder) {
  const std::string run = std::filesystem::path(folder).filename().string();
  return {"run.no_answer",
          "the controller of run " + run + " does not answer",
          "it may be starting or ending just now: try again",
          {}};
}

/// Never waits: where nobody accepts, and many are waiting for that, nobody will answer either.
bool connect(Socket& socket, const std::string& folder) {
  const auto address = ControlAddress::in(folder);
  if (!address) return false;
  boost::system::error_code error;
  socket.open({}, error);
  if (!error) socket.non_blocking(true, error);
  if (!error) socket.connect(address->endpoint(), error);
  return !error;
}

/// One connection, one request.
class Call {
 public:
  explicit Call(const asio::any_io_executor& executor) : socket_(executor) {}

  /// The answer; none: there is nobody, or nobody any more.
  asio::awaitable<std::optional<std::string>> ask(std::string folder, std::string request) {
    if (!connect(socket_, folder)) co_return std::nullopt;
    request += '\n';
    boost::system::error_code error;
    const auto bytes = asio::buffer(request);
    auto quietly = asio::redirect_error(asio::use_awaitable, error);
    co_await asio::async_write(socket_, bytes, quietly);
    if (error) co_return std::nullopt;
    co_return co_await next_line();
  }

  asio::awaitable<std::optional<std::string>> next_line() {
    boost::system::error_code error;
    auto quietly = asio::redirect_error(asio::use_awaitable, error);
    const auto buffer = asio::dynamic_buffer(read_, most_event_bytes);
    const std::size_t length = co_await asio::async_read_until(socket_, buffer, '\n', quietly);
    if (error) co_return std::nullopt;
    std::string line = read_.substr(0, length - 1);
    read_.erase(0, length);
    co_return line;
  }

 private:
  Socket socket_;
  std::string read_;
};

}  // namespace

asio::awaitable<Result<std::string>> ask_controller(asio::any_io_executor executor, std::string folder,
                                                    std::string request) {
  Call call(executor);
  auto answer = co_await call.ask(folder, std::move(request));
  if (!answer) co_return no_answer(folder);
  co_return Result<std::string>(boost::system::in_place_value, std::move(*answer));
}

asio::awaitable<Result<void>> follow_controller(asio::any_io_executor executor, std::string folder,
                                                std::function<void(std::string_view)> on_line) {
  Call call(executor);
  std::string request = R"({"do":"follow"})";
  auto line = co_await call.ask(folder, std::move(request));
  if (!line) co_return no_answer(folder);
  while (line) {
    on_line(*line);
    line = co_await call.next_line();
  }
  co_return boost::system::in_place_value;
}

}  // namespace spool::core
