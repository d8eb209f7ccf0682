#include "core/copy_file.h"

#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <memory>

namespace spool::core {
namespace {

constexpr std::size_t chunk = std::size_t{8} * 1024 * 1024;  ///< how much is copied before a stop is seen

/// By read and write, where the kernel cannot copy between the two. errno or 0.
int copy_by_hand(int from, int to, const std::stop_token& stop) {
  constexpr std::size_t size = std::size_t{1024} * 1024;
  const auto buffer = std::make_unique<char[]>(size);
  while (!stop.stop_requested()) {
    const ssize_t got = ::read(from, buffer.get(), size);
    if (got == 0) return 0;
    if (got < 0 && errno != EINTR) return errno;
    for (ssize_t written = 0; written < got;) {
      const ssize_t more = ::write(to, buffer.get() + written, static_cast<std::size_t>(got - written));
      if (more < 0 && errno != EINTR) return errno;
      if (more > 0) written += more;
    }
  }
  return ECANCELED;
}

}  // namespace

int copy_content(int from, int to, const std::stop_token& stop) {
  if (::ioctl(to, FICLONE, from) == 0) return 0;
  bool any = false;
  while (!stop.stop_requested()) {
    const ssize_t copied = ::copy_file_range(from, nullptr, to, nullptr, chunk, 0);
    if (copied > 0) {
      any = true;
    } else if (copied == 0 && any) {
      return 0;
    } else if (copied == 0 || errno == EXDEV || errno == EINVAL || errno == ENOSYS || errno == EOPNOTSUPP) {
      return copy_by_hand(from, to, stop);  // goes on where both files stand
    } else if (errno != EINTR) {
      return errno;
    }
  }
  return ECANCELED;
}

}  // namespace spool::core
