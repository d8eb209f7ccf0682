#include "pipelines/media/file_look.h"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>

namespace spool::pipelines {

namespace asio = boost::asio;
using core::Error;
using core::Result;

namespace {

constexpr std::size_t first_bytes_wanted = 4096;

class Descriptor {
 public:
  explicit Descriptor(int descriptor) : descriptor_(descriptor) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  [[nodiscard]] int get() const { return descriptor_; }

 private:
  int descriptor_;
};

Error missing(const std::string& path) {
  struct stat link {};
  const bool dangling = ::lstat(path.c_str(), &link) == 0 && S_ISLNK(link.st_mode);
  if (dangling) {
    return {"input.missing",
            file_name(path) + " is a link to a file that does not exist",
            "look where it leads: " + path,
            {}};
  }
  return {"input.missing", file_name(path) + " does not exist", "looked for " + path, {}};
}

Error cannot_read(const std::string& path, int error) {
  switch (error) {
    case ENOENT:
    case ENOTDIR:
      return missing(path);
    case EACCES:
    case EPERM:
      return {"input.unreadable",
              file_name(path) + " may not be read by you",
              "change its permissions, or those of its folders",
              {}};
    case ELOOP:
      return {"input.unreadable",
              file_name(path) + " is a link that leads back to itself",
              "give the file it is meant to lead to",
              {}};
    case ENAMETOOLONG:
      return {"input.missing", "no file can have so long a name", "looked for " + path, {}};
    default:
      return {"input.unreadable",
              file_name(path) + " cannot be read: " + std::generic_category().message(error),
              "the disk or its connection may be failing",
              {}};
  }
}

/// Why a file of this kind is none that could be video; nothing for a regular one.
std::optional<Error> wrong_kind(const std::string& path, const struct stat& status) {
  const auto is = [&path](const char* what, const char* hint) {
    return Error{"input.not_a_file", file_name(path) + " is " + what + ", not a file", hint, {}};
  };
  if (S_ISREG(status.st_mode)) return std::nullopt;
  if (S_ISDIR(status.st_mode))
    return is("a folder", "name a file in it, or use `spool batch` for all of them");
  if (S_ISFIFO(status.st_mode)) return is("a pipe", "write what comes from it to a file first");
  if (S_ISSOCK(status.st_mode)) return is("a socket", "name a video file");
  return is("a device", "name a video file");
}

Result<std::string> read_start(const std::string& path, int descriptor) {
  std::string bytes(first_bytes_wanted, '\0');
  std::size_t got = 0;
  while (got < bytes.size()) {
    const ssize_t count =
        ::pread(descriptor, bytes.data() + got, bytes.size() - got, static_cast<off_t>(got));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return cannot_read(path, errno);
    if (count == 0) break;
    got += static_cast<std::size_t>(count);
  }
  bytes.resize(got);
  return Result<std::string>(boost::system::in_place_value, std::move(bytes));
}

/// Between the thread that looks and the coroutine that waits; whoever gives up first tells the other.
struct Handover {
  std::mutex mutex;
  std::optional<Result<FileLook>> found;
  std::shared_ptr<asio::steady_timer> wakes;  ///< none: nobody waits any more, and its loop may be gone
};

/// Ends the wait when the coroutine goes, however it goes.
struct Abandon {
  std::shared_ptr<Handover> handover;
  explicit Abandon(std::shared_ptr<Handover> given) : handover(std::move(given)) {}
  Abandon(const Abandon&) = delete;
  Abandon& operator=(const Abandon&) = delete;
  ~Abandon() {
    const std::lock_guard lock(handover->mutex);
    handover->wakes.reset();
  }
};

void look_and_tell(const std::string& path, Handover& handover) {
  Result<FileLook> found = look_at_file(path);
  const std::lock_guard lock(handover.mutex);
  if (!handover.wakes) return;
  handover.found = std::move(found);
  asio::post(handover.wakes->get_executor(), [timer = handover.wakes] { timer->cancel(); });
}

}  // namespace

std::string file_name(const std::string& path) {
  const std::size_t slash = path.find_last_of('/');
  return slash == std::string::npos || slash + 1 == path.size() ? path : path.substr(slash + 1);
}

Result<FileLook> look_at_file(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return cannot_read(path, errno);
  if (auto wrong = wrong_kind(path, status)) return *wrong;
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
  if (file.get() < 0) return cannot_read(path, errno);
  // What was a file a moment ago may be something else by now: the descriptor says what has been opened.
  if (::fstat(file.get(), &status) != 0) return cannot_read(path, errno);
  if (auto wrong = wrong_kind(path, status)) return *wrong;
  if (status.st_size == 0) {
    return Error{
        "input.empty", file_name(path) + " is empty", "the recording or copy never began: copy it again", {}};
  }
  Result<std::string> start = read_start(path, file.get());
  if (!start) return start.error();
  FileLook look;
  look.identity = core::identity_of(status);
  look.first_bytes = std::move(*start);
  return look;
}

asio::awaitable<Result<FileLook>> look_at_file_aside(std::string path, core::Milliseconds limit) {
  const auto executor = co_await asio::this_coro::executor;
  const auto timer = std::make_shared<asio::steady_timer>(executor, limit);
  auto handover = std::make_shared<Handover>();
  handover->wakes = timer;
  const Abandon abandon(handover);
  std::thread([path, handover] { look_and_tell(path, *handover); }).detach();
  boost::system::error_code ended;
  auto token = asio::redirect_error(asio::use_awaitable, ended);
  co_await timer->async_wait(token);
  const std::lock_guard lock(handover->mutex);
  if (handover->found) co_return *handover->found;
  co_return Error{"input.slow",
                  file_name(path) + " does not answer: its disk or network mount hangs",
                  "look whether the mount is still there, or copy the file to a local disk",
                  {}};
}

}  // namespace spool::pipelines
