// File systems of a test's own: small, read-only. They are mounted where only this process and its children
// see them, and are gone with it.
#pragma once

#include "tests/integration/child.h"

#include <cstdint>
#include <string>

namespace spool::test {

class SmallDisk {
 public:
  /// A tmpfs of so many bytes; fails the test with what it needs where this machine lets nobody mount.
  explicit SmallDisk(std::uint64_t bytes);
  ~SmallDisk();
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

  [[nodiscard]] const std::string& path() const { return folder_.path(); }
  void resize(std::uint64_t bytes);
  void make_read_only(bool yes);
  /// Takes all the room that is left, by a file beside the others.
  void fill() const;
  void free_again() const;
  [[nodiscard]] std::uint64_t free_bytes() const;

 private:
  void remount();

  Folder folder_;
  std::uint64_t bytes_;
  bool read_only_ = false;
};

}  // namespace spool::test
