#include "pipelines/state/contents.h"

#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

namespace spool::pipelines {

namespace asio = boost::asio;

Contents::Contents(asio::any_io_executor executor, core::Blocking& blocking, core::FileFacts& facts)
    : executor_(executor), blocking_(blocking), facts_(facts), reader_(executor) {}

Contents::~Contents() { stop(); }

std::shared_ptr<Contents::File> Contents::file_of(const std::string& path) {
  auto& file = files_[path];
  if (!file) file = std::make_shared<File>(executor_);
  return file;
}

/// What the facts say of a file; with `sample`, whether reading it may pay at once.
asio::awaitable<void> Contents::look(std::string path, bool sample) {
  const auto file = file_of(path);
  if (file->digest || file->reading) co_return;
  const auto ask = [this, path, sample] {
    Looked looked;
    const auto identity = core::identify(path);
    if (!identity) return looked;
    looked.identity = *identity;
    looked.digest = facts_.find(*identity, core::FileFacts::digest);
    if (looked.digest || !sample) return looked;
    const auto taken = core::sample_of_file(path, *identity);
    if (!taken) return looked;
    looked.sample_is_known = facts_.has_value(core::FileFacts::sample, *taken);
    facts_.put(*identity, core::FileFacts::sample, *taken);
    return looked;
  };
  const Looked looked = co_await blocking_.run(ask);
  file->identity = looked.identity;
  file->digest = looked.digest;
  if (file->digest || !file->identity) {
    file->read.set(true);
    co_return;
  }
  if (!sample) co_return;
  file->reading = true;
  asio::co_spawn(executor_, read(path, file), asio::detached);
  if (!looked.sample_is_known) co_return;
  const auto done = co_await file->read.wait();
  (void)done;
}

asio::awaitable<void> Contents::read(std::string path, std::shared_ptr<File> file) {
  const core::FileIdentity identity = *file->identity;
  const auto digest = [path, identity, stop = stop_.get_token()] { return core::digest_of_file(path, identity, stop); };
  const auto found = co_await reader_.run(digest);
  if (found) {
    file->digest = *found;
    const auto keep = [this, identity, value = *found] {
      facts_.put(identity, core::FileFacts::digest, value);
      return true;
    };
    const bool kept = co_await blocking_.run(keep);
    (void)kept;
  }
  file->read.set(true);
}

asio::awaitable<void> Contents::look_at(std::vector<std::string> paths) {
  for (std::string& path : paths) co_await look(std::move(path), true);
}

asio::awaitable<void> Contents::recall(std::vector<std::string> paths) {
  for (std::string& path : paths) co_await look(std::move(path), false);
}

std::optional<core::Digest> Contents::of(const std::string& path) const {
  const auto found = files_.find(path);
  return found == files_.end() ? std::nullopt : found->second->digest;
}

asio::awaitable<void> Contents::read_all(std::vector<std::string> paths) {
  for (const std::string& path : paths) {
    const auto file = file_of(path);
    if (!file->reading) continue;
    const auto done = co_await file->read.wait();
    (void)done;
  }
}

}  // namespace spool::pipelines
