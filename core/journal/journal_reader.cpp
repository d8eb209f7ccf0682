#include "core/journal/schema.h"
#include "core/journal/sqlite_store.h"
#include "core/state_folder.h"

#include <sys/stat.h>

#include <cerrno>
#include <optional>
#include <unordered_map>
#include <utility>

namespace spool::core {
namespace {

using sqlite::Access;
using sqlite::Database;
using sqlite::Statement;

bool is_missing(const std::string& path) {
  struct stat found = {};
  return ::stat(path.c_str(), &found) != 0 && errno == ENOENT;
}

Error damaged(const std::string& path, const std::string& run) {
  return schema::in_words_of_the_journal(
      {"state.damaged",
       path + " is damaged: what it holds of run " + run + " is not what was written",
       "",
       {}});
}

/// Columns `at, kind, body` from `first` on.
Entry entry_in(const Statement& row, int first, std::string run) {
  return {schema::from_microseconds(row.integer(first)), std::move(run), row.text(first + 1),
          row.text(first + 2)};
}

/// One state of the journal for several statements.
class Snapshot {
 public:
  explicit Snapshot(Database& database) : database_(database), begun_(database.execute("begin")) {}
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;
  ~Snapshot() {
    if (begun_) static_cast<void>(database_.execute("commit"));
  }
  [[nodiscard]] const Result<void>& begun() const { return begun_; }

 private:
  Database& database_;
  Result<void> begun_;
};

/// Whether the list has a run that the index of ids does not lead to.
Result<bool> is_lost(const Database& database, const std::string& run) {
  auto statement = database.prepare("select 1 from runs where +id = ?");
  if (!statement) return statement.error();
  statement->bind(0, run);
  return statement->step();
}

struct RunRow {
  std::int64_t number;
  std::string id;
  bool ended;
};

Result<std::vector<RunRow>> newest_runs(const Database& database, std::size_t most) {
  auto statement = database.prepare("select number, id, ended from runs order by number desc limit ?");
  if (!statement) return statement.error();
  statement->bind(0, most == 0 ? std::int64_t{-1} : static_cast<std::int64_t>(most));
  std::vector<RunRow> runs;
  while (true) {
    const auto row = statement->step();
    if (!row) return row.error();
    if (!*row) return runs;
    runs.push_back({statement->integer(0), statement->text(1), statement->integer(2) != 0});
  }
}

/// All that is small of a run that has not ended. `statement`: `small_events`.
Result<std::vector<Entry>> small_entries(Statement& statement, const RunRow& run, const std::string& path) {
  std::vector<Entry> entries;
  statement.bind(0, run.number);
  for (std::int64_t position = 0;; ++position) {
    const auto row = statement.step();
    if (!row) return row.error();
    if (!*row) break;
    entries.push_back(entry_in(statement, 0, run.id));
    if (statement.integer(3) != schema::checksum(entries.back(), position)) return damaged(path, run.id);
  }
  statement.reset();
  return entries;
}
constexpr std::string_view small_events = "select at, kind, body, sum from events where run = ? order by n";

/// First events and ends of all runs from `number` on, in the order of the index that has all of it.
constexpr std::string_view ends =
    "select run, n, at, kind, body, sum from events indexed by heads"
    " where (n = 0 or kind = 'run.ended') and run >= ? order by run desc, n";

/// Goes through the ends beside the list of runs, both from the newest on.
class Ends {
 public:
  static Result<Ends> from(const Database& database, std::int64_t number) {
    auto statement = database.prepare(ends);
    if (!statement) return statement.error();
    statement->bind(0, number);
    Ends all(std::move(*statement));
    if (auto moved = all.next(); !moved) return moved.error();
    return all;
  }

  /// The first event and the last end of a run.
  Result<std::vector<Entry>> of(const RunRow& run, const std::string& path) {
    std::vector<Entry> entries;
    while (more_ && statement_.integer(0) >= run.number) {
      if (statement_.integer(0) == run.number) {
        Entry entry = entry_in(statement_, 2, run.id);
        if (statement_.integer(5) != schema::checksum(entry, statement_.integer(1)))
          return damaged(path, run.id);
        if (entries.size() == 2) entries.pop_back();
        entries.push_back(std::move(entry));
      }
      if (auto moved = next(); !moved) return moved.error();
    }
    return entries;
  }

 private:
  explicit Ends(Statement statement) : statement_(std::move(statement)) {}
  Result<void> next() {
    const auto row = statement_.step();
    if (!row) return row.error();
    more_ = *row;
    return {};
  }

  Statement statement_;
  bool more_ = false;
};

}  // namespace

struct JournalReader::Connection {
  explicit Connection(Database opened) : database(std::move(opened)) {}

  [[nodiscard]] Result<std::vector<Entry>> entries(const std::string& run) const;
  [[nodiscard]] Result<std::vector<std::vector<Entry>>> heads(std::size_t most);

  Database database;
};

Result<std::vector<Entry>> JournalReader::Connection::entries(const std::string& run) const {
  auto statement = database.prepare(
      "select e.at, e.kind, e.body, e.sum, e.large_sum, l.body, r.events from runs r"
      " left join events e on e.run = r.number left join large l on l.run = e.run and l.n = e.n"
      " where r.id = ? order by e.n");
  if (!statement) return statement.error();
  statement->bind(0, run);
  std::vector<Entry> entries;
  std::int64_t expected = 0;
  while (true) {
    const auto row = statement->step();
    if (!row) return row.error();
    if (!*row) break;
    const auto position = static_cast<std::int64_t>(entries.size());
    Entry entry = entry_in(*statement, 0, run);
    entry.large = statement->text(5);
    expected = statement->integer(6);
    if (statement->integer(3) != schema::checksum(entry, position) ||
        statement->integer(4) != schema::checksum_of_large(entry.large)) {
      return damaged(database.path(), run);
    }
    entries.push_back(std::move(entry));
  }
  if (static_cast<std::int64_t>(entries.size()) != expected) return damaged(database.path(), run);
  if (entries.empty()) {
    const auto lost = is_lost(database, run);
    if (!lost) return lost.error();
    if (*lost) return damaged(database.path(), run);
  }
  return entries;
}

Result<std::vector<std::vector<Entry>>> JournalReader::Connection::heads(std::size_t most) {
  const Snapshot snapshot(database);
  if (!snapshot.begun()) return snapshot.begun().error();
  const auto runs = newest_runs(database, most);
  if (!runs) return runs.error();
  std::vector<std::vector<Entry>> all;
  if (runs->empty()) return all;
  all.reserve(runs->size());
  auto small = database.prepare(small_events);
  if (!small) return small.error();
  auto finished = Ends::from(database, runs->back().number);
  if (!finished) return finished.error();
  for (const RunRow& run : *runs) {
    auto entries = finished->of(run, database.path());
    if (entries && !run.ended) entries = small_entries(*small, run, database.path());
    if (!entries) return entries.error();
    all.push_back(std::move(*entries));
  }
  return all;
}

JournalReader::JournalReader(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
JournalReader::JournalReader(JournalReader&&) noexcept = default;
JournalReader& JournalReader::operator=(JournalReader&&) noexcept = default;
JournalReader::~JournalReader() = default;

Result<JournalReader> JournalReader::open(const std::string& state) {
  if (auto unusable = refuse_state_folder(state)) return std::move(*unusable);
  const std::string path = schema::journal_file(state);
  if (is_missing(path)) return JournalReader(nullptr);
  auto database = Database::open(path, Access::read_only);
  if (!database) return schema::in_words_of_the_journal(database.error());
  const auto fits = schema::check_version(*database, schema::version());
  if (!fits) return schema::in_words_of_the_journal(fits.error());
  const auto found = database->version();
  if (!found) return schema::in_words_of_the_journal(found.error());
  if (*found < schema::version()) {  // who reads an older one brings it up to date first
    database = schema::open_for_writing(state);
    if (!database) return database.error();
  }
  return JournalReader(std::make_unique<Connection>(std::move(*database)));
}

Result<std::vector<Entry>> JournalReader::entries(const std::string& run) const {
  if (!connection_) return std::vector<Entry>();
  auto entries = connection_->entries(run);
  if (!entries) return schema::in_words_of_the_journal(entries.error());
  return entries;
}

Result<RunHistory> JournalReader::history(const std::string& run) const {
  const auto all = entries(run);
  if (!all) return all.error();
  return RunHistory::fold(*all);
}

Result<std::vector<std::vector<Entry>>> JournalReader::heads(std::size_t most) const {
  if (!connection_) return std::vector<std::vector<Entry>>();
  auto heads = connection_->heads(most);
  if (!heads) return schema::in_words_of_the_journal(heads.error());
  return heads;
}

Result<std::vector<std::string>> JournalReader::runs() const {
  std::vector<std::string> ids;
  if (!connection_) return ids;
  auto runs = newest_runs(connection_->database, 0);
  if (!runs) return schema::in_words_of_the_journal(runs.error());
  for (RunRow& run : *runs) ids.push_back(std::move(run.id));
  return ids;
}

Result<std::optional<Entry>> JournalReader::placed(const std::string& path) const {
  if (!connection_) return std::optional<Entry>();
  auto statement = connection_->database.prepare(
      "select e.at, e.kind, e.body, e.sum, e.n, r.id from placed p join runs r on r.number = p.run"
      " join events e on e.run = p.run and e.n = p.n where p.path = ?");
  if (!statement) return schema::in_words_of_the_journal(statement.error());
  statement->bind(0, path);
  const auto row = statement->step();
  if (!row) return schema::in_words_of_the_journal(row.error());
  if (!*row) return std::optional<Entry>();
  Entry entry = entry_in(*statement, 0, statement->text(5));
  if (statement->integer(3) != schema::checksum(entry, statement->integer(4))) {
    return damaged(connection_->database.path(), entry.run);
  }
  return std::optional<Entry>(std::move(entry));
}

Result<std::string> JournalReader::previous(const std::string& pipeline, const std::string& but) const {
  // An Error can be made of a text, too: the value has to be named.
  Result<std::string> id(boost::system::in_place_value);
  if (!connection_) return id;
  auto statement = connection_->database.prepare(
      "select id from runs where planned = 1 and pipeline = ? and id <> ? order by number desc limit 1");
  if (!statement) return schema::in_words_of_the_journal(statement.error());
  statement->bind(0, pipeline);
  statement->bind(1, but);
  const auto row = statement->step();
  if (!row) return schema::in_words_of_the_journal(row.error());
  if (*row) *id = statement->text(0);
  return id;
}

}  // namespace spool::core
