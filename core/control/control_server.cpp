// The side of the controller.
#include "core/control/control_address.h"
#include "core/control/control_connection.h"
#include "core/control/control_socket.h"
#include "core/unique_fd.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <exception>
#include <utility>
#include <vector>

namespace spool::core {
namespace {

namespace asio = boost::asio;
using Protocol = asio::local::stream_protocol;

/// Terminals of one person. More are turned away, so that descriptors are left for the work.
constexpr std::size_t most_clients = 64;

Error cannot_listen(const std::string& folder, const std::string& reason) {
  return {"state.unusable",
          "'" + folder + "' cannot be listened in: " + reason,
          "give a state folder on a local disk with --state DIR",
          {}};
}

/// The socket's mode keeps others out already; where a file system does not heed it, this does.
bool is_ours(int fd) {
  struct ucred peer = {};
  socklen_t size = sizeof(peer);
  if (::getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return false;
  return peer.uid == ::geteuid() || peer.uid == 0;
}

/// Outlives the server as long as a connection or its answer is under way.
class Hub : public std::enable_shared_from_this<Hub> {
 public:
  Hub(asio::any_io_executor executor, ControlAddress address, ControlServer::Answer answer)
      : executor_(std::move(executor)),
        address_(std::move(address)),
        acceptor_(executor_),
        answer_(std::make_shared<const ControlServer::Answer>(std::move(answer))),
        spare_(spare_descriptor()) {}

  boost::system::error_code open() {
    boost::system::error_code error;
    // A dead holder's: nobody else may be here, as whoever listens holds the run's lock.
    if (::unlinkat(address_.folder(), control_name, 0) != 0 && errno != ENOENT)
      return {errno, boost::system::system_category()};
    UniqueFd listening(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (!listening) return {errno, boost::system::system_category()};
    acceptor_.assign(Protocol(), listening.get(), error);
    if (error) return error;
    static_cast<void>(listening.release());
    acceptor_.bind(address_.endpoint(), error);
    if (error) return error;
    bound_ = true;
    if (::fchmodat(address_.folder(), control_name, 0600, 0) != 0)
      return {errno, boost::system::system_category()};
    acceptor_.non_blocking(true, error);
    if (!error) acceptor_.listen(Protocol::acceptor::max_listen_connections, error);
    return error;
  }

  /// Whoever starts it keeps the hub until it has ended.
  asio::awaitable<void> accept_all() {
    while (acceptor_.is_open()) {
      Protocol::socket socket(executor_);
      boost::system::error_code error;
      auto quietly = asio::redirect_error(asio::use_awaitable, error);
      co_await acceptor_.async_accept(socket, quietly);
      if (error == asio::error::no_descriptors) turn_away();
      if (!error) let_in(std::move(socket));
    }
  }

  void publish(std::string_view line) {
    const auto all = connections_;  // one that is dropped takes itself out
    for (const auto& connection : all) {
      if (connection->follows()) connection->send(std::string(line));
    }
  }

  bool has_followers() const {
    return std::ranges::any_of(connections_, [](const auto& each) { return each->follows(); });
  }

  void close() {
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    if (std::exchange(bound_, false)) ::unlinkat(address_.folder(), control_name, 0);
    const auto all = connections_;
    for (const auto& connection : all) connection->finish();
  }

 private:
  static UniqueFd spare_descriptor() { return UniqueFd(::open("/dev/null", O_RDONLY | O_CLOEXEC)); }

  /// Without a descriptor nobody can be let in, and who knocks would knock again and again: the spare one is
  /// given up to take the call and end it.
  void turn_away() {
    spare_.reset();
    UniqueFd caller(::accept4(acceptor_.native_handle(), nullptr, nullptr, SOCK_CLOEXEC));
    caller.reset();
    spare_ = spare_descriptor();
  }

  void let_in(Protocol::socket socket) {
    ::fcntl(socket.native_handle(), F_SETFD, FD_CLOEXEC);
    boost::system::error_code error;
    socket.non_blocking(true, error);
    if (error || connections_.size() >= most_clients || !is_ours(socket.native_handle())) return;
    auto connection = std::make_shared<ControlConnection>(std::move(socket));
    connections_.push_back(connection);
    asio::co_spawn(executor_, connection->serve(answer_),
                   [hub = shared_from_this(), connection](const std::exception_ptr& /*none*/) {
                     std::erase(hub->connections_, connection);
                   });
  }

  asio::any_io_executor executor_;
  ControlAddress address_;
  Protocol::acceptor acceptor_;
  std::shared_ptr<const ControlServer::Answer> answer_;
  UniqueFd spare_;
  std::vector<std::shared_ptr<ControlConnection>> connections_;
  bool bound_ = false;
};

class Server final : public ControlServer {
 public:
  explicit Server(std::shared_ptr<Hub> hub) : hub_(std::move(hub)) {}
  ~Server() override { hub_->close(); }
  void publish(std::string_view line) override { hub_->publish(line); }
  [[nodiscard]] bool has_followers() const override { return hub_->has_followers(); }
  void close() override { hub_->close(); }

 private:
  std::shared_ptr<Hub> hub_;
};

}  // namespace

Result<std::unique_ptr<ControlServer>> ControlServer::listen(asio::any_io_executor executor,
                                                             const std::string& folder, Answer answer) {
  auto address = ControlAddress::in(folder);
  if (!address) return address.error();
  auto hub = std::make_shared<Hub>(executor, std::move(*address), std::move(answer));
  auto server = std::make_unique<Server>(hub);
  if (const auto error = hub->open(); error) return cannot_listen(folder, error.message());
  // It begins when the loop gets there: the server may be gone by then.
  asio::co_spawn(executor, hub->accept_all(), [hub](const std::exception_ptr& /*none*/) {});
  return std::unique_ptr<ControlServer>(std::move(server));
}

}  // namespace spool::core
