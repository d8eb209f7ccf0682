// Probes of a run's inputs: each file once, from what is known of it where it is still the same file, else by ffprobe.
#pragma once

#include <map>
#include <memory>
#include <string>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "core/blocking.h"
#include "core/cache/file_facts.h"
#include "core/completion.h"
#include "core/process.h"
#include "core/run_control.h"
#include "core/slots.h"
#include "pipelines/media/probe.h"

namespace spool::pipelines {

class Probes {
 public:
  using Verdict = core::Result<MediaPtr>;
  using Pending = std::shared_ptr<core::CompletionSource<Verdict>>;

  /// `facts`: of the helper thread `blocking`.
  Probes(boost::asio::any_io_executor executor, core::Runner& runner, core::Blocking& blocking, core::FileFacts& facts,
         core::RunControl& control, ProbeSettings settings);

  /// Begins at once. `shared`: others may ask for the same file.
  Pending start(const std::string& path, bool shared);
  /// A file of ours, as an input is probed.
  boost::asio::awaitable<Verdict> look_at(std::string path);

 private:
  boost::asio::awaitable<void> find_out(std::string path, Pending pending);
  boost::asio::awaitable<MediaPtr> recall(std::string path);
  boost::asio::awaitable<void> remember(MediaPtr media);

  boost::asio::any_io_executor executor_;
  core::Blocking& blocking_;
  core::FileFacts& facts_;
  core::RunControl& control_;
  core::Slots slots_;
  Prober prober_;
  std::map<std::string, Pending, std::less<>> shared_;
};

}  // namespace spool::pipelines
