// Names that break scripts: files are found, read and written under exactly these, and titles show what was
// written.
#include "tests/integration/film.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace spool::test {
namespace {

class OddName : public ::testing::TestWithParam<std::string> {};

const char* const one_second =
    "spool: 1\ninputs: {game: unbound.mp4}\nsteps:\n  clip: {cut: game, at: [{start: 1, duration: 1}]}\n"
    "  titled: {effect: clip, apply: [{title: {text: \"${game.name}\"}}]}\n"
    "format: {size: 320x180, fps: 25, preset: ultrafast}\noutput: {titled: \"out/${game.stem}.mp4\"}\n";

TEST_P(OddName, IsReadAndWrittenAsItStands) {
  const Folder folder;
  const std::string& name = GetParam();
  std::filesystem::copy_file(footage("motion.mov"), folder / name);
  folder.write("second.yaml", one_second);

  const Ended ended = run(spool_with(folder, {"run", "second.yaml", "--input=game=" + (folder / name)}),
                          {folder.path(), {}, {}});

  ASSERT_EQ(ended.code, 0) << ended.err;
  const std::string stem = name.substr(0, name.rfind('.'));
  EXPECT_EQ(look_at(folder / ("out/" + stem + ".mp4")).frames, 25);
}

TEST_P(OddName, WorksInTheScriptOfADryRun) {
  const Folder folder;
  const std::string& name = GetParam();
  std::filesystem::copy_file(footage("motion.mov"), folder / name);
  folder.write("second.yaml", one_second);

  const Ended planned = run(spool_with(folder, {"run", "second.yaml", "--input=game=" + (folder / name),
                                                "--dry-run", "--format=shell"}),
                            {folder.path(), {}, {}});
  ASSERT_EQ(planned.code, 0) << planned.err;
  const Ended by_script = run({"bash", folder.write("film.sh", planned.out)}, {folder.path(), {}, {}});

  EXPECT_EQ(by_script.code, 0) << by_script.err;
  EXPECT_EQ(look_at(folder / ("out/" + name.substr(0, name.rfind('.')) + ".mp4")).frames, 25);
  EXPECT_FALSE(std::filesystem::exists(folder / "PWNED"));
}

INSTANTIATE_TEST_SUITE_P(Files, OddName,
                         ::testing::Values("has space & (paren);x.mov", "has'quote\".mov", "-leading-dash.mov",
                                         "pct%03d.mov", "colon:name.mov", "new\nline.mov", "back\\slash.mov",
                                         "$(touch PWNED).mov", "not-utf8-\xff\xfe.mov",
                                         "\xe6\x97\xa5\xe6\x9c\xac.mov", "[1,2];x=y,z.mov"));

TEST(OddTitle, GivenEverythingThatMeansSomethingToAFilterItIsRenderedAndTheScriptMakesTheSameFilm) {
  const Folder folder;
  folder.write("title.yaml",
               "spool: 1\ninputs: {game: " + footage("motion.mov") +
                   "}\nsteps:\n  clip: {cut: game, at: [{start: 1, duration: 1, label: \"it's 100% : \\\\ , "
                   "; [a] $${b} %{pts} end\"}]}\n"
                   "  titled: {effect: clip, apply: [{title: {text: \"${label}\"}}]}\n"
                   "format: {size: 640x360, fps: 25, preset: ultrafast}\noutput: {titled: film.mp4}\n");
  const Surroundings here{folder.path(), {}, {}};

  const Ended ended = run(spool_with(folder, {"run", "title.yaml"}), here);
  ASSERT_EQ(ended.code, 0) << ended.err;
  const Ended planned = run(spool_with(folder, {"run", "title.yaml", "--dry-run", "--format", "shell",
                                                "--out-dir", folder / "script"}),
                            here);
  ASSERT_EQ(planned.code, 0) << planned.err;
  const Ended by_script = run({"bash", folder.write("film.sh", planned.out)}, here);

  ASSERT_EQ(by_script.code, 0) << by_script.err;
  EXPECT_EQ(fingerprint(folder / "film.mp4"), fingerprint(folder / "script/film.mp4"));
}

}  // namespace
}  // namespace spool::test
