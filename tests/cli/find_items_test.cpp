// Which files a batch takes from the folders it is given.
#include "cli/find_items.h"

#include "tests/cli/temporary_folder.h"
#include "tests/patience.h"

#include <gtest/gtest.h>

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <ctime>
#include <filesystem>

namespace spool::cli {
namespace {

using ::testing::ElementsAre;

class FindItems : public ::testing::Test {
 protected:
  std::vector<std::string> items(const std::vector<std::string>& files, bool recursive = false,
                                 std::optional<std::string> match = std::nullopt) {
    auto found = find_items({files, std::move(match), recursive, folder_.path(), "/out"});
    if (!found) return {found.error().front().code};
    std::vector<std::string> names;
    for (const auto& item : *found) {
      names.push_back(item.item + (item.out_dir == "/out" ? "" : " > " + item.out_dir));
      EXPECT_EQ(item.path.front(), '/');
    }
    return names;
  }
  TemporaryFolder folder_;
};

TEST_F(FindItems, VideosOfAFolderSortedByNameWithoutHiddenAndOtherFiles) {
  for (const char* name :
       {"m/b.MP4", "m/a.mkv", "m/.c.mp4", "m/notes.txt", "m/tags.csv", "m/mp4", "m/sub/d.mp4"})
    folder_.put(name);
  EXPECT_THAT(items({"m"}), ElementsAre("m/a.mkv", "m/b.MP4"));
  EXPECT_THAT(items({"m/"}), ElementsAre("m/a.mkv", "m/b.MP4"));
}

TEST_F(FindItems, SubfoldersAreMirroredWhereAskedFor) {
  for (const char* name : {"m/z.mp4", "m/cup/final/a.mp4", "m/cup/b.mp4", "m/.git/x.mp4"}) folder_.put(name);
  EXPECT_THAT(items({"m"}, true),
              ElementsAre("m/z.mp4", "m/cup/b.mp4 > /out/cup", "m/cup/final/a.mp4 > /out/cup/final"));
}

TEST_F(FindItems, AGlobChoosesNamesInsteadOfExtensions) {
  for (const char* name : {"m/a.mp4", "m/a.dat", "m/b.dat", "m/.a.dat"}) folder_.put(name);
  EXPECT_THAT(items({"m"}, false, "a*"), ElementsAre("m/a.dat", "m/a.mp4"));
}

TEST_F(FindItems, AFifoIsAnItemAFolderSoNamedIsAFolder) {
  folder_.put("m/dir.mp4/inner.mp4");
  ASSERT_EQ(::mkfifo((folder_ / "m/pipe.mp4").c_str(), 0600), 0);
  EXPECT_THAT(items({"m"}), ElementsAre("m/pipe.mp4"));
  EXPECT_THAT(items({"m"}, true), ElementsAre("m/pipe.mp4", "m/dir.mp4/inner.mp4 > /out/dir.mp4"));
}

TEST_F(FindItems, WhatIsNamedIsTakenWhateverItIsCalled) {
  folder_.put("match.dat");
  EXPECT_THAT(items({"match.dat", "missing.mp4"}), ElementsAre("match.dat", "missing.mp4"));
}

TEST_F(FindItems, NothingFoundIsWrongUsage) {
  folder_.put("m/notes.txt");
  EXPECT_THAT(items({"m"}), ElementsAre("usage.no_match"));
}

TEST_F(FindItems, ALinkBackUpIsNotFollowedForEver) {
  folder_.put("m/a.mp4");
  std::filesystem::create_directory_symlink(folder_ / "m", folder_ / "m/again");
  std::filesystem::create_symlink("a.mp4", folder_ / "m/b.mp4");
  EXPECT_THAT(items({"m"}, true), ElementsAre("m/a.mp4", "m/b.mp4"));
}

TEST_F(FindItems, TenThousandFilesAreFoundInAFifthOfASecond) {
  std::filesystem::create_directory(folder_ / "m");
  for (int i = 0; i < 10000; ++i) folder_.put("m/" + std::to_string(i) + ".mp4");
  const std::clock_t start = std::clock();  // of a processor: how busy the machine is tells nothing of the search
  EXPECT_EQ(items({"m"}).size(), 10000U);
  const double took = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  EXPECT_LT(took, test::patience(0.2));
}

}  // namespace
}  // namespace spool::cli
