// A lease on a file: whoever opens it waits in the kernel, as on a disk that does not answer, until it is
// given back (or 45 s are over). Its holder, this process, is told by SIGIO.
#pragma once

#include "core/unique_fd.h"

#include <fcntl.h>

#include <cerrno>
#include <string>
#include <system_error>

namespace spool::test {

class Lease {
 public:
  explicit Lease(const std::string& file) : file_(::open(file.c_str(), O_RDONLY | O_CLOEXEC)) {
    if (::fcntl(file_.get(), F_SETLEASE, F_WRLCK) != 0)
      throw std::system_error(errno, std::generic_category(), "no lease on " + file);
  }
  void give_back() { ::fcntl(file_.get(), F_SETLEASE, F_UNLCK); }

 private:
  core::UniqueFd file_;
};

}  // namespace spool::test
