// One cache and several processes at once.
#include "core/cache/cache.h"
#include "core/cache/cache_entry.h"
#include "core/cache/digest.h"
#include "tests/cache/folder.h"

#include <gmock/gmock.h>
#include <sys/wait.h>

#include <array>
#include <atomic>
#include <chrono>
#include <csignal>
#include <fstream>
#include <functional>
#include <thread>

namespace spool::core {
namespace {

using ::testing::IsEmpty;

class SharedCacheTest : public test::FolderTest {
 protected:
  [[nodiscard]] Cache cache() const { return {at("state"), 1'000'000'000}; }
  static std::string key(int number) { return digest_of("key " + std::to_string(number)); }

  /// Runs each in a process of its own, all at once; true where all have ended well.
  static bool at_once(const std::vector<std::function<bool()>>& works) {
    std::vector<pid_t> children;
    for (const auto& work : works) {
      const pid_t child = ::fork();
      if (child == 0) ::_exit(work() ? 0 : 1);
      children.push_back(child);
    }
    bool well = true;
    for (const pid_t child : children) {
      int status = 0;
      well = ::waitpid(child, &status, 0) == child && status == 0 && well;
    }
    return well;
  }
};

TEST_F(SharedCacheTest, when_processes_insert_the_same_keys_at_once_then_each_entry_is_one_of_them_whole) {
  constexpr int keys = 100;
  const auto insert = [this](int process) {
    return [this, process] {
      Cache mine = cache();
      bool well = true;
      for (int i = 0; i < keys; ++i) {
        const std::string bytes =
            "rendered by " + std::to_string(process) + std::string(static_cast<std::size_t>(i), '.');
        const std::string path = write("work-" + std::to_string(process) + "-" + std::to_string(i), bytes);
        well = mine.put(key(i), path, digest_of(bytes)).has_value() && well;
      }
      return well;
    };
  };
  EXPECT_TRUE(at_once({insert(1), insert(2), insert(3)}));
  Cache after = cache();
  for (int i = 0; i < keys; ++i) {
    const auto taken = after.take(key(i), at("taken"));
    ASSERT_TRUE(taken) << to_line(taken.error());
    ASSERT_TRUE(taken->has_value()) << i;
    std::filesystem::remove(at("taken"));
  }
  EXPECT_EQ(after.status().entries, static_cast<std::uint64_t>(keys));
  EXPECT_THAT(all_in(at("state/cache/new")), IsEmpty()) << "those who came second leave nothing";
}

TEST_F(SharedCacheTest,
       when_some_drop_all_while_others_put_and_take_then_who_takes_has_it_whole_or_not_at_all) {
  std::atomic<bool> over = false;
  std::atomic<int> hits = 0;
  const auto drops = [&] {
    Cache mine = cache();
    while (!over) EXPECT_TRUE(mine.trim(0));
  };
  const auto uses = [&](int who) {
    Cache mine = cache();
    const std::string work = at("work-" + std::to_string(who)),
                      taken_path = at("taken-" + std::to_string(who));
    for (int i = 0; i < 300; ++i) {
      const std::string bytes = "clip " + std::to_string(i % 3);
      std::ofstream(work) << bytes;
      const auto put = mine.put(key(i % 3), work, digest_of(bytes));
      EXPECT_TRUE(put) << to_line(put.error());
      const auto taken = mine.take(key(i % 3), taken_path);
      EXPECT_TRUE(taken) << to_line(taken.error());
      if (taken && *taken) {
        EXPECT_EQ(read(taken_path), bytes);
        ++hits;
      }
      std::filesystem::remove(taken_path);
      std::filesystem::remove(work);
    }
  };
  std::thread one(drops), two(drops), three(uses, 3), four(uses, 4);
  three.join();
  four.join();
  over = true;
  one.join();
  two.join();
  EXPECT_GT(hits, 0);
  EXPECT_THAT(all_in(at("state/cache/new")), IsEmpty());
}

TEST_F(SharedCacheTest,
       when_a_process_is_killed_while_it_inserts_then_each_entry_is_whole_and_the_rest_is_swept) {
  constexpr int keys = 60;
  const auto bytes_of = [](int number) { return "clip " + std::to_string(number); };
  for (int kill_after = 1; kill_after < keys; kill_after += 3) {
    std::array<int, 2> pipe = {};
    ASSERT_EQ(::pipe(pipe.data()), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      Cache mine = cache();
      for (int i = 0; i < keys; ++i) {
        const std::string path =
            write("work-" + std::to_string(kill_after) + "-" + std::to_string(i), bytes_of(i));
        if (!mine.put(key(i), path, digest_of(bytes_of(i))) || ::write(pipe[1], "x", 1) != 1) ::_exit(1);
      }
      ::_exit(0);
    }
    ::close(pipe[1]);
    char told = 0;
    for (int i = 0; i < kill_after; ++i) ASSERT_EQ(::read(pipe[0], &told, 1), 1);
    ::kill(child, SIGKILL);
    ASSERT_EQ(::waitpid(child, nullptr, 0), child);
    ::close(pipe[0]);

    Cache after = cache();
    for (int i = 0; i < keys; ++i) {
      const auto taken = after.take(key(i), at("taken"));
      ASSERT_TRUE(taken) << to_line(taken.error());
      ASSERT_TRUE(i >= kill_after || taken->has_value()) << "what was put is there";
      if (*taken) {
        ASSERT_EQ(read(at("taken")), bytes_of(i));
      }
      std::filesystem::remove(at("taken"));
    }
    Cache::sweep(at("state"));
    ASSERT_THAT(all_in(at("state/cache/new")), IsEmpty());
    ASSERT_TRUE(after.clear());
  }
}

}  // namespace
}  // namespace spool::core
