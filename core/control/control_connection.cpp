#include "core/control/control_connection.h"

#include "core/control/control_address.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <exception>

namespace spool::core {
namespace {

namespace asio = boost::asio;

bool asks_to_follow(const std::string& request) {
  boost::system::error_code error;
  const boost::json::value value = boost::json::parse(request, error);
  if (error || !value.is_object()) return false;
  const boost::json::value* what = value.get_object().if_contains("do");
  return what != nullptr && what->is_string() && what->get_string() == "follow";
}

const char* const our_fault =
    R"({"ok":false,"code":"internal.fault","message":"the controller could not answer","hint":""})";

}  // namespace

asio::awaitable<void> ControlConnection::serve(std::shared_ptr<const Answer> answer) {
  const auto kept = shared_from_this();
  while (!finished_) {
    auto request = co_await next_request();
    if (!request) break;
    const bool follow = asks_to_follow(*request);
    answering_ = true;
    std::string line = co_await answer_to(*answer, std::move(*request));
    answering_ = false;
    send(std::move(line));
    follows_ = follows_ || follow;
  }
  finish();
}

asio::awaitable<std::optional<std::string>> ControlConnection::next_request() {
  boost::system::error_code error;
  auto quietly = asio::redirect_error(asio::use_awaitable, error);
  const auto buffer = asio::dynamic_buffer(read_, most_line_bytes);
  const std::size_t length = co_await asio::async_read_until(socket_, buffer, '\n', quietly);
  if (error) co_return std::nullopt;
  std::string line = read_.substr(0, length - 1);
  read_.erase(0, length);
  co_return line;
}

asio::awaitable<std::string> ControlConnection::answer_to(const Answer& answer, std::string request) {
  try {
    std::string line = co_await answer(std::move(request));
    co_return line;
  } catch (const std::exception&) {
    co_return our_fault;
  }
}

void ControlConnection::send(std::string line) {
  if (!socket_.is_open()) return;
  line += '\n';
  unsent_bytes_ += line.size();
  unsent_.push_back(std::move(line));
  write_on();
  if (unsent_bytes_ > most_unsent) drop();
}

void ControlConnection::finish() {
  finished_ = true;
  if (answering_) return;  // `serve` comes back here
  waits_for_room_ = false;
  write_on();
  drop();
}

void ControlConnection::write_on() {
  while (socket_.is_open() && !waits_for_room_ && !unsent_.empty()) {
    const std::string& first = unsent_.front();
    boost::system::error_code error;
    const std::size_t sent =
        socket_.write_some(asio::buffer(first.data() + sent_of_first_, first.size() - sent_of_first_), error);
    if (error == asio::error::would_block || error == asio::error::try_again) {
      waits_for_room_ = true;
      socket_.async_wait(Socket::wait_write, [kept = shared_from_this()](boost::system::error_code) {
        kept->waits_for_room_ = false;
        kept->write_on();
      });
      return;
    }
    if (error) return drop();
    sent_of_first_ += sent;
    unsent_bytes_ -= sent;
    if (sent_of_first_ < first.size()) continue;
    unsent_.pop_front();
    sent_of_first_ = 0;
  }
}

void ControlConnection::drop() {
  boost::system::error_code ignored;
  socket_.close(ignored);
  unsent_.clear();
}

}  // namespace spool::core
