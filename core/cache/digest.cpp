#include "core/cache/digest.h"

#include "core/cache/hasher.h"
#include "core/unique_fd.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace spool::core {
namespace {

constexpr std::size_t piece_read = std::size_t{1024} * 1024;
constexpr std::uint64_t zeros_at_once =
    std::uint64_t{64} * 1024 * 1024;  ///< some milliseconds: then a stop is seen
constexpr std::uint64_t sample_pieces = 8;
constexpr std::uint64_t sample_piece = std::uint64_t{64} * 1024;

Error unreadable(const std::string& path, int error) {
  return {"input.unreadable",
          path + " cannot be read: " + std::generic_category().message(error),
          "look at its permissions and its disk",
          {}};
}

Error changed(const std::string& path) {
  return {"input.changed",
          path + " changed while it was read",
          "run it again when nothing writes to it any more",
          {}};
}

Error cancelled(const std::string& path) {
  return {"work.cancelled", "reading " + path + " was cancelled", "", {}};
}

/// File systems whose holes are known to be told right, whatever is still on its way to the disk.
bool tells_holes(int file) {
  constexpr std::array<std::uint64_t, 4> known = {0xef53 /* ext4 */, 0x58465342 /* xfs */,
                                                  0x9123683e /* btrfs */, 0x01021994 /* tmpfs */};
  struct statfs system = {};
  if (::fstatfs(file, &system) != 0) return false;
  // 32 bits in the kernel's header, but of a type that is wider and signed on some machines.
  const auto type = static_cast<std::uint64_t>(system.f_type) & 0xffffffffU;
  return std::find(known.begin(), known.end(), type) != known.end();
}

bool is_sparse(const struct stat& status) {
  constexpr std::int64_t block = 512;
  return static_cast<std::int64_t>(status.st_blocks) < static_cast<std::int64_t>(status.st_size) / block;
}

/// Reads what lies in [from, to) of a file into a hasher; ends early at the file's end.
class Reader {
 public:
  Reader(int file, const std::string& path, const std::stop_token& stop)
      : file_(file), path_(path), stop_(stop) {}

  Result<void> read(std::uint64_t from, std::uint64_t to) {
    while (from < to) {
      if (stop_.stop_requested()) return cancelled(path_);
      const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(to - from, buffer_.size()));
      const ssize_t got = ::pread(file_, buffer_.data(), wanted, static_cast<off_t>(from));
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return unreadable(path_, errno);
      if (got == 0) return changed(path_);  // it became shorter
      hasher_.feed(buffer_.data(), static_cast<std::size_t>(got));
      from += static_cast<std::uint64_t>(got);
    }
    return {};
  }

  Result<void> skip_hole(std::uint64_t from, std::uint64_t to) {
    while (from < to) {
      if (stop_.stop_requested()) return cancelled(path_);
      const std::uint64_t now = std::min(to - from, zeros_at_once);
      hasher_.feed_zeros(now);
      from += now;
    }
    return {};
  }

  Result<void> read_data_only(std::uint64_t size) {
    std::uint64_t at = 0;
    while (at < size) {
      const off_t data = ::lseek(file_, static_cast<off_t>(at), SEEK_DATA);
      if (data < 0 && errno != ENXIO) return read(at, size);
      const std::uint64_t begins = data < 0 ? size : std::min(size, static_cast<std::uint64_t>(data));
      if (auto skipped = skip_hole(at, begins); !skipped) return skipped;
      if (begins == size) break;
      const off_t hole = ::lseek(file_, data, SEEK_HOLE);
      const std::uint64_t ends = hole < 0 ? size : std::min(size, static_cast<std::uint64_t>(hole));
      if (auto done = read(begins, ends); !done) return done;
      at = ends;
    }
    return {};
  }

  Hasher& hasher() { return hasher_; }

 private:
  int file_;
  const std::string& path_;
  const std::stop_token& stop_;
  std::string buffer_ = std::string(piece_read, '\0');
  Hasher hasher_;
};

/// The file that the identity was taken of. O_NONBLOCK: by now a fifo may stand there.
Result<UniqueFd> open_same(const std::string& path, const FileIdentity& identity) {
  UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!file) return errno == ENOENT || errno == ENOTDIR ? changed(path) : unreadable(path, errno);
  struct stat status = {};
  if (::fstat(file.get(), &status) != 0) return unreadable(path, errno);
  if (!(identity_of(status) == identity)) return changed(path);
  return Result<UniqueFd>(boost::system::in_place_value, std::move(file));
}

/// Neither what was read has changed, nor does its name lead elsewhere.
Result<void> still_same(int file, const std::string& path, const FileIdentity& identity) {
  struct stat read = {};
  struct stat named = {};
  if (::fstat(file, &read) != 0 || ::stat(path.c_str(), &named) != 0) return changed(path);
  if (!(identity_of(read) == identity) || !(identity_of(named) == identity)) return changed(path);
  return {};
}

}  // namespace

Digest digest_of(std::string_view bytes) {
  Hasher hasher;
  hasher.feed(bytes.data(), bytes.size());
  return hasher.digest();
}

Result<Digest> digest_of_open_file(int file, const std::string& path, const std::stop_token& stop) {
  struct stat status = {};
  if (::fstat(file, &status) != 0) return unreadable(path, errno);
  const auto size = static_cast<std::uint64_t>(status.st_size);
  static_cast<void>(::posix_fadvise(file, 0, 0, POSIX_FADV_SEQUENTIAL));
  Reader reader(file, path, stop);
  const bool skips = is_sparse(status) && tells_holes(file);
  auto done = skips ? reader.read_data_only(size) : reader.read(0, size);
  if (!done) return done.error();
  return Result<Digest>(boost::system::in_place_value, reader.hasher().digest());
}

Result<Digest> digest_of_file(const std::string& path, const FileIdentity& identity,
                              const std::stop_token& stop) {
  auto file = open_same(path, identity);
  if (!file) return file.error();
  auto digest = digest_of_open_file(file->get(), path, stop);
  if (!digest) return digest;
  if (auto same = still_same(file->get(), path, identity); !same) return same.error();
  return digest;
}

Result<Digest> sample_of_file(const std::string& path, const FileIdentity& identity) {
  auto file = open_same(path, identity);
  if (!file) return file.error();
  const std::stop_token never;
  Reader reader(file->get(), path, never);
  const std::string size = std::to_string(identity.size) + ":";
  reader.hasher().feed(size.data(), size.size());
  if (identity.size <= sample_pieces * sample_piece) {
    if (auto done = reader.read(0, identity.size); !done) return done.error();
  } else {
    const std::uint64_t last = identity.size - sample_piece;
    for (std::uint64_t piece = 0; piece < sample_pieces; ++piece) {
      // Whole steps first: a size times seven need not fit.
      const std::uint64_t at = piece + 1 == sample_pieces ? last : last / (sample_pieces - 1) * piece;
      if (auto done = reader.read(at, at + sample_piece); !done) return done.error();
    }
  }
  if (auto same = still_same(file->get(), path, identity); !same) return same.error();
  return Result<Digest>(boost::system::in_place_value, reader.hasher().digest());
}

}  // namespace spool::core
