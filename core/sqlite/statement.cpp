#include "core/sqlite/database.h"
#include "core/sqlite/sqlite_error.h"

#include <sqlite3.h>

namespace spool::core::sqlite {

void Statement::Finalize::operator()(sqlite3_stmt* handle) const { sqlite3_finalize(handle); }

Statement::Statement(sqlite3_stmt* handle, sqlite3* database, std::string path)
    : handle_(handle), database_(database), path_(std::move(path)) {}

// What cannot be bound (out of memory, a gigabyte) stays NULL, and the step says so.

void Statement::bind(int parameter, std::int64_t value) {
  sqlite3_bind_int64(handle_.get(), parameter + 1, value);
}

void Statement::bind(int parameter, std::string_view text) {
  const char* bytes = text.data() == nullptr ? "" : text.data();
  sqlite3_bind_text64(handle_.get(), parameter + 1, bytes, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

Result<bool> Statement::step() {
  const int code = sqlite3_step(handle_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return error_of(database_, code, path_);
}

void Statement::reset() { sqlite3_reset(handle_.get()); }

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(handle_.get(), column); }

std::string Statement::text(int column) const {
  // As bytes: as text SQLite would have to know where they end, and they may hold any.
  const void* bytes = sqlite3_column_blob(handle_.get(), column);
  const int size = sqlite3_column_bytes(handle_.get(), column);
  if (bytes == nullptr || size <= 0) return {};
  return {static_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

Result<Transaction> Transaction::begin(Database& database) {
  if (auto begun = database.execute("begin immediate"); !begun) return begun.error();
  return Transaction(database);
}

Result<void> Transaction::commit() {
  auto committed = database_->execute("commit");
  if (committed) database_ = nullptr;
  return committed;
}

Transaction::~Transaction() {
  // After some errors SQLite has rolled back by itself; another rollback only says so.
  if (database_ != nullptr) static_cast<void>(database_->execute("rollback"));
}

}  // namespace spool::core::sqlite
