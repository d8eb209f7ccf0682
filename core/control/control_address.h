// Where a run's socket is. An address holds about 107 bytes, a path more: the folder is opened, and the
// socket is named through /proc/self/fd.
#pragma once

#include "core/error.h"
#include "core/unique_fd.h"

#include <boost/asio/local/stream_protocol.hpp>

#include <cstddef>
#include <string>

namespace spool::core {

inline constexpr const char* control_name = "control";

/// Requests and answers are no longer than that.
inline constexpr std::size_t most_line_bytes = std::size_t{64} << 10U;

class ControlAddress {
 public:
  /// Error `state.unusable`: there is no such folder, or it may not be entered.
  static Result<ControlAddress> in(const std::string& folder);

  /// As long as we live.
  [[nodiscard]] boost::asio::local::stream_protocol::endpoint endpoint() const;
  /// For what is done to the socket's file by its name.
  [[nodiscard]] int folder() const { return folder_.get(); }

 private:
  explicit ControlAddress(UniqueFd folder) : folder_(std::move(folder)) {}
  UniqueFd folder_;
};

}  // namespace spool::core
