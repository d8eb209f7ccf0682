// How it ends where some films are there and others are not: exit codes, and what is said of those that fail. Source: CONTRACT,
// "Exit codes" and "Events".
#include "tests/integration/reel.h"

#include <filesystem>

namespace spool::test {
namespace {

class SomeFilms : public Reel {
 protected:
  /// Two films, of which the second can never be rendered with this ffmpeg.
  SomeFilms()
      : ffmpeg_(script("ffmpeg", "case \"$*\" in *libx264*322*|*322*libx264*) exit 1;; esac\nexec " + real_ffmpeg() + " \"$@\"")) {
    std::filesystem::copy_file(footage("motion.mov"), folder_ / "game.mov");
    folder_.write("both.yaml", "spool: 1\ninputs: {game: game.mov}\n"
                               "steps: {a: {cut: game, at: [{start: 1, duration: 1}]}, b: {cut: game, at: [{start: 2, duration: 1}]}}\n"
                               "format: {size: 320x180, fps: 25, preset: ultrafast}\npolicy: {tries: 1}\n"
                               "output: {a: a.mp4, b: {from: b, file: b.mp4, format: {size: 322x182}}}\n");
  }
  Ended run_both(std::vector<std::string> more) const {
    std::vector<std::string> arguments{"run", "both.yaml", "--json", "--ffmpeg", ffmpeg_};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return spool(arguments);
  }
  static void expect_end(const Ended& ended, int code, const char* outcome) {
    EXPECT_EQ(ended.code, code) << ended.out << ended.err;
    const auto finished = events(ended.out, "run.finished");
    ASSERT_EQ(finished.size(), 1U) << ended.out;
    EXPECT_EQ(text_of(finished[0], "outcome"), outcome);
    EXPECT_EQ(finished[0].at("outputs").as_array().size(), 1U) << "the other film is there all the same";
  }

  std::string ffmpeg_;
};

TEST_F(SomeFilms, given_one_that_is_there_and_one_that_fails_only_keep_going_makes_it_4) {
  expect_end(run_both({"-k"}), 4, "partial");
  expect_end(run_both({"-k"}), 4, "partial");
  expect_end(run_both({}), 1, "failed");  // up to date
  std::filesystem::remove(folder_ / "a.mp4");
  expect_end(run_both({}), 1, "failed");  // from the cache
}

TEST_F(SomeFilms, given_an_item_that_cannot_be_read_its_end_names_the_pipeline_and_says_why) {
  folder_.write("broken.mov", "no video");
  folder_.write("each.yaml", "spool: 1\ninputs: {game: x.mov}\nsteps: {a: {cut: game, at: [{start: 1, duration: 1}]}}\n"
                             "format: {size: 320x180, fps: 25, preset: ultrafast}\noutput: {a: \"${game.stem}-a.mp4\"}\n");
  const Ended ended = spool({"batch", "each.yaml", "game.mov", "broken.mov", "missing.mov", "--json"});
  EXPECT_EQ(ended.code, 4) << ended.err;
  for (const auto& started : events(ended.out, "run.started")) EXPECT_EQ(text_of(started, "pipeline"), "each");
  int failed_items = 0;
  for (const auto& finished : events(ended.out, "run.finished")) {
    if (!finished.contains("item") || text_of(finished, "outcome") != "failed") continue;
    ++failed_items;
    const auto& failed = finished.at("failed").as_array();
    ASSERT_EQ(failed.size(), 1U) << ended.out;
    EXPECT_EQ(failed[0].at("job").as_string(), "");
    EXPECT_EQ(text_of(failed[0].as_object(), "code").substr(0, 6), "input.") << ended.out;
    EXPECT_NE(failed[0].at("reason").as_string(), "");
  }
  EXPECT_EQ(failed_items, 2);
}

}  // namespace
}  // namespace spool::test
