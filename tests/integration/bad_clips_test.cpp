// `on_bad_clip: skip` on damaged video: the film is the one that never had the clip. Source: CONTRACT, "Exit
// codes"; reference/language.md, "Policy".
#include "tests/integration/reel.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace spool::test {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class BadClip : public Reel {
 protected:
  /// Zeroes in place of the packets between two times: what a disk that fails leaves.
  void damage(double from, double to) const {
    const std::string path = folder_ / "game.mp4";
    const Ended told = run({"ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries",
                            "packet=pts_time,pos,size", "-of", "csv=p=0", path});
    ASSERT_EQ(told.code, 0) << told.err;
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    int packets = 0;
    std::istringstream lines(told.out);
    std::string line;
    while (std::getline(lines, line)) {
      std::ranges::replace(line, ',', ' ');
      std::istringstream fields(line);
      double time = 0;
      std::streamoff size = 0, position = 0;
      fields >> time >> size >> position;
      if (!fields || time < from || time >= to) continue;
      file.seekp(position);
      file << std::string(static_cast<std::size_t>(size), '\0');
      ++packets;
    }
    EXPECT_GT(packets, 3) << told.out.substr(0, 200);
  }

  /// Clips of a second at 2, 7, 12 and so on; `without`: one that the document does not have.
  std::string film(const std::string& name, int clips, int without = -1,
                   const std::string& more_outputs = "") const {
    std::string rows;
    for (int i = 0; i < clips; ++i) {
      if (i == without) continue;
      rows += "    - {start: " + std::to_string(5 * i + 2) + ", duration: 1, label: clip " + std::to_string(i) + "}\n";
    }
    return folder_.write(name + ".yaml",
                         "spool: 1\ninputs: {game: game.mp4}\nmoments:\n  of: game\n  list:\n" + rows +
                             "steps:\n  clips: {cut: moments}\n  titled:\n    effect: clips\n    apply:\n"
                             "      - title: {text: \"${label}\"}\n  film: {concat: [titled], transition: "
                             "{crossfade: 0.2s}}\n  ends: {effect: clips, only: {label: clip 0}}\nformat: {size: 320x180, fps: 25, crf: 30, preset: ultrafast}\n"
                             "policy: {on_bad_clip: skip, stall: 3s}\noutput: {film: " +
                             name + ".mp4" + more_outputs + "}\n");
  }

  static std::vector<std::string> left_out(const std::string& lines) {
    std::vector<std::string> all;
    for (const auto& warning : events(lines, "warning")) {
      if (text_of(warning, "code") == "clip.left_out") all.push_back(text_of(warning, "message"));
    }
    return all;
  }
  static std::vector<std::string> started(const std::string& lines) {
    std::vector<std::string> all;
    for (const auto& event : events(lines, "job.started")) all.push_back(text_of(event, "job"));
    return all;
  }
  /// As the run says at its end, the film is.
  static void expect_as_told(const std::string& lines) {
    const auto finished = events(lines, "run.finished");
    ASSERT_EQ(finished.size(), 1U);
    EXPECT_EQ(text_of(finished[0], "outcome"), "succeeded");
    EXPECT_TRUE(finished[0].at("failed").as_array().empty());
    for (const auto& output : finished[0].at("outputs").as_array()) {
      const Film made = look_at(std::string(output.as_object().at("path").as_string()));
      EXPECT_EQ(made.frames, output.as_object().at("frames").as_int64());
      const std::int64_t samples = output.as_object().at("samples").as_int64();
      EXPECT_GE(made.samples, samples);
      EXPECT_LT(made.samples, samples + 1024);
    }
  }
};

class BadClipAt : public BadClip, public ::testing::WithParamInterface<int> {};

TEST_P(BadClipAt, given_damage_in_its_middle_the_film_is_the_one_that_never_had_it) {
  const int bad = GetParam();
  damage(5 * bad + 2.3, 5 * bad + 2.6);
  const std::string lines = done({"run", film("film", 3)});
  EXPECT_THAT(left_out(lines), ElementsAre(HasSubstr("\"clip " + std::to_string(bad) + "\" (game, ")));
  EXPECT_THAT(events(lines, "error"), IsEmpty());
  expect_as_told(lines);
  done({"run", film("never", 3, bad), "--no-cache"});
  EXPECT_EQ(fingerprint(folder_ / "film.mp4"), fingerprint(folder_ / "never.mp4"));
}

INSTANTIATE_TEST_SUITE_P(EveryPlace, BadClipAt, ::testing::Values(0, 1, 2));

TEST_F(BadClip, given_damage_where_two_clips_cross_the_damaged_one_goes) {
  damage(7.0, 7.15);  // the first pictures of clip 1, which only the transition to it shows
  const std::string lines = done({"run", film("film", 3)});
  EXPECT_THAT(left_out(lines), ElementsAre(HasSubstr("\"clip 1\"")));
  expect_as_told(lines);
}

TEST_F(BadClip, given_another_film_that_does_not_show_it_that_one_is_made_once) {
  damage(7.3, 7.6);
  const std::string lines = done({"run", film("film", 3, -1, ", ends: ends.mp4")});
  expect_as_told(lines);
  const auto jobs = started(lines);
  EXPECT_EQ(std::ranges::count(jobs, "ends-join"), 1) << lines;
  EXPECT_EQ(std::ranges::count(jobs, "titled"), 1) << "what was finished is not made again";
  EXPECT_EQ(look_at(folder_ / "ends.mp4").frames, 25);
}

TEST_F(BadClip, given_none_that_is_good_the_run_fails_and_says_why) {
  damage(2.3, 2.6);
  damage(7.3, 7.6);
  const Ended ended = spool({"run", film("film", 2), "--json"});
  EXPECT_EQ(ended.code, 1) << ended.out << ended.err;
  EXPECT_FALSE(std::filesystem::exists(folder_ / "film.mp4"));
  EXPECT_THAT(left_out(ended.out), IsEmpty());
  std::vector<std::string> codes;
  for (const auto& error : events(ended.out, "error")) codes.push_back(text_of(error, "code"));
  EXPECT_THAT(codes, Contains("clip.none_left"));
  EXPECT_THAT(codes, Contains("render.wrong_pictures"));
  EXPECT_EQ(text_of(events(ended.out, "run.finished").at(0), "outcome"), "failed");
}

TEST_F(BadClip, given_a_kill_after_it_was_left_out_the_resume_does_without_it_too) {
  damage(7.3, 7.6);
  Running running(folder_, {"run", film("film", 3), "-j", "1"}, here_);
  while (text_of(running.until("warning"), "code") != "clip.left_out") {
  }
  running.until("job.started");
  running.kill();
  const std::string lines = done({"resume"});
  EXPECT_THAT(left_out(lines), ElementsAre(HasSubstr("\"clip 1\"")));
  EXPECT_THAT(started(lines), AllOf(Not(Contains("titled")), Not(Contains("titled-2")))) << "decided, and finished";
  expect_as_told(lines);
  const std::string resumed = fingerprint(folder_ / "film.mp4");
  done({"run", film("never", 3, 1), "--no-cache"});
  EXPECT_EQ(resumed, fingerprint(folder_ / "never.mp4"));
}

TEST_F(BadClip, given_a_game_that_is_missing_its_clips_are_named_and_the_others_are_a_film) {
  const std::string both = folder_.write(
      "both.yaml",
      "spool: 1\ninputs: {game: game.mp4, away: away.mp4}\nmoments:\n  from:\n"
      "    - {of: away, list: [{start: 1, end: 2, label: Far}]}\n    - {of: game, list: [{start: 2, end: 3}]}\n"
      "steps: {clips: {cut: moments}}\nformat: {size: 320x180, fps: 25, preset: ultrafast}\n"
      "policy: {on_bad_clip: skip}\noutput: {clips: both.mp4}\n");
  const Ended plan = spool({"run", both, "-n"});
  EXPECT_EQ(plan.code, 0);
  EXPECT_THAT(plan.err, HasSubstr("left out: 1 moment of `away` (Far)"));
  const std::string lines = done({"run", both});
  EXPECT_THAT(left_out(lines), ElementsAre(HasSubstr("away.mp4 does not exist")));
  expect_as_told(lines);
  std::filesystem::remove(folder_ / "game.mp4");
  const Ended none = spool({"run", both, "-y", "--json"});
  EXPECT_EQ(none.code, 3) << none.out;
  EXPECT_EQ(events(none.out, "error").size(), 3U) << none.out;
}

}  // namespace
}  // namespace spool::test
