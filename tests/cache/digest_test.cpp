#include "core/cache/digest.h"

#include "tests/cache/folder.h"
#include "tests/patience.h"

#include <chrono>

namespace spool::core {
namespace {

class DigestTest : public test::FolderTest {
 protected:
  [[nodiscard]] static FileIdentity who(const std::string& path) { return identify(path).value(); }
  [[nodiscard]] static Digest digest(const std::string& path) {
    return digest_of_file(path, who(path)).value();
  }
  [[nodiscard]] static Digest sample(const std::string& path) {
    return sample_of_file(path, who(path)).value();
  }

  /// Holes all over, but for `text` at each of the places.
  std::string sparse(const std::string& name, std::uint64_t size, const std::vector<std::uint64_t>& places,
                     const std::string& text) const {
    const int file = ::open(at(name).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    EXPECT_EQ(::ftruncate(file, static_cast<off_t>(size)), 0);
    for (const std::uint64_t place : places) {
      EXPECT_EQ(::pwrite(file, text.data(), text.size(), static_cast<off_t>(place)),
                static_cast<ssize_t>(text.size()));
    }
    ::close(file);
    return at(name);
  }
};

std::string pattern(std::size_t size) {
  std::string bytes(size, '\0');
  std::uint32_t state = 1;
  for (char& byte : bytes) {
    state = state * 1664525 + 1013904223;
    byte = static_cast<char>(state >> 24U);
  }
  return bytes;
}

TEST_F(DigestTest, given_bytes_then_the_digest_is_that_of_xxh3_with_128_bits) {
  EXPECT_EQ(digest_of(""), "99aa06d3014798d86001c324468d497f");  // as `xxhsum -H2` says
}

TEST_F(DigestTest, given_files_of_any_size_then_the_digest_is_that_of_their_bytes) {
  for (const std::size_t size : {0UL, 1UL, 4095UL, 65536UL, 1048576UL, 1048577UL, 5000000UL}) {
    const std::string bytes = pattern(size);
    EXPECT_EQ(digest(write("file", bytes)), digest_of(bytes)) << size;
  }
}

TEST_F(DigestTest,
       given_a_copy_under_another_name_then_digest_and_sample_are_equal_and_one_byte_changes_the_digest) {
  std::string bytes = pattern(3'000'000);
  const std::string one = write("match.mp4", bytes);
  const std::string other = write("it's 5:0 \xff.mp4", bytes);
  EXPECT_EQ(digest(one), digest(other));
  EXPECT_EQ(sample(one), sample(other));
  bytes[1'234'567] = static_cast<char>(bytes[1'234'567] ^ 1);
  EXPECT_NE(digest(one), digest(write("changed.mp4", bytes)));
}

TEST_F(DigestTest, given_changes_at_either_end_or_in_the_size_then_the_sample_differs) {
  const std::string bytes = pattern(3'000'000);
  const Digest before = sample(write("file", bytes));
  std::string first = bytes, last = bytes;
  first.front() = static_cast<char>(first.front() ^ 1);
  last.back() = static_cast<char>(last.back() ^ 1);
  EXPECT_NE(sample(write("first", first)), before);
  EXPECT_NE(sample(write("last", last)), before);
  EXPECT_NE(sample(sparse("short", 1'000'000, {}, "")), sample(sparse("long", 1'000'001, {}, "")));
}

TEST_F(DigestTest, given_holes_then_they_count_as_the_zeros_that_they_are) {
  const std::string text = pattern(5000);
  const std::vector<std::uint64_t> places = {0, 1'000'000, 1'048'570, 9'000'000, 10'000'000 - 5000};
  const std::string path = sparse("sparse", 10'000'000, places, text);
  std::string whole(10'000'000, '\0');
  for (const std::uint64_t place : places) whole.replace(place, text.size(), text);
  ASSERT_LT(status_of(path).st_blocks * 512, 1'000'000) << "the test needs a file system with holes";
  EXPECT_EQ(digest(path), digest_of(whole));
  EXPECT_EQ(digest(sparse("nothing", 10'000'000, {}, "")), digest_of(std::string(10'000'000, '\0')));
}

TEST_F(DigestTest, given_a_sparse_file_of_20_gb_then_its_sample_takes_milliseconds_and_its_digest_seconds) {
  const std::string path = sparse("match.mp4", 20'000'000'000, {5, 9'999'999'999, 19'999'999'000}, "a frame");
  const auto begun = std::chrono::steady_clock::now();
  const Digest sampled = sample(path);
  const auto after_sample = std::chrono::steady_clock::now();
  const Digest whole = digest(path);
  const auto after_digest = std::chrono::steady_clock::now();

  EXPECT_EQ(sampled.size(), 32U);
  EXPECT_EQ(whole.size(), 32U);
  const std::chrono::duration<double> sample_took = after_sample - begun,
                                      digest_took = after_digest - after_sample;
  RecordProperty("sample_ms", std::to_string(1000 * sample_took.count()));
  RecordProperty("digest_s", std::to_string(digest_took.count()));
  std::cout << "sample " << 1000 * sample_took.count() << " ms, digest " << digest_took.count() << " s\n";
  EXPECT_LT(sample_took.count(), test::patience(0.1));
  EXPECT_LT(digest_took.count(), test::patience(15));
}

TEST_F(DigestTest, given_another_file_than_was_looked_at_then_it_is_told_as_changed) {
  const std::string path = write("file", "one");
  const FileIdentity before = who(path);
  write("file", "three");
  EXPECT_EQ(digest_of_file(path, before).error().code, "input.changed");
  EXPECT_EQ(sample_of_file(path, before).error().code, "input.changed");
  EXPECT_EQ(exit_code_of(digest_of_file(path, before).error()), 3);

  std::filesystem::remove(path);
  EXPECT_EQ(digest_of_file(path, before).error().code, "input.changed") << "gone";
  ASSERT_EQ(::mkfifo(path.c_str(), 0666), 0);
  EXPECT_EQ(digest_of_file(path, before).error().code, "input.changed") << "a fifo, which nobody waits on";
}

TEST_F(DigestTest, when_it_is_stopped_then_it_says_so_at_once_also_in_a_hole) {
  std::stop_source stop;
  stop.request_stop();
  const std::string path = write("file", pattern(100));
  EXPECT_EQ(digest_of_file(path, who(path), stop.get_token()).error().code, "work.cancelled");
  const std::string hole = sparse("hole", 20'000'000'000, {}, "");
  EXPECT_EQ(digest_of_file(hole, who(hole), stop.get_token()).error().code, "work.cancelled");
}

TEST_F(DigestTest, given_nothing_there_then_identify_says_missing) {
  EXPECT_EQ(identify(at("none")).error().code, "input.missing");
  EXPECT_EQ(identify(write("file", "") + "/none").error().code, "input.missing");
}

TEST(FileIdentity, given_when_it_last_changed_then_it_is_young_as_long_as_a_change_could_bear_the_same_time) {
  constexpr std::int64_t second = 1'000'000'000, now = 1'700'000'000 * second;
  EXPECT_TRUE(is_young(now + 1, now + 1));
  EXPECT_TRUE(is_young(now + 1, now + 4'000'001)) << "the same tick";
  EXPECT_FALSE(is_young(now + 1, now + 10'000'001)) << "the next";
  EXPECT_TRUE(is_young(now, now + second)) << "whole seconds: a file system that knows no less";
  EXPECT_FALSE(is_young(now, now + 2 * second));
  EXPECT_TRUE(is_young(now + 3600 * second + 1, now)) << "from the future: the clock was set back";
}

}  // namespace
}  // namespace spool::core
