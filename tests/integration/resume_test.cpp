// `spool resume`: which run is meant, what has changed since it began, what is left to do. Source: CONTRACT,
// "Commands"; the "Resume".
#include "tests/integration/reel.h"

#include <gmock/gmock.h>

#include <csignal>
#include <filesystem>
#include <fstream>

namespace spool::test {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class Resumed : public Reel {
 protected:
  Resumed() { folder_.write("game.csv", "start,end,label\n2,3,one\n7,8,two\n12,13,three\n"); }

  /// Its moments are in a tag file.
  std::string film(const std::string& title = "${label}") const {
    return folder_.write(
        "film.yaml",
        "spool: 1\ninputs: {game: game.mp4}\nmoments: {of: game, file: game.csv}\nsteps:\n  clips: {cut: "
        "moments}\n"
        "  titled: {effect: clips, apply: [{title: {text: \"" +
            title +
            "\"}}]}\n"
            "format: {size: 640x360, fps: 25, preset: medium}\noutput: {titled: film.mp4}\n");
  }
  /// One clip is finished when it dies. Gives the run.
  std::string killed(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> words = {"run", film(), "-j", "1"};
    words.insert(words.end(), more.begin(), more.end());
    Running running(folder_, words, here_);
    running.until("job.finished");
    running.kill();
    return run_in(running.said());
  }
  /// Refused with 2, in these words, and nothing started.
  void expect_refused(std::vector<std::string> words, const std::string& code,
                      const std::string& message) const {
    words.emplace_back("--json");
    const Ended refused = spool(words);
    EXPECT_EQ(refused.code, 2) << refused.out;
    EXPECT_THAT(events(refused.out, "job.started"), IsEmpty());
    const auto errors = events(refused.out, "error");
    ASSERT_EQ(errors.size(), 1U) << refused.out << refused.err;
    EXPECT_EQ(text_of(errors[0], "code"), code);
    EXPECT_THAT(text_of(errors[0], "message"), HasSubstr(message));
    EXPECT_NE(text_of(errors[0], "hint"), "");
  }
  void append(const std::string& name) const { std::ofstream(folder_ / name, std::ios::app) << "\n"; }
};

TEST_F(Resumed, given_a_killed_run_it_renders_only_what_is_missing_and_it_is_the_same_film) {
  const std::string run = killed();
  const std::string lines = done({"resume"});
  EXPECT_EQ(run_in(lines), run);
  EXPECT_EQ(at_hand(lines).size(), 1U);
  const std::string resumed = fingerprint(folder_ / "film.mp4");
  const Folder other;
  const Ended whole = spool({"run", film(), "--no-cache", "-o", other / "whole.mp4"});
  EXPECT_EQ(whole.code, 0) << whole.err;
  EXPECT_EQ(fingerprint(other / "whole.mp4"), resumed);
}

TEST_F(Resumed, given_nothing_to_resume_it_says_so_and_is_content) {
  EXPECT_THAT(messages(done({"resume"}), "note"), ElementsAre("nothing is left to be resumed"));
  const std::string run = run_in(done({"run", film()}));
  EXPECT_THAT(messages(done({"resume"}), "note"), ElementsAre("nothing is left to be resumed"));
  EXPECT_THAT(messages(done({"resume", run}), "note"), ElementsAre(HasSubstr("has succeeded")));
}

TEST_F(Resumed, given_a_refused_document_there_is_no_run_and_no_id_of_one) {
  folder_.write("bad.yaml",
                "spool: 1\ninputs: {game: nothing.mp4}\nsteps: {clip: {cut: game, at: [{start: 1, end: "
                "2}]}}\noutput: {clip: x.mp4}\n");
  const Ended refused = spool({"run", folder_ / "bad.yaml", "--json"});
  EXPECT_EQ(refused.code, 3) << refused.err;
  const auto errors = events(refused.out, "error");
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_FALSE(errors[0].contains("run"));
  EXPECT_EQ(spool({"runs", "--json"}).out, "");
}

TEST_F(Resumed, given_the_start_of_several_runs_or_of_none_it_names_them) {
  const std::string one = killed();
  const std::string two = killed({"-o", folder_ / "two.mp4"});
  expect_refused({"resume", one.substr(0, 2)}, "run.ambiguous",
                 "2 runs begin with '20': " + two + ", " + one);
  expect_refused({"resume", "xyz"}, "run.unknown", "there is no run 'xyz'");
}

TEST_F(Resumed, given_a_change_it_says_what_changed_and_goes_on_only_if_told) {
  killed();
  film("${label}!");
  expect_refused({"resume"}, "run.changed", "the document " + (folder_ / "film.yaml") + " has changed");
  film();
  append("game.csv");
  expect_refused({"resume"}, "run.changed", "the tag file " + (folder_ / "game.csv") + " has changed");
  append("game.mp4");
  expect_refused({"resume"}, "run.changed", (folder_ / "game.mp4") + " has changed");
  const std::string other = script("ffmpeg", "exec " + real_ffmpeg() + " \"$@\"");
  expect_refused({"resume", "--ffmpeg", other}, "run.changed", "another ffmpeg");
  const std::string lines = done({"resume", "--anyway"});
  EXPECT_THAT(at_hand(lines), IsEmpty()) << "what was made of the changed input is made anew";
  EXPECT_EQ(look_at(folder_ / "film.mp4").frames, 75);
}

TEST_F(Resumed, given_another_document_it_says_that_the_recorded_one_is_made) {
  killed();
  EXPECT_THAT(messages(done({"resume", "--anyway"}), "note"), Not(Contains(HasSubstr("the document"))));
  killed({"--no-cache"});
  film("${label}!");
  EXPECT_THAT(messages(done({"resume", "--anyway"}), "note"), Contains(HasSubstr("as it was when the run began")));
}

TEST_F(Resumed, given_only_the_date_of_an_input_changed_it_goes_on) {
  done({"run", film(), "-o", folder_ / "known.mp4"});  // its content is known from here on
  killed({"--no-cache"});
  std::filesystem::last_write_time(folder_ / "game.mp4",
                                   std::filesystem::file_time_type::clock::now() - std::chrono::hours(9));
  EXPECT_THAT(at_hand(done({"resume"})), Not(IsEmpty()));
}

TEST_F(Resumed, given_a_cancelled_run_it_refuses_and_says_what_to_do) {
  const std::string run = killed();
  EXPECT_EQ(spool({"cancel", run}).code, 0);
  expect_refused({"resume", run}, "run.cancelled", "was cancelled");
  EXPECT_THAT(messages(done({"resume"}), "note"), ElementsAre("nothing is left to be resumed"));
}

TEST_F(Resumed, given_a_failed_run_its_failed_jobs_are_tried_again) {
  const std::string bad =
      script("ffmpeg", "case \"$*\" in *libx264*-progress*|*-progress*libx264*) exit 1;; esac\nexec " +
                           real_ffmpeg() + " \"$@\"");
  const Ended failed = spool({"run", film(), "--json", "--ffmpeg", bad});
  EXPECT_EQ(failed.code, 1);
  const std::string lines = done({"resume", "--anyway"});
  EXPECT_EQ(run_in(lines), run_in(failed.out));
  EXPECT_TRUE(std::filesystem::exists(folder_ / "film.mp4"));
}

}  // namespace
}  // namespace spool::test
