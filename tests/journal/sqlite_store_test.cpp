// The journal on a real disk: what was written is found again, and lists are found without reading it all.
#include "core/journal/sqlite_store.h"

#include "core/journal/journal.h"
#include "core/journal/run_history.h"
#include "core/journal/schema.h"
#include "tests/journal/state_folder.h"
#include "tests/patience.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace spool::core {
namespace {

using test::append;
using test::entry;
using test::numbered;
using test::reader;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAreArray;

class SqliteStoreTest : public ::testing::Test {
 protected:
  [[nodiscard]] const std::string& state() const { return folder_.path(); }
  void write(std::vector<Entry> group) { ASSERT_TRUE(append(state(), std::move(group))); }
  [[nodiscard]] std::vector<Entry> entries(const std::string& run) const {
    auto read = reader(state()).entries(run);
    EXPECT_TRUE(read) << (read ? "" : to_line(read.error()));
    return read ? *read : std::vector<Entry>();
  }

  test::StateFolder folder_;
};

std::vector<std::string> kinds(const std::vector<Entry>& entries) {
  std::vector<std::string> all;
  for (const Entry& each : entries) all.push_back(each.kind);
  return all;
}

RunEnded run_ended(RunOutcome outcome) {
  RunEnded event;
  event.outcome = outcome;
  event.jobs.total = event.jobs.succeeded = 12;
  return event;
}

OutputPlaced placed_as(const std::string& path, const std::string& key) {
  OutputPlaced event;
  event.film.path = path;
  event.key = key;
  return event;
}

TEST_F(SqliteStoreTest, given_a_folder_without_a_journal_then_it_reads_as_empty_and_nothing_is_made) {
  const JournalReader none = reader(state() + "/not/there");
  EXPECT_THAT(*none.runs(), IsEmpty());
  EXPECT_THAT(*none.heads(0), IsEmpty());
  EXPECT_THAT(*none.entries("run"), IsEmpty());
  EXPECT_FALSE(*none.placed("/film.mp4"));
  EXPECT_EQ(*none.previous("reel.yaml", ""), "");
  EXPECT_THAT(*forget_runs(state(), test::at_second(0)), IsEmpty());
  EXPECT_TRUE(std::filesystem::is_empty(state()));
}

TEST_F(SqliteStoreTest, given_a_journal_that_nobody_has_open_when_it_is_read_then_nothing_is_left_beside_it) {
  write({numbered("a", 1)});
  const auto files = [&] {
    std::vector<std::string> names;
    for (const auto& file : std::filesystem::directory_iterator(state()))
      names.push_back(file.path().filename());
    return names;
  };
  const auto before = files();
  const std::string bytes = test::text_of(folder_.journal());
  EXPECT_THAT(entries("a"), SizeIs(1));
  EXPECT_THAT(files(), UnorderedElementsAreArray(before));
  EXPECT_EQ(test::text_of(folder_.journal()), bytes);
}

TEST_F(SqliteStoreTest, given_events_of_two_runs_then_each_has_its_own_as_they_were_and_in_their_order) {
  const std::string probes(3'000'000, 'p');
  write({entry("a", RunSubmitted{"reel.yaml", "the \xff request"}, 1), numbered("b", 1), numbered("a", 2)});
  write({entry("a", FilmPlanned{"", "reel", {}, probes}, 3), numbered("b", 2)});
  const auto found = entries("a");
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].at, test::at_second(1));
  EXPECT_EQ(found[0].large, "the \xff request");
  EXPECT_EQ(found[1].body, numbered("a", 2).body);
  EXPECT_EQ(found[2].large, probes);
  EXPECT_EQ(entries("b").size(), 2U);
  EXPECT_THAT(entries("c"), IsEmpty());
  EXPECT_THAT(*reader(state()).runs(), ElementsAre("b", "a"));
}

TEST_F(SqliteStoreTest,
       given_a_reader_then_it_sees_what_is_written_while_it_is_open_and_the_writer_does_not_wait) {
  write({numbered("a", 1)});
  const JournalReader open_one = reader(state());
  EXPECT_EQ(open_one.entries("a")->size(), 1U);
  write({numbered("a", 2)});
  EXPECT_EQ(open_one.entries("a")->size(), 2U);
}

TEST_F(SqliteStoreTest, given_runs_in_every_state_then_heads_have_what_a_list_needs_of_each) {
  write({entry("ended", RunSubmitted{"reel.yaml", "request"}), numbered("ended", 1),
         entry("ended", run_ended(RunOutcome::succeeded))});
  write({entry("again", RunSubmitted{"reel.yaml", "request"}), entry("again", run_ended(RunOutcome::failed)),
         entry("again", RunTaken{2, 1, "host"}), entry("again", run_ended(RunOutcome::partial))});
  write({entry("interrupted", RunSubmitted{"reel.yaml", "request"}), numbered("interrupted", 1),
         entry("interrupted", run_ended(RunOutcome::interrupted))});
  write({entry("taken", RunSubmitted{"reel.yaml", "request"}), entry("taken", run_ended(RunOutcome::failed)),
         entry("taken", RunTaken{2, 1, "host"}), entry("taken", FilmPlanned{"", "reel", {}, "probes"})});
  const auto heads = reader(state()).heads(0);
  ASSERT_TRUE(heads) << to_line(heads.error());
  ASSERT_EQ(heads->size(), 4U);
  EXPECT_THAT(kinds((*heads)[0]), ElementsAre("run.submitted", "run.ended", "run.taken", "film.planned"));
  EXPECT_THAT(kinds((*heads)[1]), ElementsAre("run.submitted", "job.began", "run.ended"));
  EXPECT_THAT(kinds((*heads)[2]), ElementsAre("run.submitted", "run.ended"));
  EXPECT_THAT(kinds((*heads)[3]), ElementsAre("run.submitted", "run.ended"));
  EXPECT_EQ((*heads)[2].at(0).run, "again");
  EXPECT_EQ((*heads)[0].at(3).large, "") << "large parts are left out";
  EXPECT_EQ(RunHistory::fold((*heads)[2])->state(false), RunState::partial) << "the last end counts";
  EXPECT_EQ(RunHistory::fold((*heads)[3])->counts(false).succeeded, 12);
  const auto newest = reader(state()).heads(3);
  ASSERT_EQ(newest->size(), 3U);
  EXPECT_EQ((*newest)[2].at(0).run, "again");
}

TEST_F(SqliteStoreTest, given_heads_then_they_fold_to_the_same_list_as_all_events) {
  for (int run = 0; run < 30; ++run) {
    const std::string id = "run-" + std::to_string(run);
    std::vector<Entry> group = {entry(id, RunSubmitted{"reel.yaml", ""}, run), entry(id, RunTaken{})};
    if (run % 2 == 0) group.push_back(entry(id, FilmPlanned{"", "reel", {{"a", "clip", ""}}, ""}));
    if (run % 3 == 0) group.push_back(entry(id, RunPauseAsked{}));
    if (run % 5 == 0) group.push_back(entry(id, RunCancelAsked{}));
    if (run % 4 != 0) group.push_back(entry(id, run_ended(static_cast<RunOutcome>(run % 5))));
    if (run % 7 == 0) group.push_back(entry(id, RunReleaseAsked{}));
    write(std::move(group));
  }
  const auto heads = reader(state()).heads(0);
  ASSERT_EQ(heads->size(), 30U);
  for (const auto& head : *heads) {
    const auto all = RunHistory::fold(entries(head.at(0).run));
    const auto some = RunHistory::fold(head);
    EXPECT_EQ(some->state(false), all->state(false)) << head.at(0).run;
    EXPECT_EQ(some->can_be_resumed(), all->can_be_resumed()) << head.at(0).run;
    EXPECT_EQ(some->counts(false).total, all->counts(false).total) << head.at(0).run;
  }
}

TEST_F(SqliteStoreTest, given_films_placed_more_than_once_then_the_newest_of_exactly_that_path_is_found) {
  write({entry("a", placed_as("/film.mp4", "old")), entry("a", placed_as("/film \xff.mp4", "bytes"))});
  write({entry("b", placed_as("/film.mp4", "new"), 5)});
  const auto found = reader(state()).placed("/film.mp4");
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->run, "b");
  EXPECT_EQ(std::get<OutputPlaced>(*from_entry(**found)).key, "new");
  const auto of_bytes = reader(state()).placed("/film \xff.mp4");
  ASSERT_TRUE(of_bytes && *of_bytes);
  EXPECT_EQ(std::get<OutputPlaced>(*from_entry(**of_bytes)).key, "bytes");
  EXPECT_FALSE(*reader(state()).placed("/film"));
}

TEST_F(SqliteStoreTest, given_runs_of_a_pipeline_then_the_previous_is_the_newest_planned_one_but_the_asked) {
  const auto run = [&](const std::string& id, const std::string& pipeline, bool plans) {
    write({entry(id, RunSubmitted{pipeline, ""})});
    if (plans) write({entry(id, FilmPlanned{"", "reel", {}, ""})});
  };
  run("a", "reel.yaml", true);
  run("b", "reel.yaml", true);
  run("c", "reel.yaml", false);
  run("d", "other.yaml", true);
  run("e", "reel.yaml", true);
  EXPECT_EQ(*reader(state()).previous("reel.yaml", "e"), "b");
  EXPECT_EQ(*reader(state()).previous("reel.yaml", "b"), "e");
  EXPECT_EQ(*reader(state()).previous("none.yaml", ""), "");
}

TEST_F(SqliteStoreTest, when_old_runs_are_forgotten_then_those_that_ended_for_good_go_and_all_else_stays) {
  for (int run = 0; run < 120; ++run) {
    const std::string id = "old-" + std::to_string(run);
    write({entry(id, RunSubmitted{"reel.yaml", "request"}), entry(id, placed_as("/" + id, "")),
           entry(id, run_ended(RunOutcome::failed), 10)});
  }
  write({entry("new", RunSubmitted{"reel.yaml", ""}), entry("new", run_ended(RunOutcome::failed), 20)});
  write({entry("interrupted", RunSubmitted{"reel.yaml", ""}),
         entry("interrupted", run_ended(RunOutcome::interrupted))});
  write({entry("resumed", run_ended(RunOutcome::failed)), entry("resumed", RunTaken{2, 1, ""})});
  const auto held = [](const std::string& id) { return id != "old-7"; };
  const auto gone = forget_runs(state(), test::at_second(15), held);
  ASSERT_TRUE(gone) << to_line(gone.error());
  EXPECT_EQ(gone->size(), 119U);
  EXPECT_THAT(*reader(state()).runs(), ElementsAre("resumed", "interrupted", "new", "old-7"));
  EXPECT_THAT(entries("old-1"), IsEmpty());
  EXPECT_EQ(entries("old-7").size(), 3U);
  EXPECT_FALSE(*reader(state()).placed("/old-1"));
  write({numbered("old-1", 1)});
  EXPECT_EQ(entries("old-1").size(), 1U) << "a forgotten id begins anew";
}

TEST_F(SqliteStoreTest, given_a_journal_over_the_store_then_a_commit_that_resumed_is_on_the_disk) {
  boost::asio::io_context loop(1);
  auto store = SqliteStore::open(loop.get_executor(), state());
  ASSERT_TRUE(store);
  Journal journal(loop.get_executor(), **store);
  int committed = 0;
  const auto step = [&](int number) -> boost::asio::awaitable<void> {
    Entry mine = numbered("run", number);
    const Result<void> result = co_await journal.commit(std::move(mine));
    EXPECT_TRUE(result);
    EXPECT_GE(reader(state()).entries("run")->size(), static_cast<std::size_t>(++committed));
  };
  for (int number = 0; number < 50; ++number)
    boost::asio::co_spawn(loop, step(number), boost::asio::detached);
  loop.run();
  EXPECT_EQ(committed, 50);
  EXPECT_EQ(entries("run").size(), 50U);
}

TEST_F(SqliteStoreTest,
       when_the_store_goes_away_with_a_group_under_way_then_nothing_hangs_and_all_or_none_is_there) {
  {
    boost::asio::io_context loop(1);
    auto store = SqliteStore::open(loop.get_executor(), state());
    ASSERT_TRUE(store);
    Journal journal(loop.get_executor(), **store);
    for (int number = 0; number < 500; ++number) journal.note(numbered("run", number));
    loop.run_one();  // the group is given to the store's thread
  }
  const std::size_t found = entries("run").size();
  EXPECT_TRUE(found == 0 || found == 500) << found;
}

TEST(Schema, given_an_older_journal_then_the_steps_that_it_lacks_are_taken_once_and_all_or_none) {
  const test::StateFolder folder;
  auto database = sqlite::Database::open(folder.journal(), sqlite::Access::read_write);
  ASSERT_TRUE(database);
  const std::vector<const char*> steps = {"create table one (x)",
                                          "create table two (x); insert into one values (2)",
                                          "create table three (x); create table broken"};
  ASSERT_TRUE(schema::migrate(*database, std::span(steps).first(1)));
  EXPECT_EQ(*database->version(), 1);
  ASSERT_TRUE(schema::migrate(*database, std::span(steps).first(2)));
  ASSERT_TRUE(schema::migrate(*database, std::span(steps).first(2)));
  EXPECT_EQ(*database->version(), 2);
  EXPECT_TRUE(database->execute("select x from two"));
  EXPECT_FALSE(schema::migrate(*database, steps));
  EXPECT_EQ(*database->version(), 2);
  EXPECT_FALSE(database->execute("select x from three")) << "half a step is none";
  const auto newer = schema::migrate(*database, std::span(steps).first(1));
  ASSERT_FALSE(newer);
  EXPECT_EQ(newer.error().code, "state.newer");
}

}  // namespace
}  // namespace spool::core
