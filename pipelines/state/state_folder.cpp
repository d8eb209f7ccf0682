#include "pipelines/state/state_folder.h"

#include <utility>

namespace spool::pipelines {

StateFolder::StateFolder(boost::asio::any_io_executor executor, std::string path, std::unique_ptr<core::SqliteStore> store,
                         core::FileFacts facts, std::uint64_t cache_limit)
    : path_(std::move(path)),
      store_(std::move(store)),
      journal_(std::move(executor), *store_),
      facts_(std::move(facts)),
      cache_(path_, cache_limit) {}

core::Result<std::unique_ptr<StateFolder>> StateFolder::open(boost::asio::any_io_executor executor, std::string path,
                                                             std::uint64_t cache_limit) {
  auto store = core::SqliteStore::open(executor, path);
  if (!store) return store.error();
  auto facts = core::FileFacts::open(path);
  if (!facts) return facts.error();
  return std::unique_ptr<StateFolder>(
      new StateFolder(std::move(executor), std::move(path), std::move(*store), std::move(*facts), cache_limit));
}

}  // namespace spool::pipelines
