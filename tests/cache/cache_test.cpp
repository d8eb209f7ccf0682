#include "core/cache/cache.h"

#include "core/cache/cache_entry.h"
#include "core/cache/digest.h"
#include "tests/cache/folder.h"

#include <gmock/gmock.h>
#include <sys/resource.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <functional>

namespace spool::core {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::uint64_t roomy = 1'000'000'000;

class CacheTest : public test::FolderTest {
 protected:
  [[nodiscard]] Cache cache(std::uint64_t limit = roomy) const { return {at("state"), limit}; }
  [[nodiscard]] std::string cached() const { return at("state/cache"); }

  static std::string key(int number) { return digest_of("key " + std::to_string(number)); }
  [[nodiscard]] std::string place(int number) const {
    return cached() + "/" + key(number).substr(0, 2) + "/" + key(number);
  }

  /// A rendered file of these bytes, put under the key.
  Result<void> put(Cache& cache, int number, const std::string& bytes) const {
    const std::string name = "work-" + std::to_string(number);
    std::filesystem::remove(at(name));  // never written to again: the cache has it
    return cache.put(key(number), write(name, bytes), digest_of(bytes));
  }
  /// The one file of an entry.
  [[nodiscard]] std::string data(int number) const {
    const auto files = all_in(place(number));
    EXPECT_THAT(files, SizeIs(1));
    return files.empty() ? std::string() : files.front();
  }
  void expect_whole(const Cache& cache, int number, const std::string& bytes) const {
    const std::string path = at("taken-" + std::to_string(number));
    const auto taken = cache.take(key(number), path);
    ASSERT_TRUE(taken) << to_line(taken.error());
    ASSERT_TRUE(taken->has_value());
    EXPECT_EQ((*taken)->size, bytes.size());
    EXPECT_EQ((*taken)->digest, digest_of(bytes));
    EXPECT_EQ(read(path), bytes);
    std::filesystem::remove(path);
  }
  /// When the entry was last used, as seconds since 1970.
  void used_at(int number, std::int64_t seconds) const {
    const timespec times[2] = {{seconds, 0}, {seconds, 0}};
    ASSERT_EQ(::utimensat(AT_FDCWD, place(number).c_str(), times, 0), 0);
  }
};

TEST_F(CacheTest, given_nothing_put_then_nothing_is_there_and_nothing_was_made) {
  Cache empty = cache();
  EXPECT_FALSE(empty.has(key(1)));
  EXPECT_EQ(empty.take(key(1), at("work")).value(), std::nullopt);
  EXPECT_EQ(empty.status().entries, 0U);
  EXPECT_EQ(empty.trim().value().bytes, 0U);
  EXPECT_EQ(empty.clear().value().entries, 0U);
  EXPECT_THAT(all_in(folder_), IsEmpty());
}

TEST_F(CacheTest, given_a_result_then_another_process_finds_it_under_its_key_and_has_it_without_a_copy) {
  Cache first = cache();
  ASSERT_TRUE(put(first, 1, "a clip"));
  EXPECT_EQ(read(at("work-1")), "a clip") << "it stays where it was";

  const Cache second = cache();
  EXPECT_TRUE(second.has(key(1)));
  EXPECT_FALSE(second.has(key(2)));
  ASSERT_TRUE(second.take(key(1), at("other name")).value().has_value());
  EXPECT_EQ(status_of(at("other name")).st_ino, status_of(at("work-1")).st_ino);
  EXPECT_EQ(second.status().entries, 1U);
  EXPECT_EQ(second.status().bytes, 6U);
  EXPECT_EQ(second.status().limit, roomy);
  EXPECT_EQ(second.status().folder, cached());
}

TEST_F(CacheTest, given_an_empty_result_then_it_is_one_like_any_other) {
  Cache some = cache();
  ASSERT_TRUE(put(some, 1, ""));
  expect_whole(some, 1, "");
}

TEST_F(CacheTest, given_a_key_that_is_there_then_what_is_there_stays) {
  Cache some = cache();
  ASSERT_TRUE(put(some, 1, "first"));
  ASSERT_TRUE(put(some, 1, "second"));
  expect_whole(some, 1, "first");
}

TEST_F(CacheTest, given_a_key_that_is_a_path_then_it_reaches_nothing_outside) {
  Cache some = cache();
  write("file", "x");
  for (const std::string bad : {"", "../../../file", "ab", "abcd/../x", "ABCD1234", "abcd\n", ".abcd"}) {
    EXPECT_FALSE(some.has(bad)) << bad;
    EXPECT_EQ(some.take(bad, at("t")).value(), std::nullopt) << bad;
    EXPECT_EQ(some.put(bad, at("file"), digest_of("x")).error().code, "cache.failed") << bad;
  }
  EXPECT_EQ(some.put(key(1), at("file"), "../../digest").error().code, "cache.failed");
  EXPECT_THAT(all_in(folder_), SizeIs(1));
}

TEST_F(CacheTest, when_it_is_dropped_while_another_holds_it_then_the_other_still_has_it_whole) {
  Cache some = cache();
  ASSERT_TRUE(put(some, 1, "a clip"));
  std::filesystem::remove(at("work-1"));
  ASSERT_TRUE(cache().take(key(1), at("held")).value().has_value());
  EXPECT_EQ(some.trim(0).value().bytes, 0U);
  EXPECT_FALSE(some.has(key(1)));
  EXPECT_EQ(read(at("held")), "a clip");
}

TEST_F(CacheTest, given_an_entry_damaged_in_any_way_then_it_is_told_dropped_and_can_be_made_anew) {
  const std::string whole(100'000, 'x');
  const auto flip = [](const std::string& path) {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(77'777);
    file.put('y');
  };
  const auto cut = [](const std::string& path) { std::filesystem::resize_file(path, 99'999); };
  const auto empty = [](const std::string& path) { std::filesystem::resize_file(path, 0); };
  const auto longer = [](const std::string& path) { std::filesystem::resize_file(path, 100'001); };
  const std::vector<std::function<void(const std::string&)>> damages = {flip, cut, empty, longer};
  Cache some = cache();
  for (std::size_t i = 0; i < damages.size(); ++i) {
    const int number = static_cast<int>(i);
    ASSERT_TRUE(put(some, number, whole));
    damages[i](data(number));
    const auto taken = some.take(key(number), at("taken"));
    ASSERT_FALSE(taken) << i;
    EXPECT_EQ(taken.error().code, "cache.damaged");
    EXPECT_FALSE(std::filesystem::exists(at("taken"))) << "nothing wrong is left where it was wanted";
    EXPECT_FALSE(some.has(key(number)));
    EXPECT_EQ(some.take(key(number), at("taken")).value(), std::nullopt) << "told once";
    ASSERT_TRUE(put(some, number, whole));
    expect_whole(some, number, whole);
  }
}

TEST_F(CacheTest,
       given_an_entry_without_its_file_or_with_something_else_then_it_counts_as_none_and_is_replaced) {
  const auto remove = [](const std::string& path) { std::filesystem::remove(path); };
  const auto garble = [](const std::string& path) { std::filesystem::rename(path, path + "-\xff g\n"); };
  const auto newer = [](const std::string& path) {
    std::filesystem::rename(path, std::filesystem::path(path).parent_path() / "2-of-a-later-form");
  };
  Cache some = cache();
  int number = 0;
  for (const auto& change : std::vector<std::function<void(const std::string&)>>{remove, garble, newer}) {
    ASSERT_TRUE(put(some, ++number, "a clip"));
    change(data(number));
    EXPECT_FALSE(some.has(key(number))) << number;
    EXPECT_EQ(some.take(key(number), at("taken")).value(), std::nullopt) << number;
    ASSERT_TRUE(put(some, number, "a clip")) << number;
    expect_whole(some, number, "a clip");
  }
}

TEST_F(CacheTest,
       given_a_link_or_a_folder_in_place_of_the_file_then_nothing_is_followed_and_nothing_crashes) {
  write("secret", "a clip");
  Cache some = cache();
  ASSERT_TRUE(put(some, 1, "a clip"));
  const std::string path = data(1);
  std::filesystem::remove(path);
  std::filesystem::create_symlink(at("secret"), path);
  EXPECT_FALSE(some.take(key(1), at("taken")));
  std::filesystem::create_directories(path);  // what was damaged is gone
  EXPECT_FALSE(some.take(key(1), at("taken")));
  EXPECT_FALSE(std::filesystem::exists(at("taken")));
  EXPECT_EQ(some.clear().value().entries, 0U);
  EXPECT_EQ(read(at("secret")), "a clip");
}

TEST_F(CacheTest, given_more_than_the_limit_then_the_least_recently_used_go_first) {
  Cache some = cache();
  for (int i = 1; i <= 5; ++i) {
    ASSERT_TRUE(put(some, i, std::string(1000, 'x')));
    used_at(i, 1'000'000 + i);
  }
  expect_whole(some, 1, std::string(1000, 'x'));  // used just now
  const CacheStatus left = some.trim(2500).value();
  EXPECT_EQ(left.entries, 2U);
  EXPECT_EQ(left.bytes, 2000U);
  EXPECT_TRUE(some.has(key(1)));
  EXPECT_TRUE(some.has(key(5)));
  EXPECT_EQ(some.status().bytes, 2000U);
}

TEST_F(CacheTest, when_puts_pass_the_limit_then_it_trims_by_itself) {
  Cache some = cache(100'000);
  for (int i = 0; i < 300; ++i) {
    ASSERT_TRUE(put(some, i, std::string(1000, 'x')));
    used_at(i, 1'000'000 + i);
    ASSERT_LE(some.status().bytes, 100'000U);
  }
  EXPECT_GE(some.status().bytes, 90'000U) << "but no more than it has to";
  EXPECT_TRUE(some.has(key(299)));
  EXPECT_FALSE(some.has(key(0)));
}

TEST_F(CacheTest, when_many_processes_put_little_each_then_the_limit_holds_all_the_same) {
  for (int i = 0; i < 50; ++i) {
    Cache one = cache(10'000);
    ASSERT_TRUE(put(one, i, std::string(1000, 'x')));
  }
  EXPECT_LE(cache().status().bytes, 10'000U);
}

TEST_F(CacheTest, given_a_limit_that_a_result_is_larger_than_then_it_is_not_kept) {
  Cache small = cache(10);
  EXPECT_TRUE(put(small, 1, "eleven byte"));
  EXPECT_FALSE(small.has(key(1)));
  Cache off = cache(0);
  EXPECT_TRUE(put(off, 2, ""));
  EXPECT_FALSE(off.has(key(2)));
}

TEST_F(CacheTest, given_what_a_dead_process_left_then_it_is_swept_and_what_a_live_one_makes_is_not) {
  Cache some = cache();
  ASSERT_TRUE(put(some, 1, "a clip"));
  std::filesystem::create_directories(cached() + "/new/0123456789abcdef");
  write("state/cache/new/0123456789abcdef/1-6-abc", "a clip");
  EXPECT_EQ(some.status().entries, 1U) << "it is no entry";
  std::string made;
  UniqueFd lock;
  ASSERT_EQ(make_draft(cached(), made, lock), 0);

  Cache::sweep(at("state"));
  EXPECT_EQ(all_in(cached() + "/new"), std::vector<std::string>{made}) << "it is being filled";
  lock = UniqueFd();
  ASSERT_TRUE(some.trim());
  EXPECT_THAT(all_in(cached() + "/new"), IsEmpty());
  expect_whole(some, 1, "a clip");
}

TEST_F(CacheTest, given_things_that_are_no_entries_then_they_are_neither_counted_nor_dropped) {
  Cache some = cache();
  ASSERT_TRUE(put(some, 1, "a clip"));
  write("state/cache/README", "mine");
  std::filesystem::create_directories(cached() + "/holiday/abcdabcd");
  EXPECT_EQ(some.status().entries, 1U);
  ASSERT_TRUE(some.clear());
  EXPECT_EQ(some.status().entries, 0U);
  EXPECT_EQ(read(at("state/cache/README")), "mine");
  EXPECT_TRUE(std::filesystem::exists(cached() + "/holiday/abcdabcd"));
}

TEST_F(CacheTest, given_no_folder_where_one_has_to_be_then_each_says_so) {
  std::filesystem::create_directory(at("state"));
  write("state/cache", "a file");
  Cache some = cache();
  const auto failed = put(some, 1, "a clip");
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, "cache.failed");
  EXPECT_FALSE(some.has(key(1)));
  EXPECT_EQ(some.take(key(1), at("taken")).value(), std::nullopt);
  EXPECT_EQ(some.status().entries, 0U);
}

TEST_F(CacheTest, given_a_cache_that_may_only_be_read_then_results_are_taken_and_putting_says_why_not) {
  Cache some = cache();
  ASSERT_TRUE(put(some, 1, "a clip"));
  std::filesystem::permissions(folder_, std::filesystem::perms::all);
  const std::vector<std::string> folders = {cached(), cached() + "/new",
                                            std::filesystem::path(place(1)).parent_path()};
  for (const auto& folder : folders) std::filesystem::permissions(folder, std::filesystem::perms{0555});
  const uid_t me = ::geteuid();
  if (me == 0) {
    ASSERT_EQ(::seteuid(65534), 0) << "root may write everywhere";
  }
  const auto failed = put(some, 2, "another");
  const auto taken = some.take(key(1), at("taken"));
  const auto trimmed = some.trim(0);
  ASSERT_EQ(::seteuid(me), 0);
  for (const auto& folder : folders) std::filesystem::permissions(folder, std::filesystem::perms{0755});
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, "cache.failed");
  EXPECT_TRUE(taken) << to_line(taken.error());
  EXPECT_EQ(read(at("taken")), "a clip");
  EXPECT_EQ(trimmed.error().code, "cache.failed");
  EXPECT_TRUE(some.has(key(1)));
}

TEST_F(CacheTest, given_a_work_folder_that_is_missing_then_taking_says_so_and_the_entry_stays) {
  Cache some = cache();
  ASSERT_TRUE(put(some, 1, "a clip"));
  EXPECT_EQ(some.take(key(1), at("none/taken")).error().code, "cache.failed");
  write("there", "precious");
  EXPECT_EQ(some.take(key(1), at("there")).error().code, "cache.failed");
  EXPECT_EQ(read(at("there")), "precious");
  expect_whole(some, 1, "a clip");
}

TEST_F(CacheTest, when_it_is_stopped_while_it_verifies_then_the_entry_stays) {
  Cache some = cache();
  ASSERT_TRUE(put(some, 1, "a clip"));
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(some.take(key(1), at("taken"), stop.get_token()).error().code, "work.cancelled");
  EXPECT_FALSE(std::filesystem::exists(at("taken")));
  expect_whole(some, 1, "a clip");
}

/// Work files in another file system, where no link leads.
class CacheElsewhereTest : public CacheTest {
 protected:
  void SetUp() override {
    std::string pattern = "/dev/shm/spool-cache-XXXXXX";
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr) << "the test needs a tmpfs in /dev/shm";
    elsewhere_ = pattern;
    ASSERT_NE(status_of(elsewhere_).st_dev, status_of(folder_).st_dev) << "the test needs two file systems";
  }
  void TearDown() override { std::filesystem::remove_all(elsewhere_); }

  std::string elsewhere_;
};

TEST_F(CacheElsewhereTest, given_another_file_system_then_results_are_copied_in_and_out) {
  const std::string bytes(3'000'000, 'x');
  std::ofstream(elsewhere_ + "/work") << bytes;
  Cache some = cache();
  ASSERT_TRUE(some.put(key(1), elsewhere_ + "/work", digest_of(bytes)));
  ASSERT_TRUE(some.take(key(1), elsewhere_ + "/taken").value().has_value());
  EXPECT_EQ(read(elsewhere_ + "/taken"), bytes);
  EXPECT_EQ(status_of(elsewhere_ + "/taken").st_nlink, 1U);
}

TEST_F(CacheElsewhereTest, given_a_disk_that_is_full_half_way_then_nothing_partial_is_left) {
  const std::string bytes(3'000'000, 'x');
  std::ofstream(elsewhere_ + "/work") << bytes;
  struct sigaction ignored = {}, before = {};
  ignored.sa_handler = SIG_IGN;
  ::sigaction(SIGXFSZ, &ignored, &before);
  rlimit limits = {};
  ::getrlimit(RLIMIT_FSIZE, &limits);
  const rlimit tight = {1'000'000, limits.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &tight);
  Cache some = cache();
  const auto failed = some.put(key(1), elsewhere_ + "/work", digest_of(bytes));
  ::setrlimit(RLIMIT_FSIZE, &limits);
  ::sigaction(SIGXFSZ, &before, nullptr);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, "cache.failed");
  EXPECT_THAT(all_in(cached() + "/new"), IsEmpty());
  EXPECT_EQ(some.status().entries, 0U);
}

}  // namespace
}  // namespace spool::core
