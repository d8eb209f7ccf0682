// STATE/journal.db: its tables, how it is made, and how an older one is brought up to date.
#pragma once

#include "core/journal/store.h"
#include "core/sqlite/database.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace spool::core::schema {

/// Step n brings version n to n + 1. They are never changed, only added to.
std::span<const char* const> steps();
inline int version() { return static_cast<int>(steps().size()); }

std::string journal_file(const std::string& state);
/// Held by who writes (WriteTurn).
std::string turn_file(const std::string& state);

/// Makes what is missing, and brings an older one up to date. Blocks. Errors as SqliteStore::open.
Result<sqlite::Database> open_for_writing(const std::string& state);

/// Runs the steps that the database lacks, all or none. Error `state.newer`.
Result<void> migrate(sqlite::Database& database, std::span<const char* const> all_steps);

/// Error `state.newer` or, for one without tables, `state.damaged`.
Result<void> check_version(const sqlite::Database& database, int newest);

/// With what it means for a journal: what to move away, and what is lost with it.
Error in_words_of_the_journal(Error error);

// SQLite does not notice a flipped bit in a row; a film must not be made of one.
std::int64_t checksum(const Entry& entry, std::int64_t position);
/// Of the large part; 0: there is none.
std::int64_t checksum_of_large(std::string_view large);

/// As they are kept.
std::int64_t to_microseconds(std::chrono::system_clock::time_point at);
std::chrono::system_clock::time_point from_microseconds(std::int64_t since);

}  // namespace spool::core::schema
