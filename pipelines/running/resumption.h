// `resume`: finds the run that is meant, takes it over from a controller that is no more, and carries it on. Source: CONTRACT, "Commands".
#pragma once

#include <string>

#include <boost/asio/awaitable.hpp>

#include "core/error.h"
#include "pipelines/running/run.h"
#include "pipelines/running/session_run.h"

namespace spool::pipelines {

class Resumption {
 public:
  /// `parts` outlives it.
  Resumption(SessionParts& parts, ResumeRequest request) : parts_(parts), request_(std::move(request)) {}

  boost::asio::awaitable<RunReport> run();

 private:
  /// A run that is taken over, and what was asked for then; none: it has succeeded, and nothing is left to do.
  struct Taken {
    LeftRun left;
    KeptRequest request;
    bool document_is_other;   ///< the file has changed since, or is gone
  };
  using MaybeTaken = std::optional<Taken>;

  boost::asio::awaitable<core::Result<std::vector<std::string>>> runs_meant();
  boost::asio::awaitable<RunReport> take_up(std::string run);
  boost::asio::awaitable<core::Result<MaybeTaken>> take_over(std::string run);

  SessionParts& parts_;
  ResumeRequest request_;
};

}  // namespace spool::pipelines
