#include "core/control/holder_end.h"

#include "core/unique_fd.h"

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <sys/syscall.h>
#include <unistd.h>

#include <cstddef>
#include <fstream>
#include <memory>
#include <string>

namespace spool::core {
namespace {

namespace asio = boost::asio;

UniqueFd open_process(std::int64_t pid) {
  if (pid <= 0) return {};
  return UniqueFd(static_cast<int>(::syscall(SYS_pidfd_open, static_cast<pid_t>(pid), 0)));
}

}  // namespace

bool is_stopped(const Holder& holder) {
  if (holder.pid <= 0) return false;
  std::ifstream file("/proc/" + std::to_string(holder.pid) + "/stat");
  std::string text;
  std::getline(file, text);
  const std::size_t name_end = text.rfind(')');  // the name may hold anything
  constexpr std::size_t to_state = 2;
  return name_end != std::string::npos && name_end + to_state < text.size() &&
         text[name_end + to_state] == 'T';
}

asio::awaitable<void> until_ended(asio::any_io_executor executor, Holder holder,
                                  std::chrono::milliseconds limit) {
  // Shared with what waits for the process: that may still be told of its cancellation when we are gone.
  const auto timer = std::make_shared<asio::steady_timer>(executor, limit);
  const auto process = std::make_shared<asio::posix::stream_descriptor>(executor);
  if (UniqueFd fd = open_process(holder.pid)) {
    boost::system::error_code error;
    process->assign(fd.get(), error);
    if (!error) static_cast<void>(fd.release());
  }
  if (process->is_open()) {
    process->async_wait(asio::posix::stream_descriptor::wait_read,
                        [timer, process](boost::system::error_code) { timer->cancel(); });
  }
  boost::system::error_code error;
  auto quietly = asio::redirect_error(asio::use_awaitable, error);
  co_await timer->async_wait(quietly);
  boost::system::error_code ignored;
  process->close(ignored);
}

}  // namespace spool::core
