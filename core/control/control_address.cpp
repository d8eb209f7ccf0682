#include "core/control/control_address.h"

#include <fcntl.h>

#include <cerrno>
#include <system_error>

namespace spool::core {

Result<ControlAddress> ControlAddress::in(const std::string& folder) {
  UniqueFd opened(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!opened) {
    return Error{"state.unusable",
                 "'" + folder + "' cannot be opened: " + std::generic_category().message(errno),
                 "",
                 {}};
  }
  return ControlAddress(std::move(opened));
}

boost::asio::local::stream_protocol::endpoint ControlAddress::endpoint() const {
  return {"/proc/self/fd/" + std::to_string(folder_.get()) + "/" + control_name};
}

}  // namespace spool::core
