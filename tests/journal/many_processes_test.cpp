// The journal among processes: killed writers, writers at once, and one that keeps the others waiting.
#include "core/journal/appender.h"
#include "core/journal/journal.h"
#include "core/journal/schema.h"
#include "core/sqlite/database.h"
#include "tests/journal/state_folder.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <gtest/gtest.h>

#include <poll.h>
#include <signal.h>

#include <array>
#include <string>
#include <vector>

namespace spool::core {
namespace {

using test::append;
using test::end_of;
using test::in_another_process;
using test::numbered;
using test::reader;

class ManyProcessesTest : public ::testing::Test {
 protected:
  [[nodiscard]] const std::string& state() const { return folder_.path(); }

  /// Commits one event after another, four at a time, and says the number of each when it is on the disk.
  [[nodiscard]] int write_until_killed(int tell) const {
    boost::asio::io_context loop(1);
    auto store = SqliteStore::open(loop.get_executor(), state());
    if (!store) return 1;
    Journal journal(loop.get_executor(), **store);
    int next = 0;
    const auto producer = [&]() -> boost::asio::awaitable<void> {
      while (true) {
        const int number = next++;
        Entry mine = numbered("run", number);
        const Result<void> result = co_await journal.commit(std::move(mine));
        if (!result || ::write(tell, &number, sizeof number) != sizeof number) ::_exit(1);
      }
    };
    for (int i = 0; i < 4; ++i) boost::asio::co_spawn(loop, producer(), boost::asio::detached);
    loop.run();
    return 1;
  }

  test::StateFolder folder_;
};

TEST_F(ManyProcessesTest,
       given_a_writer_when_it_is_killed_then_all_that_it_had_been_told_is_there_and_no_hole) {
  std::array<int, 2> pipe = {};
  ASSERT_EQ(::pipe(pipe.data()), 0);
  std::size_t before = 0;
  for (int kill = 1; kill <= 8; ++kill) {
    const pid_t child = in_another_process([&] { return write_until_killed(pipe[1]); });
    int number = 0;
    std::size_t told = 0;
    for (; told < static_cast<std::size_t>(kill * kill * 3); ++told) {
      ASSERT_EQ(::read(pipe[0], &number, sizeof number), static_cast<ssize_t>(sizeof number));
    }
    ::kill(child, SIGKILL);
    EXPECT_EQ(end_of(child), -SIGKILL);
    for (pollfd more{pipe[0], POLLIN, 0}; ::poll(&more, 1, 0) == 1; ++told) {
      ASSERT_EQ(::read(pipe[0], &number, sizeof number), static_cast<ssize_t>(sizeof number));
    }
    const auto entries = reader(state()).entries("run");
    ASSERT_TRUE(entries) << to_line(entries.error());
    ASSERT_GE(entries->size(), before + told);
    for (std::size_t i = before; i < entries->size(); ++i) {
      EXPECT_EQ((*entries)[i].body, numbered("run", static_cast<int>(i - before)).body);
    }
    before = entries->size();
  }
  ::close(pipe[0]);
  ::close(pipe[1]);
}

TEST_F(ManyProcessesTest,
       given_ten_processes_that_open_and_write_at_once_then_every_event_of_each_is_there_in_its_order) {
  constexpr int writers = 10;
  constexpr int groups = 20;
  std::vector<pid_t> children;
  for (int writer = 0; writer < writers; ++writer) {
    children.push_back(in_another_process([&] {
      const std::string run = "run-" + std::to_string(writer);
      for (int group = 0; group < groups; ++group) {
        auto told = append(state(), {numbered(run, 2 * group), numbered(run, 2 * group + 1)});
        if (!told) std::fprintf(stderr, "%s\n", to_line(told.error()).c_str());
        if (!told) return 1;
        auto opened = JournalReader::open(state());
        if (!opened) std::fprintf(stderr, "%s\n", to_line(opened.error()).c_str());
        if (!opened || opened->entries(run)->size() != static_cast<std::size_t>(2 * group + 2)) return 2;
      }
      return 0;
    }));
  }
  for (const pid_t child : children) EXPECT_EQ(end_of(child), 0);
  EXPECT_EQ(reader(state()).runs()->size(), static_cast<std::size_t>(writers));
  for (int writer = 0; writer < writers; ++writer) {
    const std::string run = "run-" + std::to_string(writer);
    const auto entries = reader(state()).entries(run);
    ASSERT_EQ(entries->size(), static_cast<std::size_t>(2 * groups));
    for (int i = 0; i < 2 * groups; ++i) {
      EXPECT_EQ((*entries)[static_cast<std::size_t>(i)].body, numbered(run, i).body);
    }
  }
}

/// Has the turn, says so, and when it is asked to go on it writes in its turn, and ends with it.
int write_in_a_long_turn(const std::string& state, int tell, int asked) {
  const auto turn = sqlite::WriteTurn::take(schema::turn_file(state));
  char byte = 0;
  if (!turn || ::write(tell, &byte, 1) != 1 || ::read(asked, &byte, 1) != 1) return 1;
  auto database = schema::open_for_writing(state);
  if (!database) return 2;
  auto appender = Appender::prepare(std::move(*database), state + "/turn of its own");
  return appender && appender->append(std::vector<Entry>{numbered("run", 1)}) ? 0 : 3;
}

TEST_F(ManyProcessesTest,
       given_one_that_has_the_turn_then_readers_do_not_wait_and_a_writer_writes_when_it_is_over) {
  ASSERT_TRUE(append(state(), {numbered("run", 0)}));
  std::array<int, 2> has_it = {};
  std::array<int, 2> go_on = {};
  ASSERT_EQ(::pipe(has_it.data()) + ::pipe(go_on.data()), 0);
  const pid_t child = in_another_process([&] { return write_in_a_long_turn(state(), has_it[1], go_on[0]); });
  char byte = 0;
  ASSERT_EQ(::read(has_it[0], &byte, 1), 1);
  EXPECT_EQ(reader(state()).entries("run")->size(), 1U) << "while the turn is another's";

  boost::asio::io_context loop(1);
  auto store = SqliteStore::open(loop.get_executor(), state());
  ASSERT_TRUE(store);
  bool told = false;
  (*store)->append({numbered("run", 2)}, [&](const Result<void>& result) { told = result.has_value(); });
  loop.poll();
  EXPECT_FALSE(told) << "the loop does not wait";
  ASSERT_EQ(::write(go_on[1], &byte, 1), 1);
  loop.restart();
  loop.run();
  EXPECT_TRUE(told);
  EXPECT_EQ(end_of(child), 0);
  const auto entries = reader(state()).entries("run");
  ASSERT_EQ(entries->size(), 3U);
  EXPECT_EQ((*entries)[1].body, numbered("run", 1).body);
  EXPECT_EQ((*entries)[2].body, numbered("run", 2).body);
  for (const int fd : {has_it[0], has_it[1], go_on[0], go_on[1]}) ::close(fd);
}

}  // namespace
}  // namespace spool::core
