#include "core/journal/sqlite_store.h"

#include "core/blocking.h"
#include "core/journal/appender.h"
#include "core/journal/schema.h"

#include <utility>

namespace spool::core {

/// Everything about it but its thread belongs to that thread. The thread goes first.
class SqliteStore::Writer {
 public:
  Writer(boost::asio::any_io_executor executor, Appender appender)
      : appender_(std::move(appender)), thread_(std::move(executor)) {}

  void append(std::vector<Entry> group, Done done) {
    auto write = [this, entries = std::move(group)]() mutable { return written(std::exchange(entries, {})); };
    thread_.run(std::move(write), std::move(done));
  }

 private:
  /// The group goes on this thread as well: freeing a thousand entries takes the loop's time otherwise.
  Result<void> written(const std::vector<Entry>& group) {
    auto appended = appender_.append(group);
    if (!appended) return schema::in_words_of_the_journal(appended.error());
    return appended;
  }

  Appender appender_;
  Blocking thread_;
};

SqliteStore::SqliteStore(std::unique_ptr<Writer> writer) : writer_(std::move(writer)) {}
SqliteStore::~SqliteStore() = default;

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(boost::asio::any_io_executor executor,
                                                       const std::string& state) {
  auto database = schema::open_for_writing(state);
  if (!database) return database.error();
  auto appender = Appender::prepare(std::move(*database), schema::turn_file(state));
  if (!appender) return schema::in_words_of_the_journal(appender.error());
  auto writer = std::make_unique<Writer>(std::move(executor), std::move(*appender));
  return std::unique_ptr<SqliteStore>(new SqliteStore(std::move(writer)));
}

void SqliteStore::append(std::vector<Entry> group, Done done) {
  writer_->append(std::move(group), std::move(done));
}

}  // namespace spool::core
