#include "pipelines/running/tag_file.h"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/unique_fd.h"

namespace spool::pipelines {
namespace {

constexpr std::size_t largest = 64U << 20U;  // bytes; a season's tags are a thousandth of it

}  // namespace

core::Result<std::string> tag_file_bytes(const std::string& path) {
  // A fifo or device must not be waited for: opened without blocking, and refused by what it is.
  const core::UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file) {
    if (errno == ENOENT || errno == ENOTDIR) {
      return core::Error{"input.missing", "the tag file is not there: " + path, "check its name and folder", {}};
    }
    return core::Error{"input.unreadable", "the tag file cannot be opened: " + path + ": " + std::strerror(errno), "", {}};
  }
  struct stat found {};
  if (::fstat(file.get(), &found) != 0 || !S_ISREG(found.st_mode)) {
    return core::Error{"input.not_a_file", "the tag file is no plain file: " + path, "name a CSV, TSV or JSON file", {}};
  }
  if (static_cast<std::size_t>(found.st_size) > largest) {
    return core::Error{"input.too_large", "the tag file is larger than 64 MB: " + path, "is this the video?", {}};
  }
  std::string bytes(static_cast<std::size_t>(found.st_size), '\0');
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    const ssize_t count = ::read(file.get(), bytes.data() + filled, bytes.size() - filled);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    filled += static_cast<std::size_t>(count);
  }
  bytes.resize(filled);
  return core::Result<std::string>(boost::system::in_place_value, std::move(bytes));
}

core::Result<ImportedTags> read_tag_file(const std::string& path) {
  const auto bytes = tag_file_bytes(path);
  if (!bytes) return bytes.error();
  return import_readable(*bytes, path);
}

}  // namespace spool::pipelines
