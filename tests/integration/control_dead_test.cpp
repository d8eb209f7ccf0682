// Runs that nobody carries out: dead, ended, unknown. The journal alone is enough.
#include "tests/integration/control_fixture.h"

#include <gmock/gmock.h>

#include <csignal>

namespace spool::test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

class DeadRun : public Controlled {
 protected:
  void start_and_kill(const std::string& film) {
    start(film, {"-j", "1"});
    run_->signal(SIGKILL);
    ended();
  }
};

TEST_F(DeadRun, ItIsFoundInterruptedAtOnce) {
  start_and_kill(long_film());
  const auto status = answer({"status"});
  EXPECT_EQ(status.at("run").as_string(), id_);
  EXPECT_EQ(status.at("state").as_string(), "interrupted");
  EXPECT_EQ(status.at("jobs").as_object().at("running").as_int64(), 0);
}

TEST_F(DeadRun, ItIsPausedAndReleasedByItsJournalThenTakenUp) {
  start_and_kill(short_film());

  const auto paused = answer({"pause", id_});
  EXPECT_FALSE(paused.at("live").as_bool());
  EXPECT_GT(paused.at("waiting").as_int64(), 0);
  EXPECT_THAT(std::string(paused.at("message").as_string()), HasSubstr("spool release " + id_));
  EXPECT_EQ(state(id_), "paused");
  answer({"release", id_});
  EXPECT_EQ(state(id_), "waiting");

  const Ended resumed = spool({"resume", id_, "--json"});
  EXPECT_EQ(resumed.code, 0) << resumed.err;
  EXPECT_EQ(look_at(folder_ / "film.mp4").frames, 300);
  EXPECT_EQ(state(id_), "succeeded");
}

TEST_F(DeadRun, CancelledItIsOverForGood) {
  start_and_kill(long_film());
  EXPECT_FALSE(answer({"cancel", id_}).at("live").as_bool());
  EXPECT_EQ(state(id_), "cancelled");
  for (const char* command : {"pause", "release", "cancel"}) expect_refused({command, id_}, 2, "run.ended");
  EXPECT_EQ(spool({"resume", id_}).code, 2);
  EXPECT_EQ(spool({"resume"}).code, 0) << "nothing to resume";
}

TEST_F(DeadRun, WhoFollowsItSeesHowItStands) {
  start_and_kill(long_film());
  const Ended followed = spool({"status", id_, "--follow"});
  EXPECT_EQ(followed.code, 0) << followed.err;
  EXPECT_THAT(followed.out, HasSubstr("interrupted"));
}

TEST_F(DeadRun, GivenTwoTerminalsThatPauseItAtOnceBothAreAnswered) {
  start_and_kill(long_film());
  Child one(words({"pause", id_}), here_);
  Child other(words({"pause", id_}), here_);
  EXPECT_EQ(one.wait().code, 0);
  EXPECT_EQ(other.wait().code, 0);
  EXPECT_EQ(state(id_), "paused");
}

TEST_F(DeadRun, GivenOneWhoCancelsItWhileOthersPauseAndReleaseItIsOver) {
  start_and_kill(long_film());
  const auto codes = at_once({{"pause", id_}, {"cancel", id_}, {"release", id_}, {"status", id_}});
  EXPECT_EQ(codes[1], 0);
  EXPECT_EQ(codes[3], 0);
  EXPECT_THAT(codes, ::testing::Each(::testing::AnyOf(0, 2))) << "2: it was over by then";
  EXPECT_EQ(state(id_), "cancelled");
}

TEST_F(DeadRun, GivenTwoWhoResumeItAtOnceOneOfThemIsTheController) {
  start_and_kill(short_film());
  const auto codes = at_once({{"resume", id_}, {"resume", id_}});
  EXPECT_THAT(codes, ::testing::UnorderedElementsAre(0, ::testing::AnyOf(0, 1))) << "1: run.held";
  EXPECT_EQ(look_at(folder_ / "film.mp4").frames, 300);
  EXPECT_EQ(state(id_), "succeeded");
}

class EndedRun : public Controlled {};

TEST_F(EndedRun, ThereIsNothingToPauseReleaseOrCancel) {
  start(short_film());
  ASSERT_EQ(ended().code, 0);

  const auto status = answer({"status", id_});
  EXPECT_EQ(status.at("state").as_string(), "succeeded");
  EXPECT_EQ(status.at("jobs").as_object().at("waiting").as_int64(), 0);
  ASSERT_EQ(status.at("outputs").as_array().size(), 1U);
  EXPECT_EQ(status.at("outputs").as_array()[0].as_object().at("path").as_string(), folder_ / "film.mp4");
  for (const char* command : {"pause", "release", "cancel"}) expect_refused({command, id_}, 2, "run.ended");
  EXPECT_EQ(spool({"resume", id_}).code, 0) << "it has succeeded";
}

class UnknownRun : public Controlled {};

TEST_F(UnknownRun, IsToldByEveryCommand) {
  for (const char* command : {"status", "pause", "release", "cancel"})
    expect_refused({command, "20200101"}, 2, "run.unknown");
  EXPECT_THAT(spool({"runs", "--json"}).out, IsEmpty());
  EXPECT_EQ(spool({"runs"}).code, 0);
  EXPECT_EQ(spool({"status"}).code, 0);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "state")) << "asking makes nothing";
  expect_refused({"resume", "20200101"}, 2, "run.unknown");
  EXPECT_EQ(spool({"resume"}).code, 0) << "nothing to resume";
}

TEST_F(UnknownRun, GivenAStartThatTwoRunsHaveBothAreNamed) {
  for (int i = 0; i < 2; ++i) {
    const Ended done = run(words({"run", short_film(), "-y", "--no-cache"}), here_);
    ASSERT_EQ(done.code, 0) << done.err;
  }
  expect_refused({"status", "2"}, 2, "run.ambiguous");
  const auto runs = objects(spool({"runs", "--json"}).out);
  ASSERT_EQ(runs.size(), 2U);
  EXPECT_THAT(spool({"pause", "2"}).err, HasSubstr(std::string(runs[0].at("run").as_string())));
}

}  // namespace
}  // namespace spool::test
