// Journals that are cut short, have flipped bits, are of another version, or have no room: a clear word each
// time, never a crash, and never anything but what was written.
#include "core/journal/run_history.h"
#include "core/sqlite/database.h"
#include "tests/journal/state_folder.h"

#include <gtest/gtest.h>

#include <gmock/gmock.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <random>
#include <set>
#include <string>
#include <vector>

namespace spool::core {
namespace {

using test::append;
using test::entry;
using test::numbered;
using test::reader;
using ::testing::AnyOf;
using ::testing::HasSubstr;

/// Everything that is read of a journal, as one text; or the code of the first error.
struct Read {
  std::set<std::string> errors;
  std::vector<std::string> events;

  explicit Read(const std::string& state) { read(state); }

 private:
  void read(const std::string& state) {
    const auto opened = JournalReader::open(state);
    if (!opened) return told(opened.error());
    const auto runs = opened->runs();
    if (!runs) return told(runs.error());
    if (const auto heads = opened->heads(0); !heads) told(heads.error());
    if (const auto placed = opened->placed("/film-3.mp4"); !placed) told(placed.error());
    if (const auto previous = opened->previous("reel.yaml", "x"); !previous) told(previous.error());
    for (const std::string& run : *runs) {
      const auto entries = opened->entries(run);
      if (!entries) told(entries.error());
      if (!entries) continue;
      for (const Entry& each : *entries) events.push_back(run + each.kind + each.body + each.large);
      if (const auto history = RunHistory::fold(*entries); !history) told(history.error());
    }
  }

  void told(const Error& error) {
    EXPECT_FALSE(error.message.empty());
    EXPECT_FALSE(error.hint.empty()) << error.code;
    errors.insert(error.code);
  }
};

class DamageTest : public ::testing::Test {
 protected:
  void SetUp() override {
    for (int run = 0; run < 6; ++run) write_run("run-" + std::to_string(run), run);
    whole_ = test::text_of(folder_.journal());
    ASSERT_GT(whole_.size(), 40'000U);
    const Read all(folder_.path());
    ASSERT_TRUE(all.errors.empty());
    events_ = std::set<std::string>(all.events.begin(), all.events.end());
    ASSERT_EQ(events_.size(), 6U * 24U);
  }

  void write_run(const std::string& id, int run) {
    OutputPlaced placed;
    placed.film.path = "/film-" + std::to_string(run) + ".mp4";
    std::vector<Entry> group = {entry(id, RunSubmitted{"reel.yaml", std::string(3000, 'r')}),
                                entry(id, RunTaken{}),
                                entry(id, FilmPlanned{"", "reel", {}, std::string(5000, 'p')})};
    for (int number = 0; number < 20; ++number) group.push_back(numbered(id, number));
    if (run % 2 == 0)
      group.push_back(entry(id, placed));
    else
      group.push_back(entry(id, RunEnded{}));
    ASSERT_TRUE(append(folder_.path(), std::move(group)));
  }

  /// Another folder with this as its journal.
  void damage_and_look(const std::string& bytes, const std::string& how) {
    SCOPED_TRACE(how);
    const test::StateFolder damaged;
    test::write_text(damaged.journal(), bytes);
    const Read read(damaged.path());
    for (const std::string& event : read.events) {
      EXPECT_TRUE(events_.contains(event)) << "read what nobody wrote: " << event.substr(0, 200);
    }
    const bool all_there = read.events.size() == events_.size();
    EXPECT_TRUE(all_there || !read.errors.empty())
        << "lost " << events_.size() - read.events.size() << " silently";
    for (const std::string& code : read.errors) EXPECT_THAT(code, AnyOf("state.damaged", "state.newer"));
    const auto written = append(damaged.path(), {numbered("run-0", 99), numbered("new", 1)});
    if (!written) {
      EXPECT_THAT(written.error().code,
                  AnyOf("state.damaged", "state.newer", "state.busy", "state.unusable"));
      EXPECT_FALSE(written.error().hint.empty());
    }
  }

  test::StateFolder folder_;
  std::string whole_;
  std::set<std::string> events_;
};

TEST_F(DamageTest,
       given_a_journal_cut_short_anywhere_then_that_is_told_and_nothing_that_was_not_written_is_read) {
  for (std::size_t length = 0; length < whole_.size(); length += length < 2000 ? 97 : 1711) {
    damage_and_look(whole_.substr(0, length), "cut to " + std::to_string(length));
  }
}

TEST_F(DamageTest, given_flipped_bits_anywhere_then_nothing_that_was_not_written_is_read) {
  std::mt19937 random(20261121);
  for (int round = 0; round < 200; ++round) {
    std::string bytes = whole_;
    const std::size_t at = round < 100 ? static_cast<std::size_t>(round) : random() % bytes.size();
    const unsigned bit = random() % 8;
    bytes[at] = static_cast<char>(static_cast<unsigned char>(bytes[at]) ^ (1U << bit));
    damage_and_look(bytes, "bit " + std::to_string(bit) + " of byte " + std::to_string(at));
  }
}

TEST_F(DamageTest, given_pages_of_zeros_or_noise_then_nothing_that_was_not_written_is_read) {
  std::mt19937 random(7);
  for (std::size_t page = 0; page * 4096 < whole_.size(); ++page) {
    std::string bytes = whole_;
    for (std::size_t i = 0; i < 4096; ++i) bytes[page * 4096 + i] = 0;
    damage_and_look(bytes, "page of zeros " + std::to_string(page));
    for (std::size_t i = 0; i < 4096; ++i) bytes[page * 4096 + i] = static_cast<char>(random());
    damage_and_look(bytes, "page of noise " + std::to_string(page));
  }
}

TEST_F(DamageTest, given_no_database_at_all_then_the_word_says_what_to_move_away_and_what_is_lost) {
  const test::StateFolder other;
  test::write_text(other.journal(), std::string(5000, 'x'));
  const auto told = append(other.path(), {numbered("run", 1)});
  ASSERT_FALSE(told);
  EXPECT_EQ(told.error().code, "state.damaged");
  EXPECT_THAT(told.error().message, HasSubstr(other.journal()));
  EXPECT_THAT(told.error().hint, HasSubstr("move journal.db"));
  EXPECT_EQ(test::text_of(other.journal()), std::string(5000, 'x')) << "left as it was";
}

TEST_F(DamageTest, given_a_log_with_flipped_bits_then_what_is_read_was_written) {
  std::mt19937 random(3);
  // As a killed writer leaves it: the log is not taken in yet.
  const test::StateFolder killed;
  std::filesystem::copy_file(folder_.journal(), killed.journal());
  EXPECT_EQ(test::end_of(test::in_another_process([&] {
              boost::asio::io_context loop(1);
              auto store = SqliteStore::open(loop.get_executor(), killed.path());
              if (!store) return 1;
              (*store)->append({numbered("run-0", 7)},
                               [](const Result<void>& result) { ::_exit(result ? 0 : 1); });
              loop.run();
              return 1;
            })),
            0);
  const std::string log = test::text_of(killed.journal() + "-wal");
  ASSERT_GT(log.size(), 4096U);
  events_.insert("run-0" + numbered("run-0", 7).kind + numbered("run-0", 7).body);
  for (int round = 0; round < 60; ++round) {
    const test::StateFolder damaged;
    std::string bytes = log;
    bytes[random() % bytes.size()] ^= static_cast<char>(1U << (random() % 8));
    test::write_text(damaged.journal(), whole_);
    test::write_text(damaged.journal() + "-wal",
                     round % 2 == 0 ? bytes : log.substr(0, random() % log.size()));
    const Read read(damaged.path());
    for (const std::string& event : read.events) EXPECT_TRUE(events_.contains(event));
    EXPECT_GE(read.events.size() + (read.errors.empty() ? 0 : 24), 6U * 24U);
    EXPECT_TRUE(append(damaged.path(), {numbered("new", 1)}) || !read.errors.empty());
  }
}

TEST(OtherJournals, given_one_of_a_newer_spool_then_it_is_refused_with_both_versions_and_left_alone) {
  const test::StateFolder folder;
  ASSERT_TRUE(append(folder.path(), {numbered("run", 1)}));
  {
    auto database = sqlite::Database::open(folder.journal(), sqlite::Access::read_write);
    ASSERT_TRUE(database->execute("pragma user_version = 7"));
  }
  const std::string before = test::text_of(folder.journal());
  for (const auto& error :
       {append(folder.path(), {numbered("run", 2)}).error(), JournalReader::open(folder.path()).error(),
        forget_runs(folder.path(), test::at_second(0)).error()}) {
    EXPECT_EQ(error.code, "state.newer");
    EXPECT_THAT(error.message, HasSubstr("of version 7"));
    EXPECT_THAT(error.message, HasSubstr("above 1"));
  }
  EXPECT_EQ(test::text_of(folder.journal()), before);
}

TEST(OtherJournals, given_another_program_that_writes_in_it_then_that_is_told_and_nothing_waits) {
  const test::StateFolder folder;
  ASSERT_TRUE(append(folder.path(), {numbered("run", 1)}));
  auto other = sqlite::Database::open(folder.journal(), sqlite::Access::read_write);
  ASSERT_TRUE(other);
  auto transaction = sqlite::Transaction::begin(*other);
  const auto told = append(folder.path(), {numbered("run", 2)});
  ASSERT_FALSE(told);
  EXPECT_EQ(told.error().code, "state.busy");
  EXPECT_EQ(reader(folder.path()).entries("run")->size(), 1U) << "readers do not mind";
}

TEST(NoRoom, given_a_disk_that_gets_full_then_the_group_is_refused_whole_and_all_before_it_is_there) {
  const test::StateFolder folder;
  ASSERT_TRUE(append(folder.path(), {numbered("run", 0)}));
  const pid_t child = test::in_another_process([&] {
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{300'000, 300'000};
    if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) return 90;
    int written = 1;
    while (true) {
      const auto told = append(folder.path(), {numbered("run", written),
                                               entry("run", RunSubmitted{"x", std::string(20'000, 'x')})});
      if (!told) return told.error().code == "disk.full" && !told.error().hint.empty() ? written : 91;
      if (++written == 80) return 92;
    }
  });
  const int written = test::end_of(child);
  ASSERT_GT(written, 1);
  ASSERT_LT(written, 80) << "90: no limit could be set, 91: another error, 92: it never got full";
  const auto entries = reader(folder.path()).entries("run");
  ASSERT_TRUE(entries) << to_line(entries.error());
  EXPECT_EQ(entries->size(), static_cast<std::size_t>(2 * written - 1));
  EXPECT_TRUE(append(folder.path(), {numbered("run", 1)})) << "room was made";
}

TEST(NoRoom, given_a_limit_of_every_size_then_what_was_told_to_be_written_is_there_and_the_rest_is_an_error) {
  for (rlim_t size = 0; size < 140'000; size += 7001) {
    SCOPED_TRACE(size);
    const test::StateFolder folder;
    const pid_t child = test::in_another_process([&] {
      ::signal(SIGXFSZ, SIG_IGN);
      const rlimit limit{size, size};
      if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) return 90;
      const auto told = append(
          folder.path(), {numbered("run", 0), entry("run", RunSubmitted{"x", std::string(50'000, 'x')})});
      if (!told && told.error().code != "disk.full")
        std::fprintf(stderr, "%s\n", to_line(told.error()).c_str());
      return told ? 0 : told.error().code == "disk.full" ? 1 : 91;
    });
    const int end = test::end_of(child);
    ASSERT_THAT(end, AnyOf(0, 1));
    const auto opened = JournalReader::open(folder.path());
    ASSERT_TRUE(opened) << to_line(opened.error());
    EXPECT_EQ(opened->entries("run")->size(), end == 0 ? 2U : 0U);
    EXPECT_TRUE(append(folder.path(), {numbered("run", 0)})) << "room was made";
  }
}

/// In a process that is not root, for whom permissions hold; 0: what was expected came.
int as_nobody(const std::function<bool()>& look) {
  return test::end_of(test::in_another_process([&] {
    if (::geteuid() == 0 && (::setgid(65534) != 0 || ::setuid(65534) != 0)) return 90;
    return look() ? 0 : 1;
  }));
}

TEST(ReadOnlyFolders, given_a_clean_journal_then_it_is_read_and_writing_is_refused_with_a_remedy) {
  const test::StateFolder folder;
  ASSERT_TRUE(append(folder.path(), {numbered("run", 1)}));
  ASSERT_EQ(::chmod(folder.path().c_str(), 0555) + ::chmod(folder.journal().c_str(), 0444), 0);
  EXPECT_EQ(as_nobody([&] {
              const auto opened = JournalReader::open(folder.path());
              return opened && opened->entries("run")->size() == 1;
            }),
            0);
  EXPECT_EQ(as_nobody([&] {
              const auto told = append(folder.path(), {numbered("run", 2)});
              return !told && told.error().code == "state.unusable" && !told.error().hint.empty();
            }),
            0);
  ::chmod(folder.path().c_str(), 0755);
}

TEST(ReadOnlyFolders, given_a_log_that_a_killed_writer_left_then_the_word_says_why_it_cannot_be_read) {
  const test::StateFolder folder;
  EXPECT_EQ(test::end_of(test::in_another_process([&] {
              boost::asio::io_context loop(1);
              auto store = SqliteStore::open(loop.get_executor(), folder.path());
              (*store)->append({numbered("run", 1)},
                               [](const Result<void>& result) { ::_exit(result ? 0 : 1); });
              loop.run();
              return 1;
            })),
            0);
  std::filesystem::remove(folder.journal() + "-shm");
  for (const char* end : {"", "-wal"}) ::chmod((folder.journal() + end).c_str(), 0444);
  ::chmod(folder.path().c_str(), 0555);
  EXPECT_EQ(as_nobody([&] {
              const auto opened = JournalReader::open(folder.path());
              if (!opened) std::fprintf(stderr, "%s\n", to_line(opened.error()).c_str());
              if (opened) return opened->entries("run")->size() == 1;
              return opened.error().code == "state.unusable" &&
                     opened.error().message.find("-wal") != std::string::npos;
            }),
            0);
  ::chmod(folder.path().c_str(), 0755);
}

TEST(ReadOnlyFolders, given_a_place_where_no_folder_can_be_made_then_that_is_told) {
  const test::StateFolder folder;
  test::write_text(folder.path() + "/file", "");
  const auto told = append(folder.path() + "/file/state", {numbered("run", 1)});
  ASSERT_FALSE(told);
  EXPECT_EQ(told.error().code, "state.unusable");
}

}  // namespace
}  // namespace spool::core
