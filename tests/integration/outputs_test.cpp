// What lies at an output's path: untouched, refused, or replaced whole. Source: CONTRACT, "Paths and
// outputs".
#include "tests/integration/film.h"

#include <gtest/gtest.h>

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <filesystem>

namespace spool::test {
namespace {

using ::testing::HasSubstr;

// A second of video, small: what is rendered does not matter here.
std::string document(const Folder& folder, const std::string& film) {
  return folder.write("short.yaml",
                      "spool: 1\ninputs: {game: " + footage("motion.mov") +
                          "}\nsteps:\n  clip: {cut: game, at: [{start: 1, duration: 1}]}\n"
                          "format: {size: 160x90, fps: 25, preset: ultrafast}\noutput: {clip: " +
                          film + "}\n");
}

TEST(Outputs, GivenAnExistingFileARunRefusesItWith2AndLeavesItAlone) {
  const Folder folder;
  folder.write("film.mp4", "mine");

  const Ended ended =
      run(spool_with(folder, {"run", document(folder, "film.mp4"), "--json"}), {folder.path(), {}, {}});

  EXPECT_EQ(ended.code, 2);
  EXPECT_EQ(read_file(folder / "film.mp4"), "mine");
  const auto errors = events(ended.out, "error");
  ASSERT_EQ(errors.size(), 1U) << ended.out;
  EXPECT_EQ(errors[0].at("code").as_string(), "output.exists");
  EXPECT_TRUE(events(ended.out, "job.started").empty());
}

TEST(Outputs, GivenAnExistingFileAndYesItIsReplaced) {
  const Folder folder;
  folder.write("film.mp4", "mine");

  const Ended ended =
      run(spool_with(folder, {"run", document(folder, "film.mp4"), "-y"}), {folder.path(), {}, {}});

  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(look_at(folder / "film.mp4").frames, 25);
}

TEST(Outputs, GivenAnExistingFileADryRunWarnsAndItsScriptRefuses) {
  const Folder folder;
  folder.write("film.mp4", "mine");

  const Ended planned =
      run(spool_with(folder, {"run", document(folder, "film.mp4"), "--dry-run", "--format", "shell"}),
          {folder.path(), {}, {}});
  ASSERT_EQ(planned.code, 0) << planned.err;
  const Ended by_script = run({"bash", folder.write("film.sh", planned.out)}, {folder.path(), {}, {}});

  EXPECT_THAT(planned.err, HasSubstr("film.mp4"));
  EXPECT_NE(by_script.code, 0);
  EXPECT_EQ(read_file(folder / "film.mp4"), "mine");
}

TEST(Outputs, GivenAnOutputThatIsAnInputItIsRefusedEvenWithYes) {
  const Folder folder;
  std::filesystem::copy_file(footage("motion.mov"), folder / "game.mov");
  const std::string before = read_file(folder / "game.mov");
  folder.write("self.yaml",
               "spool: 1\ninputs: {game: game.mov}\nsteps: {clip: {cut: game, at: [{start: 0, end: "
               "1}]}}\noutput: {clip: other.mov}\n");
  std::filesystem::create_hard_link(folder / "game.mov", folder / "other.mov");

  const Ended ended = run(spool_with(folder, {"run", "self.yaml", "-y"}), {folder.path(), {}, {}});

  EXPECT_EQ(ended.code, 2) << ended.err;
  EXPECT_EQ(read_file(folder / "game.mov"), before);
}

TEST(Outputs, GivenAFolderThatIsNotThereItIsMadeAndTheFilmHasTheUsersMode) {
  const Folder folder;
  const mode_t mask = umask(027);

  const Ended ended =
      run(spool_with(folder, {"run", document(folder, "films/of/today/film.mp4")}), {folder.path(), {}, {}});

  umask(mask);
  ASSERT_EQ(ended.code, 0) << ended.err;
  struct stat status = {};
  ASSERT_EQ(stat((folder / "films/of/today/film.mp4").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0640U);
  EXPECT_EQ(status.st_nlink, 1U);
}

TEST(Outputs, GivenADryRunNothingIsWrittenAnywhere) {
  const Folder folder;
  const std::string pipeline = document(folder, "films/film.mp4");

  const Ended ended = run(spool_with(folder, {"run", pipeline, "--dry-run"}), {folder.path(), {}, {}});

  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_FALSE(std::filesystem::exists(folder / "films"));
  EXPECT_FALSE(std::filesystem::exists(folder / "state"));
}

TEST(Outputs, GivenTwoOutputsWithOnePathTheRunIsRefused) {
  const Folder folder;
  folder.write("twice.yaml", "spool: 1\ninputs: {game: " + footage("motion.mov") +
                                 "}\nsteps: {clip: {cut: game, at: [{start: 0, end: 1}]}}\n"
                                 "output: {clip: a.mp4, same: {from: clip, file: ./a.mp4}}\n");

  const Ended ended = run(spool_with(folder, {"run", "twice.yaml"}), {folder.path(), {}, {}});

  EXPECT_EQ(ended.code, 2) << ended.err;
  EXPECT_FALSE(std::filesystem::exists(folder / "a.mp4"));
}

TEST(Outputs, GivenABatchIntoItsOwnFolderItsFilmsAreNoItemsTheNextTime) {
  const Folder folder;
  const Surroundings here{folder.path(), {}, {}};
  std::filesystem::create_directory(folder / "takes");
  std::filesystem::copy_file(footage("mimetype_lego_small.mp4"), folder / "takes/one.mp4");
  const std::string document = folder.write("short.yaml", "spool: 1\ninputs: {take: x.mp4}\n"
                                                          "steps: {short: {cut: take, at: [{start: 0, end: 1}]}}\n"
                                                          "output: {short: \"${take.stem}-short.mp4\"}\n");
  const std::vector<std::string> batch = {"batch", document, folder / "takes", "--out-dir", folder / "takes", "-y", "--json"};
  for (int time = 1; time <= 2; ++time) {
    const Ended ended = run(spool_with(folder, batch), here);
    EXPECT_EQ(ended.code, 0) << ended.err << ended.out;
    EXPECT_EQ(events(ended.out, "run.finished").size(), 2U) << "one item and the whole, time " << time;
  }
}

TEST(Outputs, GivenTwoOutputsThatAreOneFileThroughALinkedFolderTheRunIsRefused) {
  const Folder folder;
  std::filesystem::create_directory(folder / "x");
  std::filesystem::create_directory_symlink("x", folder / "lnkx");
  for (const std::string below : {"", "not/yet/"}) {
    const std::string name = folder.write("twice.yaml", "spool: 1\ninputs: {game: " + footage("motion.mov") +
                                                            "}\nsteps: {clip: {cut: game, at: [{start: 0, end: 1}]}}\n"
                                                            "output: {clip: x/" + below + "q.mp4, same: {from: clip, file: lnkx/" + below +
                                                            "q.mp4}}\n");
    for (const char* how : {"--dry-run", "-y"}) {
      const Ended ended = run(spool_with(folder, {"run", name, how, "--json"}), {folder.path(), {}, {}});
      EXPECT_EQ(ended.code, 2) << ended.err;
      EXPECT_EQ(events(ended.out, "error").at(0).at("code").as_string(), "output.twice");
    }
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder / "x"));
}

TEST(Outputs, GivenALinkThatLeadsNowhereItIsSomethingThatExists) {
  const Folder folder;
  std::filesystem::create_symlink("/nowhere/x.mp4", folder / "dang.mp4");
  const std::string pipeline = document(folder, "film.mp4");

  const Ended planned = run(spool_with(folder, {"run", pipeline, "-o", "dang.mp4", "--dry-run"}), {folder.path(), {}, {}});
  EXPECT_EQ(planned.code, 0) << planned.err;
  EXPECT_THAT(planned.err, HasSubstr("dang.mp4"));

  const Ended refused = run(spool_with(folder, {"run", pipeline, "-o", "dang.mp4", "--json"}), {folder.path(), {}, {}});
  EXPECT_EQ(refused.code, 2) << refused.err;
  EXPECT_TRUE(events(refused.out, "job.started").empty());
  EXPECT_EQ(events(refused.out, "error").at(0).at("code").as_string(), "output.exists");

  const Ended replaced = run(spool_with(folder, {"run", pipeline, "-o", "dang.mp4", "-y"}), {folder.path(), {}, {}});
  EXPECT_EQ(replaced.code, 0) << replaced.err;
  EXPECT_TRUE(std::filesystem::is_regular_file(std::filesystem::symlink_status(folder / "dang.mp4")));
}

/// Two videos, of which the second has the name that the first one's film would have.
struct Neighbours {
  Neighbours() {
    std::filesystem::create_directory(folder / "z");
    for (const char* name : {"z/a.mp4", "z/a-p.mp4"}) std::filesystem::copy_file(footage("mimetype_lego_small.mp4"), folder / name);
    before = read_file(folder / "z/a-p.mp4");
    document = folder.write("bo.yaml", "spool: 1\ninputs: {game: x.mp4}\nsteps: {short: {cut: game, at: [{start: 0, end: 1}]}}\n"
                                       "output: {short: \"${game.dir}/${game.stem}-p.mp4\"}\n");
  }
  Ended batch(std::vector<std::string> more) const {
    std::vector<std::string> arguments{"batch", document};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(spool_with(folder, arguments), {folder.path(), {}, {}});
  }

  Folder folder;
  std::string document;
  std::string before;
};

void expect_refused_alone(const Neighbours& here, const Ended& ended) {
  EXPECT_EQ(ended.code, 4) << ended.err << ended.out;
  EXPECT_EQ(read_file(here.folder / "z/a-p.mp4"), here.before) << "somebody's source";
  EXPECT_TRUE(std::filesystem::exists(here.folder / "z/a-p-p.mp4")) << "the other item goes on";
  const auto errors = events(ended.out, "error");
  ASSERT_EQ(errors.size(), 1U) << ended.out;
  EXPECT_EQ(errors[0].at("code").as_string(), "output.is_input");
  EXPECT_EQ(errors[0].at("item").as_string(), "z/a.mp4");
}

TEST(Outputs, GivenABatchWhereAFilmWouldReplaceAnotherItemsInputThatItemFailsEvenWithYes) {
  const Neighbours here;
  expect_refused_alone(here, here.batch({"z/a.mp4", "z/a-p.mp4", "-y", "--json"}));
}

TEST(Outputs, GivenAFolderWithAVideoThatIsNamedLikeAFilmItIsAnItemAndIsNotReplaced) {
  const Neighbours here;
  const Ended planned = here.batch({"z", "-y", "--dry-run", "--json"});
  EXPECT_EQ(planned.code, 4) << planned.err << planned.out;
  expect_refused_alone(here, here.batch({"z", "-y", "--json"}));
}

TEST(Outputs, GivenAFilmThatSomebodyChangedSinceItIsAVideoLikeAnyOther) {
  const Neighbours here;
  std::filesystem::remove(here.folder / "z/a-p.mp4");
  ASSERT_EQ(here.batch({"z"}).code, 0);
  std::filesystem::copy_file(footage("mimetype_lego_small.mp4"), here.folder / "z/a-p.mp4",
                             std::filesystem::copy_options::overwrite_existing);
  expect_refused_alone(here, here.batch({"z", "-y", "--json"}));
}

TEST(Outputs, GivenAFolderOfNothingButFilmsABatchFindsNoFile) {
  const Neighbours here;
  ASSERT_EQ(here.batch({"z/a-p.mp4"}).code, 0);
  std::filesystem::rename(here.folder / "z/a.mp4", here.folder / "a.mp4");
  std::filesystem::rename(here.folder / "z/a-p.mp4", here.folder / "a-p.mp4");
  const Ended ended = here.batch({"z", "--json"});
  EXPECT_EQ(ended.code, 2) << ended.err;
  EXPECT_EQ(events(ended.out, "error").at(0).at("code").as_string(), "usage.no_match");
}

}  // namespace
}  // namespace spool::test
