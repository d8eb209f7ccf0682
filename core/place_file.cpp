#include "core/place_file.h"

#include "core/copy_file.h"
#include "core/unique_fd.h"

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>

namespace spool::core {
namespace {

Error placing_error(const std::string& to, int error) {
  const std::string why = std::strerror(error);
  switch (error) {
    case EEXIST:
      return {"output.exists", to + " exists", "give -y to replace it", {}};
    case ECANCELED:
      return {"work.cancelled", "putting " + to + " in place was cancelled", "", {}};
    case ENOSPC:
    case EDQUOT:
      return {"disk.full", "no room on the disk for " + to, "make room there, or choose another folder", {}};
    case EACCES:
    case EPERM:
    case EROFS:
    case ENOENT:
    case ENOTDIR:
    case EISDIR:
      return {"output.unwritable", "cannot write " + to + ": " + why, "choose another place for it", {}};
    default:
      return {"disk.failed", "cannot write " + to + ": " + why, "look at the disk", {}};
  }
}

/// "" for a name without a folder would be no folder at all.
std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

/// The file under its temporary name: removed unless it was renamed.
class Temporary {
 public:
  explicit Temporary(std::string name)
      : name_(std::move(name)),
        fd_(::open(name_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666)),
        there_(fd_) {}
  Temporary(const Temporary&) = delete;
  Temporary& operator=(const Temporary&) = delete;
  ~Temporary() {
    if (there_) ::unlink(name_.c_str());
  }

  [[nodiscard]] int fd() const { return fd_.get(); }

  /// errno or 0.
  int rename_to(const std::string& to, IfExists if_exists) {
    const unsigned int flags = if_exists == IfExists::refuse ? RENAME_NOREPLACE : 0;
    if (::renameat2(AT_FDCWD, name_.c_str(), AT_FDCWD, to.c_str(), flags) == 0) {
      there_ = false;
      return 0;
    }
    if (errno != EINVAL || flags == 0) return errno;
    // A file system that does not know NOREPLACE: a second name, which replaces nothing either, then without
    // the first.
    return ::link(name_.c_str(), to.c_str()) == 0 ? 0 : errno;
  }

 private:
  std::string name_;
  UniqueFd fd_;
  bool there_;
};

/// So that the new name is still there after a power cut. errno or 0.
int sync_folder(const std::string& folder) {
  const UniqueFd fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd) return errno;
  if (::fsync(fd.get()) == 0 || errno == EINVAL || errno == EROFS) return 0;
  return errno;
}

/// errno or 0.
int place(int from, const std::string& to, IfExists if_exists, const std::string& name,
          const std::stop_token& stop) {
  Temporary temporary(name.empty() ? temporary_for(to) : name);
  if (temporary.fd() < 0) return errno;
  if (const int error = copy_content(from, temporary.fd(), stop); error != 0) return error;
  if (::fsync(temporary.fd()) != 0) return errno;
  if (stop.stop_requested()) return ECANCELED;
  if (const int error = temporary.rename_to(to, if_exists); error != 0) return error;
  return sync_folder(folder_of(to));
}

/// Copies on the helper thread; the cancellation slot asks it to stop.
template <class Handler>
void start_placing(Blocking& blocking, std::string from, std::string to, IfExists if_exists,
                   std::string temporary, Handler handler) {
  const auto stop = std::make_shared<std::stop_source>();
  auto slot = boost::asio::get_associated_cancellation_slot(handler);
  if (slot.is_connected()) {
    slot.assign([stop](boost::asio::cancellation_type) { stop->request_stop(); });
  }
  auto work = [source = std::move(from), target = std::move(to), if_exists, name = std::move(temporary),
               token = stop->get_token()] { return place_file(source, target, if_exists, name, token); };
  blocking.run(std::move(work), std::move(handler));
}

}  // namespace

std::string temporary_for(const std::string& to) {
  std::array<unsigned char, 8> random = {};
  [[maybe_unused]] const ssize_t got = ::getrandom(random.data(), random.size(), 0);
  std::string name = folder_of(to) + "/.spool-";
  for (const unsigned char byte : random) {
    constexpr std::string_view digits = "0123456789abcdef";
    name += digits[byte >> 4U];
    name += digits[byte & 15U];
  }
  return name + ".part";
}

Result<void> place_file(const std::string& from, const std::string& to, IfExists if_exists,
                        const std::string& temporary, const std::stop_token& stop) {
  const UniqueFd source(::open(from.c_str(), O_RDONLY | O_CLOEXEC));
  if (!source) {
    return Error{"disk.failed", "cannot read the finished " + from + ": " + std::strerror(errno), "", {}};
  }
  const int error = place(source.get(), to, if_exists, temporary, stop);
  if (error != 0) return placing_error(to, error);
  return {};
}

boost::asio::awaitable<Result<void>> place_file(Blocking& blocking, std::string from, std::string to,
                                                IfExists if_exists, std::string temporary) {
  return boost::asio::async_initiate<const boost::asio::use_awaitable_t<>, void(Result<void>)>(
      [&blocking, if_exists](auto handler, std::string source, std::string target, std::string name) {
        start_placing(blocking, std::move(source), std::move(target), if_exists, std::move(name),
                      std::move(handler));
      },
      boost::asio::use_awaitable, std::move(from), std::move(to), std::move(temporary));
}

}  // namespace spool::core
