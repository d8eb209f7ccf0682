// Digests of what files hold: known ones at once, others read beside the rendering. Nobody waits for a whole file to be read unless
// its sample says that it may be one that is known. Source: the "The cache".
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "core/blocking.h"
#include "core/cache/digest.h"
#include "core/cache/file_facts.h"
#include "core/completion.h"
#include "core/file_identity.h"

namespace spool::pipelines {

/// One for a session, on the event loop; files are read on a thread of its own.
class Contents {
 public:
  /// `blocking`: the helper thread that `facts` belongs to. Both outlive it.
  Contents(boost::asio::any_io_executor executor, core::Blocking& blocking, core::FileFacts& facts);
  Contents(const Contents&) = delete;
  Contents& operator=(const Contents&) = delete;
  /// What is being read is given up.
  ~Contents();

  /// Finds out what is known of these files; begins to read those that are not. Resumes when nothing is left to wait for.
  boost::asio::awaitable<void> look_at(std::vector<std::string> paths);
  /// Only what is known, reading nothing: for a dry run.
  boost::asio::awaitable<void> recall(std::vector<std::string> paths);
  /// None: not known, or not yet.
  [[nodiscard]] std::optional<core::Digest> of(const std::string& path) const;
  /// Resumes when every file of those has been read, or could not be.
  boost::asio::awaitable<void> read_all(std::vector<std::string> paths);
  /// Gives up reading; whoever waits resumes.
  void stop() { stop_.request_stop(); }

 private:
  /// A file whose content is wanted.
  struct File {
    explicit File(boost::asio::any_io_executor executor) : read(std::move(executor)) {}
    std::optional<core::FileIdentity> identity;
    std::optional<core::Digest> digest;
    core::CompletionSource<bool> read;   ///< set when there is nothing more to wait for
    bool reading = false;
  };
  struct Looked {
    std::optional<core::FileIdentity> identity;
    std::optional<core::Digest> digest;
    bool sample_is_known = false;
  };

  boost::asio::awaitable<void> look(std::string path, bool sample);
  boost::asio::awaitable<void> read(std::string path, std::shared_ptr<File> file);
  std::shared_ptr<File> file_of(const std::string& path);

  boost::asio::any_io_executor executor_;
  core::Blocking& blocking_;
  core::FileFacts& facts_;
  std::stop_source stop_;
  std::map<std::string, std::shared_ptr<File>, std::less<>> files_;
  core::Blocking reader_;
};

}  // namespace spool::pipelines
