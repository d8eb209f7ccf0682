#include "core/journal/appender.h"

#include "core/journal/run_event.h"
#include "core/journal/schema.h"

#include <utility>

namespace spool::core {
namespace {

/// Runs a statement that gives no rows.
Result<void> run_once(sqlite::Statement& statement) {
  auto done = statement.step();
  statement.reset();
  if (!done) return done.error();
  return {};
}

/// The event, of the few kinds of which the tables of runs note something; none: another kind, or unreadable,
/// which is for those to say who fold it.
std::optional<RunEvent> noted(const Entry& entry) {
  if (entry.kind != "run.ended" && entry.kind != "output.placed") return {};
  auto event = from_entry(entry);
  if (!event) return {};
  return std::move(*event);
}

std::string pipeline_of(const Entry& entry) {
  if (entry.kind != "run.submitted") return {};
  const auto event = from_entry(entry);
  if (!event) return {};
  const auto* submitted = std::get_if<RunSubmitted>(&*event);
  return submitted == nullptr ? std::string() : submitted->pipeline;
}

}  // namespace

Appender::Appender(sqlite::Database database, std::string turn_file, sqlite::Statement find_run,
                   sqlite::Statement add_run, sqlite::Statement set_run, sqlite::Statement add_event,
                   sqlite::Statement add_large, sqlite::Statement set_placed)
    : database_(std::move(database)),
      turn_file_(std::move(turn_file)),
      find_run_(std::move(find_run)),
      add_run_(std::move(add_run)),
      set_run_(std::move(set_run)),
      add_event_(std::move(add_event)),
      add_large_(std::move(add_large)),
      set_placed_(std::move(set_placed)) {}

Result<Appender> Appender::prepare(sqlite::Database database, std::string turn_file) {
  auto find_run = database.prepare("select number, events, ended, planned from runs where id = ?");
  if (!find_run) return find_run.error();
  auto add_run = database.prepare(
      "insert into runs (id, events, ended, pipeline, planned) values (?, 0, 0, ?, 0) returning number");
  if (!add_run) return add_run.error();
  auto set_run = database.prepare("update runs set events = ?, ended = ?, planned = ? where number = ?");
  if (!set_run) return set_run.error();
  auto add_event = database.prepare("insert into events values (?, ?, ?, ?, ?, ?, ?)");
  if (!add_event) return add_event.error();
  auto add_large = database.prepare("insert into large values (?, ?, ?)");
  if (!add_large) return add_large.error();
  auto set_placed = database.prepare("insert or replace into placed values (?, ?, ?)");
  if (!set_placed) return set_placed.error();
  return Appender(std::move(database), std::move(turn_file), std::move(*find_run), std::move(*add_run),
                  std::move(*set_run), std::move(*add_event), std::move(*add_large), std::move(*set_placed));
}

Result<void> Appender::append(std::span<const Entry> group) {
  const auto turn = sqlite::WriteTurn::take(turn_file_);
  if (!turn) return turn.error();
  auto transaction = sqlite::Transaction::begin(database_);
  if (!transaction) return transaction.error();
  Runs runs;
  for (const Entry& entry : group) {
    auto run = run_of(entry, runs);
    if (!run) return run.error();
    if (auto added = add(entry, **run); !added) return added;
  }
  if (auto written = write_back(runs); !written) return written;
  return transaction->commit();
}

Result<Appender::Run*> Appender::run_of(const Entry& entry, Runs& runs) {
  const auto [found, is_new] = runs.try_emplace(entry.run);
  Run& run = found->second;
  if (!is_new) return &run;
  find_run_.bind(0, entry.run);
  auto row = find_run_.step();
  if (row && *row) {
    run.number = find_run_.integer(0);
    run.events = find_run_.integer(1);
    run.ended = find_run_.integer(2);
    run.planned = find_run_.integer(3) != 0;
  }
  find_run_.reset();
  if (!row) return row.error();
  if (*row) return &run;
  add_run_.bind(0, entry.run);
  add_run_.bind(1, pipeline_of(entry));
  row = add_run_.step();
  if (row && *row) run.number = add_run_.integer(0);
  add_run_.reset();
  if (!row) return row.error();
  return &run;
}

Result<void> Appender::add(const Entry& entry, Run& run) {
  const std::int64_t position = run.events++;
  add_event_.bind(0, run.number);
  add_event_.bind(1, position);
  add_event_.bind(2, schema::to_microseconds(entry.at));
  add_event_.bind(3, entry.kind);
  add_event_.bind(4, entry.body);
  add_event_.bind(5, schema::checksum(entry, position));
  add_event_.bind(6, schema::checksum_of_large(entry.large));
  if (auto added = run_once(add_event_); !added) return added;
  if (!entry.large.empty()) {
    add_large_.bind(0, run.number);
    add_large_.bind(1, position);
    add_large_.bind(2, entry.large);
    if (auto added = run_once(add_large_); !added) return added;
  }
  return take_note(entry, run);
}

Result<void> Appender::take_note(const Entry& entry, Run& run) {
  run.ended = 0;  // whatever comes after an end, the run is no longer just that
  if (entry.kind == "film.planned") run.planned = true;
  const auto event = noted(entry);
  if (!event) return {};
  if (const auto* ended = std::get_if<RunEnded>(&*event)) {
    if (ended->outcome != RunOutcome::interrupted) run.ended = schema::to_microseconds(entry.at);
  } else if (const auto* placed = std::get_if<OutputPlaced>(&*event)) {
    set_placed_.bind(0, placed->film.path);
    set_placed_.bind(1, run.number);
    set_placed_.bind(2, run.events - 1);
    return run_once(set_placed_);
  }
  return {};
}

Result<void> Appender::write_back(const Runs& runs) {
  for (const auto& [id, run] : runs) {
    set_run_.bind(0, run.events);
    set_run_.bind(1, run.ended);
    set_run_.bind(2, run.planned ? 1 : 0);
    set_run_.bind(3, run.number);
    if (auto set = run_once(set_run_); !set) return set;
  }
  return {};
}

}  // namespace spool::core
