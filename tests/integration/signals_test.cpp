// Ended from outside: no child outlives the program, nothing partial is visible, and the shell learns the
// signal. Source: CONTRACT, "Signals".
#include "tests/integration/film.h"
#include "tests/integration/processes.h"
#include "tests/lease.h"
#include "tests/patience.h"

#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <filesystem>

namespace spool::test {
namespace {

// Minutes of work on a video that only this test names, so that its processes are known by it.
class Interrupted : public ::testing::Test {
 protected:
  Interrupted() {
    std::filesystem::create_symlink(footage("wannaworktogether.mp4"), folder_ / "game.mp4");
    folder_.write("long.yaml",
                  "spool: 1\ninputs: {game: game.mp4}\nsteps:\n  clips: {cut: game, at: [{start: 0, end: "
                  "60}, {start: 60, end: 120}]}\n"
                  "format: {size: 1920x1080, preset: veryslow}\noutput: {clips: film.mp4}\n");
  }

  /// Started, and on its way: a first picture is encoded.
  void until_rendering(Child& child) { until_said(child, "job.progress"); }

  void until_said(Child& child, const std::string& word) {
    std::string line;
    while (child.read_line(line)) {
      if (line.find(word) != std::string::npos) return;
    }
    FAIL() << "ended before " << word << ": " << child.wait().err;
  }

  void expect_nothing_left() {
    EXPECT_TRUE(processes_about(folder_.path()).empty());
    EXPECT_FALSE(std::filesystem::exists(folder_ / "film.mp4"));
    for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) {
      EXPECT_EQ(entry.path().filename().string().find("film"), std::string::npos) << entry.path();
    }
  }

  std::vector<std::string> command() { return spool_with(folder_, {"run", "long.yaml", "--json"}); }

  Folder folder_;
  Surroundings here_{folder_.path(), {}, {}};
};

class EndedBy : public Interrupted, public ::testing::WithParamInterface<int> {};

TEST_P(EndedBy, AllIsGoneWithinTwoSecondsAndTheStatusIsTheSignals) {
  Child child(command(), here_);
  until_rendering(child);
  if (GetParam() == SIGINT) {  // the first one only stops what has not begun
    child.signal(SIGINT);
    until_said(child, "run.stopping");
  }
  const auto begun = std::chrono::steady_clock::now();

  child.signal(GetParam());
  const Ended ended = child.wait();

  EXPECT_LT(std::chrono::steady_clock::now() - begun, patience(std::chrono::seconds(2)));
  EXPECT_EQ(ended.signal, GetParam()) << "exit code " << ended.code << ended.err;
  expect_nothing_left();
}

INSTANTIATE_TEST_SUITE_P(Signals, EndedBy, ::testing::Values(SIGINT, SIGTERM, SIGHUP),
                         [](const auto& about) { return std::string(sigabbrev_np(about.param)); });

TEST_F(Interrupted, GivenSigkillOfTheControllerItsChildrenDieWithIt) {
  Child child(command(), here_);
  until_rendering(child);
  std::vector<ProcessHandle> children = handles_of_descendants(child.pid());
  ASSERT_FALSE(children.empty());

  child.signal(SIGKILL);
  child.wait();

  for (ProcessHandle& each : children) EXPECT_TRUE(each.ends_within(patience(std::chrono::seconds(2))));
  expect_nothing_left();
}

TEST_F(Interrupted, GivenAReaderThatGoesAwayTheRunEndsAsBySigterm) {
  Child child(command(), here_);
  until_rendering(child);

  child.close_output();
  const Ended ended = child.wait();

  EXPECT_EQ(ended.signal, SIGTERM) << "exit code " << ended.code << ended.err;
  expect_nothing_left();
}

TEST_F(Interrupted, GivenOneSigintWhatRunsFinishesAndNothingNewStarts) {
  folder_.write("long.yaml",
                "spool: 1\ninputs: {game: game.mp4}\nsteps:\n  clips: {cut: game, at: [{start: 0, end: 5}, "
                "{start: 5, end: 10}, {start: 20, end: 25}]}\n"
                "format: {size: 1280x720, preset: medium}\noutput: {clips: film.mp4}\n");
  std::vector<std::string> one_slot = command();
  one_slot.insert(one_slot.end(), {"-j", "1"});
  Child child(one_slot, here_);
  until_rendering(child);

  child.signal(SIGINT);
  const Ended ended = child.wait();

  EXPECT_EQ(ended.signal, SIGINT) << ended.err;
  const auto finished = events(ended.out, "job.finished");
  ASSERT_FALSE(finished.empty()) << ended.out;
  EXPECT_EQ(finished.front().at("outcome").as_string(), "succeeded");
  EXPECT_TRUE(events(ended.out, "job.started").empty()) << ended.out;
  ASSERT_EQ(events(ended.out, "run.finished").size(), 1U);
  EXPECT_EQ(events(ended.out, "run.finished")[0].at("outcome").as_string(), "interrupted");
  expect_nothing_left();
}

TEST_F(Interrupted, GivenAnFfmpegWhoseStartHangsSigintIsHeardMeanwhile) {
  sigset_t asked_back;
  sigemptyset(&asked_back);
  sigaddset(&asked_back, SIGIO);
  ::pthread_sigmask(SIG_BLOCK, &asked_back, nullptr);
  std::filesystem::copy_file("/bin/true", folder_ / "ffmpeg");
  Lease lease(folder_ / "ffmpeg");
  std::vector<std::string> with_it = command();
  with_it.insert(with_it.end(), {"--ffmpeg", folder_ / "ffmpeg"});
  Child child(with_it, here_);
  const timespec limit = {20, 0};
  ASSERT_EQ(::sigtimedwait(&asked_back, nullptr, &limit), SIGIO);

  const auto begun = std::chrono::steady_clock::now();
  child.signal(SIGINT);
  until_said(child, "run.stopping");

  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(20));
  lease.give_back();
  child.wait();
}

TEST_F(Interrupted, GivenCtrlZAndFgNothingIsLost) {
  folder_.write("long.yaml",
                "spool: 1\ninputs: {game: game.mp4}\nsteps:\n  clips: {cut: game, at: [{start: 0, end: 6}]}\n"
                "format: {size: 1280x720, fps: 30, preset: medium}\noutput: {clips: film.mp4}\n");
  Child child(command(), here_);
  until_rendering(child);

  child.signal(SIGTSTP);
  wait_until_stopped(child.pid());
  // One may have ended in the same instant: it is a zombie until its parent goes on.
  for (const pid_t each : descendants(child.pid())) EXPECT_TRUE(comes_to(each, true) || state_of(each) == 'Z') << each << " is " << state_of(each);
  child.signal(SIGCONT);
  const Ended ended = child.wait();

  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(look_at(folder_ / "film.mp4").frames, 180);
}

}  // namespace
}  // namespace spool::test
