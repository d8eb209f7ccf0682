// Entries of the cache that are not what was put there: told, dropped, made anew; never in a film.
#include "tests/integration/kill_fixture.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <functional>

namespace spool::test {
namespace {

namespace fs = std::filesystem;
using ::testing::Each;
using ::testing::HasSubstr;

class DamagedCache : public ::testing::Test {
 protected:
  DamagedCache() { EXPECT_EQ(clips_.run().code, 0); }

  /// The files in the cache.
  std::vector<std::string> entries() const {
    std::vector<std::string> found;
    for (const std::string& path : files_below(clips_.state() + "/cache"))
      if (fs::is_regular_file(fs::symlink_status(path))) found.push_back(path);
    return found;
  }

  /// Another film of the same clips, so that all it needs is in the cache.
  Ended run_again() {
    fs::remove(clips_.film());
    return test::run(clips_.words({"run", "film.yaml", "-y"}), clips_.around());
  }

  /// After this was done to each entry the film is the same, and so it is the next time, from the cache.
  void expect_same_film_after(const std::function<void(const std::string&)>& damage,
                              const std::string& word) {
    const auto before = entries();
    ASSERT_GE(before.size(), 14U);
    for (const std::string& path : before) damage(path);
    const Ended again = run_again();
    EXPECT_EQ(again.code, 0) << again.err;
    EXPECT_EQ(fingerprint(clips_.film()), unbroken_film());
    EXPECT_FALSE(events(again.out, "job.started").empty());
    const auto warnings = events(again.out, "warning");
    if (!word.empty()) {
      EXPECT_FALSE(warnings.empty());
    }
    for (const auto& warning : warnings) {
      EXPECT_THAT(std::string(warning.at("code").as_string()), HasSubstr("cache."));
      EXPECT_THAT(std::string(warning.at("message").as_string()), HasSubstr(word));
      EXPECT_FALSE(warning.at("hint").as_string().empty());
    }
    const Ended third = run_again();
    EXPECT_EQ(third.code, 0) << third.err;
    EXPECT_TRUE(events(third.out, "job.started").empty()) << "the cache is whole again";
    EXPECT_TRUE(events(third.out, "warning").empty()) << third.out;
    EXPECT_EQ(left_in(clips_.state()), std::vector<std::string>());
    EXPECT_EQ(test::run(clips_.words({"cache"}), clips_.around()).code, 0);
  }

  TwelveClips clips_;
};

void write_over(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

TEST_F(DamagedCache, GivenFlippedBitsTheFilmIsMadeAnew) {
  expect_same_film_after(
      [](const std::string& path) {
        std::string bytes = read_file(path);
        char& byte = bytes[bytes.size() / 2];
        byte = static_cast<char>(static_cast<unsigned char>(byte) ^ 4U);
        write_over(path, bytes);
      },
      "is damaged");
}

class LongDamagedCache : public DamagedCache {};

TEST_F(LongDamagedCache, GivenFilesCutShortTheFilmIsMadeAnew) {
  expect_same_film_after([](const std::string& path) { fs::resize_file(path, fs::file_size(path) / 2); },
                         "is damaged");
}

TEST_F(LongDamagedCache, GivenFilesThatAreGoneTheFilmIsMadeAnew) {
  expect_same_film_after([](const std::string& path) { fs::remove(path); }, "");
}

TEST_F(LongDamagedCache, GivenFoldersInTheirPlacesTheFilmIsMadeAnew) {
  expect_same_film_after(
      [](const std::string& path) {
        fs::remove(path);
        fs::create_directory(path);
      },
      "");
}

TEST_F(LongDamagedCache, GivenLinksToAnotherFileNothingOfThatIsInTheFilm) {
  const std::string stranger = clips_.folder().write("stranger", "not a film");
  expect_same_film_after(
      [&](const std::string& path) {
        fs::remove(path);
        fs::create_symlink(stranger, path);
      },
      "");
  EXPECT_EQ(read_file(stranger), "not a film");
}

}  // namespace
}  // namespace spool::test
