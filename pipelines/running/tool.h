// The ffmpeg of a run: what it can do and who it is. Asked once; later runs know it from the state folder as long as none of its
// files has changed, and start nothing to find out.
#pragma once

#include <optional>
#include <string>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "core/blocking.h"
#include "core/cache/file_facts.h"
#include "core/completion.h"
#include "core/error.h"
#include "core/process.h"
#include "pipelines/ffmpeg/capabilities.h"
#include "pipelines/ffmpeg/fingerprint.h"

namespace spool::pipelines {

class Tool {
 public:
  /// `facts`: of the helper thread `blocking`. `learns`: false for a dry run, which only knows what is kept already.
  Tool(boost::asio::any_io_executor executor, core::Runner& runner, core::Blocking& blocking, core::FileFacts& facts, bool learns,
       std::string path);

  /// Finds out what it can do. Who it is follows meanwhile, where that is not known.
  boost::asio::awaitable<core::Result<void>> start();

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] const Capabilities& capabilities() const { return known_.capabilities; }

  /// Its fingerprint; empty where it cannot be found out. Waits for it.
  boost::asio::awaitable<std::string> fingerprint();
  /// The same where it is known already.
  [[nodiscard]] std::optional<std::string> known_fingerprint() const;
  /// What keys are made of: the fingerprint, where nothing more than it covers could belong to this ffmpeg.
  [[nodiscard]] std::optional<std::string> key() const;

 private:
  boost::asio::awaitable<std::optional<KnownTool>> recall();
  boost::asio::awaitable<void> find_out_who_it_is();
  boost::asio::awaitable<void> remember();

  boost::asio::any_io_executor executor_;
  core::Runner& runner_;
  core::Blocking& blocking_;
  core::FileFacts& facts_;
  bool learns_;
  std::string path_;
  KnownTool known_;
  core::CompletionSource<std::string> fingerprint_;
};

}  // namespace spool::pipelines
