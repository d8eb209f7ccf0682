#include "core/journal/schema.h"
#include "core/journal/sqlite_store.h"

#include <sys/stat.h>

#include <utility>

namespace spool::core {
namespace {

struct Old {
  std::int64_t number;
  std::string id;
};

constexpr std::int64_t in_a_turn = 50;  ///< runs; others write in between

/// The oldest that ended before `before` (microseconds), from `number` on.
Result<std::vector<Old>> old_runs(const sqlite::Database& database, std::int64_t before,
                                  std::int64_t number) {
  auto statement = database.prepare(
      "select number, id from runs where ended <> 0 and ended < ? and number > ? order by number limit ?");
  if (!statement) return statement.error();
  statement->bind(0, before);
  statement->bind(1, number);
  statement->bind(2, in_a_turn);
  std::vector<Old> runs;
  while (true) {
    const auto row = statement->step();
    if (!row) return row.error();
    if (!*row) return runs;
    runs.push_back({statement->integer(0), statement->text(1)});
  }
}

Result<void> take_out(sqlite::Database& database, std::int64_t number) {
  const std::string run = std::to_string(number);
  return database.execute("delete from events where run = " + run + "; delete from large where run = " + run +
                          "; delete from placed where run = " + run +
                          "; delete from runs where number = " + run);
}

/// One turn's worth. Gives the number up to which it has looked; 0: all.
Result<std::int64_t> forget_some(sqlite::Database& database, const std::string& turn_file,
                                 std::int64_t before, std::int64_t after, const MayGo& may_go,
                                 std::vector<std::string>& gone) {
  const auto turn = sqlite::WriteTurn::take(turn_file);
  if (!turn) return turn.error();
  auto transaction = sqlite::Transaction::begin(database);
  if (!transaction) return transaction.error();
  const auto runs = old_runs(database, before, after);
  if (!runs) return runs.error();
  std::vector<std::string> now;
  for (const Old& run : *runs) {
    if (may_go && !may_go(run.id)) continue;
    if (auto out = take_out(database, run.number); !out) return out.error();
    now.push_back(run.id);
  }
  if (auto committed = transaction->commit(); !committed) return committed.error();
  gone.insert(gone.end(), now.begin(), now.end());
  return runs->empty() ? 0 : runs->back().number;
}

}  // namespace

Result<std::vector<std::string>> forget_runs(const std::string& state,
                                             std::chrono::system_clock::time_point before,
                                             const MayGo& may_go) {
  std::vector<std::string> gone;
  struct stat found = {};
  if (::stat(schema::journal_file(state).c_str(), &found) != 0) return gone;
  auto database = schema::open_for_writing(state);
  if (!database) return database.error();
  const std::int64_t limit = schema::to_microseconds(before);
  std::int64_t looked_at = 0;
  while (true) {
    auto more = forget_some(*database, schema::turn_file(state), limit, looked_at, may_go, gone);
    if (!more) return schema::in_words_of_the_journal(more.error());
    if (*more == 0) return gone;
    looked_at = *more;
  }
}

}  // namespace spool::core
