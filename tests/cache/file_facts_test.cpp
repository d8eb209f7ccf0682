#include "core/cache/file_facts.h"

#include "tests/cache/folder.h"

#include <gmock/gmock.h>

#include <thread>

namespace spool::core {
namespace {

using ::testing::IsEmpty;

class FileFactsTest : public test::FolderTest {
 protected:
  [[nodiscard]] FileFacts open(bool read_only = false) const {
    auto facts = FileFacts::open(at("state"), read_only);
    EXPECT_TRUE(facts) << to_line(facts.error());
    return std::move(*facts);
  }
  /// As it would be a moment later.
  [[nodiscard]] static FileIdentity settled(const std::string& path) {
    FileIdentity identity = identify(path).value();
    identity.young = false;
    return identity;
  }
};

FileIdentity made_up(std::uint64_t number) { return {1, number, 100 + number, 1'000'000'007, 1'000'000'009}; }

TEST_F(FileFactsTest, given_facts_then_they_are_there_when_it_is_opened_again) {
  const FileIdentity file = settled(write("match.mp4", "frames"));
  {
    FileFacts facts = open();
    EXPECT_EQ(facts.find(file, "digest"), std::nullopt);
    facts.put(file, "digest", "abc");
    facts.put(file, "media/1", "{\"width\": 1920}");
    EXPECT_EQ(facts.find(file, "digest"), "abc");
  }
  const FileFacts facts = open();
  EXPECT_EQ(facts.find(file, "digest"), "abc");
  EXPECT_EQ(facts.find(file, "media/1"), "{\"width\": 1920}");
  EXPECT_EQ(facts.find(file, "media/2"), std::nullopt);
}

TEST_F(FileFactsTest, given_values_of_any_bytes_and_numbers_of_any_size_then_they_come_back) {
  FileFacts facts = open();
  const FileIdentity vast = {~0ULL, ~0ULL - 1, ~0ULL - 2, -5, -7};
  const std::string odd("\0'\xff\n\"", 5);
  facts.put(vast, odd, odd + std::string(300'000, 'x'));
  facts.put(vast, "empty", "");
  EXPECT_EQ(facts.find(vast, odd), odd + std::string(300'000, 'x'));
  EXPECT_EQ(facts.find(vast, "empty"), "");
}

TEST_F(FileFactsTest, when_the_file_changes_then_what_was_known_of_it_is_gone) {
  FileFacts facts = open();
  const FileIdentity before = settled(write("match.mp4", "frames"));
  facts.put(before, "digest", "abc");
  const FileIdentity after = settled(write("match.mp4", "other frames"));
  EXPECT_EQ(facts.find(after, "digest"), std::nullopt);
  facts.put(after, "digest", "def");
  EXPECT_EQ(facts.find(after, "digest"), "def");
  EXPECT_EQ(facts.find(before, "digest"), std::nullopt) << "who it was is nobody's any more";
}

TEST_F(FileFactsTest, when_it_changes_and_its_time_is_put_back_then_the_time_of_the_change_gives_it_away) {
  FileFacts facts = open();
  const std::string path = write("match.mp4", "frames");
  const struct stat status = status_of(path);
  const FileIdentity before = settled(path);
  facts.put(before, "digest", "abc");
  FileIdentity after;
  do {  // until the clock that stamps files has moved on
    write("match.mp4", "FRAMES");
    const timespec times[2] = {status.st_atim, status.st_mtim};
    ASSERT_EQ(::utimensat(AT_FDCWD, path.c_str(), times, 0), 0);
    after = settled(path);
  } while (after.changed_ns == before.changed_ns);
  EXPECT_EQ(after.modified_ns, before.modified_ns);
  EXPECT_EQ(facts.find(after, "digest"), std::nullopt);
}

TEST_F(FileFactsTest, given_a_file_that_changed_a_moment_ago_then_nothing_is_kept_of_it) {
  FileFacts facts = open();
  FileIdentity file = settled(write("match.mp4", "frames"));
  file.young = true;
  facts.put(file, "digest", "abc");
  EXPECT_EQ(facts.find(file, "digest"), std::nullopt);
  file.young = false;
  facts.put(file, "digest", "abc");
  EXPECT_EQ(facts.find(file, "digest"), "abc");
}

TEST_F(FileFactsTest, given_a_value_then_any_file_may_have_it) {
  FileFacts facts = open();
  facts.put(made_up(1), "sample", "0123456789abcdef0123456789abcdef");
  EXPECT_TRUE(facts.has_value("sample", "0123456789abcdef0123456789abcdef"));
  EXPECT_FALSE(facts.has_value("digest", "0123456789abcdef0123456789abcdef"));
  EXPECT_FALSE(facts.has_value("sample", "0123456789abcdef"));
}

TEST_F(FileFactsTest, given_days_then_what_was_not_used_for_so_long_is_dropped) {
  FileFacts facts = open();
  facts.put(made_up(1), "digest", "abc");
  facts.trim(1);
  EXPECT_EQ(facts.find(made_up(1), "digest"), "abc");
  facts.trim(-1);  // as if tomorrow had come and gone
  EXPECT_EQ(facts.find(made_up(1), "digest"), std::nullopt);
}

TEST_F(FileFactsTest, given_read_only_then_nothing_is_written_whatever_is_there) {
  {
    const FileFacts none = open(true);
    EXPECT_EQ(none.find(made_up(1), "digest"), std::nullopt);
    EXPECT_FALSE(none.has_value("digest", "abc"));
  }
  EXPECT_FALSE(std::filesystem::exists(at("state")));

  open().put(made_up(1), "digest", "abc");
  const auto before = all_in(at("state"));
  const struct stat database = status_of(at("state/facts.db"));
  {
    FileFacts facts = open(true);
    EXPECT_EQ(facts.find(made_up(1), "digest"), "abc");
    facts.put(made_up(2), "digest", "def");
    facts.trim(-1);
    EXPECT_EQ(facts.find(made_up(2), "digest"), std::nullopt);
    EXPECT_EQ(facts.find(made_up(1), "digest"), "abc");
    EXPECT_EQ(all_in(at("state")), before) << "while it is open";
  }
  EXPECT_EQ(all_in(at("state")), before);
  EXPECT_EQ(status_of(at("state/facts.db")).st_mtim.tv_nsec, database.st_mtim.tv_nsec);
}

TEST_F(FileFactsTest, given_a_writer_at_work_then_a_reader_sees_what_it_has_kept) {
  FileFacts writer = open();
  writer.put(made_up(1), "digest", "abc");
  const FileFacts reader = open(true);
  EXPECT_EQ(reader.find(made_up(1), "digest"), "abc");
  writer.put(made_up(2), "digest", "def");
  EXPECT_EQ(reader.find(made_up(2), "digest"), "def");
}

TEST_F(FileFactsTest, when_several_write_at_once_then_all_is_kept) {
  const auto write_some = [this](std::uint64_t from) {
    FileFacts facts = open();
    for (std::uint64_t i = from; i < from + 100; ++i) facts.put(made_up(i), "digest", std::to_string(i));
  };
  std::thread one(write_some, 0), two(write_some, 100), three(write_some, 200);
  one.join();
  two.join();
  three.join();
  const FileFacts facts = open();
  for (std::uint64_t i = 0; i < 300; ++i) ASSERT_EQ(facts.find(made_up(i), "digest"), std::to_string(i));
}

TEST_F(FileFactsTest, given_no_database_at_all_then_it_is_made_anew_without_a_word) {
  std::filesystem::create_directories(at("state"));
  for (const std::string content : {"", "garbage", "SQLite format 3"}) {
    write("state/facts.db", content + std::string(content.empty() ? 0 : 5000, 'x'));
    EXPECT_EQ(open(true).find(made_up(1), "digest"), std::nullopt);
    FileFacts facts = open();
    facts.put(made_up(1), "digest", "abc");
    EXPECT_EQ(facts.find(made_up(1), "digest"), "abc");
  }
}

TEST_F(FileFactsTest, given_a_file_cut_short_or_with_any_byte_changed_then_no_fact_is_wrong_and_it_works_on) {
  {
    FileFacts facts = open();
    for (std::uint64_t i = 0; i < 200; ++i)
      facts.put(made_up(i), "digest", "the digest of " + std::to_string(i));
  }
  const std::string whole = read(at("state/facts.db"));
  ASSERT_GT(whole.size(), 20'000U);
  const auto expect_sound = [this](std::size_t where) {
    FileFacts facts = open();
    for (std::uint64_t i = 0; i < 200; ++i) {
      const auto found = facts.find(made_up(i), "digest");
      ASSERT_EQ(found.value_or("the digest of " + std::to_string(i)), "the digest of " + std::to_string(i))
          << where;
    }
    for (int i = 0; i < 2 && !facts.find(made_up(7), "new"); ++i) facts.put(made_up(7), "new", "abc");
    ASSERT_EQ(facts.find(made_up(7), "new"), "abc") << where;
  };
  for (std::size_t where = 0; where < whole.size(); where += whole.size() / 150 + 1) {
    std::string broken = whole;
    broken[where] = static_cast<char>(broken[where] ^ 0x55);
    write("state/facts.db", broken);
    expect_sound(where);
  }
  for (std::size_t size = 0; size < whole.size(); size += 1777) {
    write("state/facts.db", whole.substr(0, size));
    expect_sound(size);
  }
}

TEST_F(FileFactsTest, given_a_state_folder_that_cannot_be_then_it_says_so) {
  write("state", "a file");
  EXPECT_EQ(FileFacts::open(at("state")).error().code, "state.unusable");
  EXPECT_TRUE(FileFacts::open(at("state"), true));
}

}  // namespace
}  // namespace spool::core
