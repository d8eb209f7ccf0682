#include "core/journal/schema.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include <array>
#include <cstring>
#include <filesystem>
#include <system_error>

namespace spool::core::schema {
namespace {

// `runs` and `placed` hold nothing that the events do not say: they are there to find them. `ended` is the
// time of a `run.ended` after which nothing came and that is final; 0: none. An event's large part is kept
// apart, and what lists need is in an index that is read from one end to the other.
constexpr std::array<const char*, 1> all = {
    "create table runs (number integer primary key autoincrement, id text not null unique, events integer "
    "not null,"
    "                   ended integer not null, pipeline text not null, planned integer not null) strict;"
    "create table events (run integer not null, n integer not null, at integer not null, kind text not null,"
    "                     body text not null, sum integer not null, large_sum integer not null,"
    "                     primary key (run, n)) strict, without rowid;"
    "create table large (run integer not null, n integer not null, body text not null,"
    "                    primary key (run, n)) strict;"
    "create table placed (path text primary key, run integer not null, n integer not null) strict, without "
    "rowid;"
    "create index placed_of_run on placed (run);"
    "create index planned_runs on runs (pipeline, number) where planned = 1;"
    "create index heads on events (run, n, at, kind, body, sum) where n = 0 or kind = 'run.ended';"};

Error full(const std::string& path) {
  return {
      "disk.full", "no room on the disk for " + path, "make room there, or choose another with --state", {}};
}

Error unusable(const std::string& path, const std::string& why) {
  return {"state.unusable",
          "cannot use " + path + ": " + why,
          "make its folder writable, or choose another with --state",
          {}};
}

bool is_there(const std::string& path) {
  struct stat found = {};
  return ::stat(path.c_str(), &found) == 0 || errno != ENOENT;
}

Result<void> make_folder(const std::string& state) {
  std::error_code error;
  std::filesystem::create_directories(state, error);
  if (!error) return {};
  if (error == std::errc::no_space_on_device) {
    return full(state);
  }
  return unusable(state, error.message());
}

/// Made under another name and then renamed, so that a journal without tables is always a damaged one.
Result<void> make_journal(const std::string& state) {
  const std::string path = journal_file(state);
  const std::string fresh = path + ".new";
  for (const char* end : {"", "-wal", "-shm"}) ::unlink((fresh + end).c_str());
  {
    auto database = sqlite::Database::open(fresh, sqlite::Access::read_write);
    if (!database) return database.error();
    if (auto made = migrate(*database, steps()); !made) return made.error();
    // Closing would do it too, but not say whether there was room.
    if (auto whole = database->execute("pragma wal_checkpoint(truncate)"); !whole) return whole.error();
  }
  ::unlink((fresh + ".opening").c_str());
  if (::rename(fresh.c_str(), path.c_str()) != 0)
    return errno == ENOSPC || errno == EDQUOT ? full(path) : unusable(path, std::strerror(errno));
  const UniqueFd folder(::open(state.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder) ::fsync(folder.get());
  return {};
}

Result<sqlite::Database> open_as_it_is(const std::string& state) {
  if (auto local = sqlite::check_local(state); !local) return local.error();
  if (auto made = make_folder(state); !made) return made.error();
  const std::string path = journal_file(state);
  if (!is_there(path)) {
    auto turn = sqlite::WriteTurn::take(turn_file(state));
    if (!turn) return turn.error();
    if (!is_there(path)) {
      if (auto made = make_journal(state); !made) return made.error();
    }
  }
  auto database = sqlite::Database::open(path, sqlite::Access::read_write);
  if (!database) return database;
  if (auto fits = check_version(*database, version()); !fits) return fits.error();
  if (auto found = database->version(); !found || *found == version()) {
    if (!found) return found.error();
    return database;
  }
  auto turn = sqlite::WriteTurn::take(turn_file(state));
  if (!turn) return turn.error();
  if (auto done = migrate(*database, steps()); !done) return done.error();
  return database;
}

}  // namespace

std::span<const char* const> steps() { return all; }

std::string journal_file(const std::string& state) { return state + "/journal.db"; }
std::string turn_file(const std::string& state) { return state + "/journal.lock"; }

Result<sqlite::Database> open_for_writing(const std::string& state) {
  auto database = open_as_it_is(state);
  if (!database) return in_words_of_the_journal(database.error());
  return database;
}

Result<void> check_version(const sqlite::Database& database, int newest) {
  const auto found = database.version();
  if (!found) return found.error();
  if (*found > newest) {
    return Error{"state.newer",
                 database.path() + " is of version " + std::to_string(*found) +
                     ", and this Spool knows none above " + std::to_string(newest),
                 "use the newer Spool that wrote it, or choose another folder with --state",
                 {}};
  }
  if (*found == 0) return Error{"state.damaged", database.path() + " is damaged: it is empty", "", {}};
  return {};
}

Result<void> migrate(sqlite::Database& database, std::span<const char* const> all_steps) {
  auto transaction = sqlite::Transaction::begin(database);
  if (!transaction) return transaction.error();
  const auto found = database.version();  // another process may have been faster
  if (!found) return found.error();
  const auto have = static_cast<std::size_t>(*found);
  if (have > all_steps.size()) return check_version(database, static_cast<int>(all_steps.size()));
  for (const char* const step : all_steps.subspan(have)) {
    if (auto done = database.execute(step); !done) return done.error();
  }
  const std::string set = "pragma user_version = " + std::to_string(all_steps.size());
  if (auto done = database.execute(set); !done) return done.error();
  return transaction->commit();
}

Error in_words_of_the_journal(Error error) {
  if (error.code != "state.damaged") return error;
  error.hint =
      "move journal.db, and journal.db-wal and journal.db-shm where they are, out of the state folder: its "
      "runs can no "
      "longer be listed or resumed, finished films and the cache stay";
  return error;
}

std::int64_t checksum(const Entry& entry, std::int64_t position) {
  // Each part seeds the next, so that no letter can move from one to another unnoticed.
  auto sum = static_cast<XXH64_hash_t>(to_microseconds(entry.at));
  const auto place = static_cast<XXH64_hash_t>(position);
  sum = XXH3_64bits_withSeed(&place, sizeof place, sum);
  for (const std::string* part : {&entry.run, &entry.kind, &entry.body}) {
    sum = XXH3_64bits_withSeed(part->data(), part->size(), sum);
  }
  return static_cast<std::int64_t>(sum);
}

std::int64_t checksum_of_large(std::string_view large) {
  if (large.empty()) return 0;
  const auto sum = static_cast<std::int64_t>(XXH3_64bits(large.data(), large.size()));
  return sum == 0 ? 1 : sum;
}

std::int64_t to_microseconds(std::chrono::system_clock::time_point at) {
  return std::chrono::duration_cast<std::chrono::microseconds>(at.time_since_epoch()).count();
}

std::chrono::system_clock::time_point from_microseconds(std::int64_t since) {
  return std::chrono::system_clock::time_point(std::chrono::microseconds(since));
}

}  // namespace spool::core::schema
