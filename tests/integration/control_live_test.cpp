// A run that lives, spoken to from other terminals. Source: CONTRACT, "Commands"; the issue's "Pause and
// release, cancel".
#include "tests/integration/control_fixture.h"
#include "tests/patience.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <set>

namespace spool::test {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

class LiveRun : public Controlled {};

TEST_F(LiveRun, ItsStatusSaysHowManyJobsStandWhere) {
  start(long_film(), {"-j", "1"});

  const auto status = answer({"status", id_});
  EXPECT_EQ(status.at("run").as_string(), id_);
  EXPECT_EQ(status.at("state").as_string(), "running");
  const auto& jobs = status.at("jobs").as_object();
  EXPECT_EQ(jobs.at("running").as_int64(), 1);
  EXPECT_EQ(jobs.at("total").as_int64(), jobs.at("running").as_int64() + jobs.at("waiting").as_int64());
  EXPECT_TRUE(status.at("outputs").as_array().empty());
  EXPECT_EQ(answer({"status"}).at("run").as_string(), id_) << "the newest";
  EXPECT_EQ(answer({"runs"}).at("run").as_string(), id_);
  EXPECT_THAT(spool({"status", id_.substr(0, 12)}).out, HasSubstr("running"));
}

TEST_F(LiveRun, PausedItStartsNothingNewUntilItIsReleased) {
  start(short_film(), {"-j", "1"});

  const auto paused = answer({"pause", id_});
  EXPECT_TRUE(paused.at("live").as_bool());
  EXPECT_GT(paused.at("waiting").as_int64(), 0);
  until("run.paused");
  EXPECT_EQ(answer({"pause", id_}).at("message").as_string().find("paused already: "), 0U);
  EXPECT_EQ(state(id_), "paused");
  until("job.finished");  // what ran has finished, and left its slot to nobody
  EXPECT_EQ(state(id_), "paused");
  EXPECT_TRUE(descendants(run_->pid()).empty());
  const auto released = answer({"release", id_});
  EXPECT_TRUE(released.at("live").as_bool());

  EXPECT_EQ(ended().code, 0);
  const auto names = said();
  EXPECT_EQ(std::ranges::count(names, "run.paused"), 1) << "told once, however often it is asked";
  const auto pause = std::ranges::find(names, "run.paused");
  const auto release = std::ranges::find(names, "run.released");
  ASSERT_TRUE(pause < release && release != names.end());
  EXPECT_EQ(std::count(pause, release, "job.started"), 0);
  EXPECT_EQ(look_at(folder_ / "film.mp4").frames, 300);
  EXPECT_EQ(state(id_), "succeeded");
}

TEST_F(LiveRun, PausedAtOnceItsChildrenStandStillAndGoOn) {
  start(long_film());

  answer({"pause", id_, "--now"});
  const auto children = descendants(run_->pid());
  ASSERT_FALSE(children.empty());
  for (const pid_t child : children) EXPECT_TRUE(comes_to(child, true)) << child;
  EXPECT_EQ(state(id_), "paused");

  answer({"release", id_});
  for (const pid_t child : children) EXPECT_TRUE(comes_to(child, false)) << child;
  EXPECT_EQ(state(id_), "running");
}

TEST_F(LiveRun, PausedAtOnceItStandsStillOverCtrlZAndFg) {
  start(long_film());
  answer({"pause", id_, "--now"});
  const auto children = descendants(run_->pid());
  ASSERT_FALSE(children.empty());

  run_->signal(SIGTSTP);
  wait_until_stopped(run_->pid());
  expect_refused({"release", id_}, 1, "run.no_answer");
  run_->signal(SIGCONT);

  EXPECT_EQ(answer({"pause", id_}).at("message").as_string().find("paused already: "), 0U);
  for (const pid_t child : children) EXPECT_TRUE(comes_to(child, true)) << child;
  answer({"release", id_});
  for (const pid_t child : children) EXPECT_TRUE(comes_to(child, false)) << child;
}

TEST_F(LiveRun, PausedAtOnceAndKilledNoStoppedChildIsLeft) {
  start(long_film());
  answer({"pause", id_, "--now"});
  const std::vector<ProcessHandle> children = handles_of_descendants(run_->pid());
  ASSERT_FALSE(children.empty());

  run_->signal(SIGKILL);
  ended();

  for (const ProcessHandle& child : children) EXPECT_TRUE(child.ends_within(patience(std::chrono::seconds(2))));
  EXPECT_EQ(state(id_), "paused");
  answer({"release", id_});
  EXPECT_EQ(state(id_), "waiting");
}

TEST_F(LiveRun, PausedAtOnceItStillEndsBySigtermWithinTwoSeconds) {
  start(long_film());
  answer({"pause", id_, "--now"});
  const auto begun = std::chrono::steady_clock::now();

  run_->signal(SIGTERM);

  EXPECT_EQ(ended().signal, SIGTERM);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, patience(std::chrono::seconds(2)));
  EXPECT_TRUE(processes_about(folder_.path()).empty());
}

TEST_F(LiveRun, CancelledItEndsItsChildrenAndCannotBeTakenUpAgain) {
  start(long_film());
  std::vector<ProcessHandle> children = handles_of_descendants(run_->pid());

  EXPECT_TRUE(answer({"cancel", id_}).at("live").as_bool());
  EXPECT_EQ(ended().code, 1);

  for (const ProcessHandle& child : children) EXPECT_TRUE(child.ends_within(std::chrono::seconds(0)));
  const auto finished = events(said_.back(), "run.finished");
  ASSERT_EQ(finished.size(), 1U) << said_.back();
  EXPECT_EQ(finished.front().at("outcome").as_string(), "cancelled");
  EXPECT_EQ(state(id_), "cancelled");
  EXPECT_FALSE(std::filesystem::exists(folder_ / "film.mp4"));
  expect_refused({"cancel", id_}, 2, "run.ended");
  EXPECT_EQ(spool({"resume", id_}).code, 2);
}

TEST_F(LiveRun, PausedItCanBeCancelledTooNobodyWaitsForEver) {
  start(long_film(), {"-j", "1"});
  answer({"pause", id_, "--now"});
  const std::vector<ProcessHandle> children = handles_of_descendants(run_->pid());
  answer({"cancel", id_});
  EXPECT_EQ(ended().code, 1);
  for (const ProcessHandle& child : children) EXPECT_TRUE(child.ends_within(std::chrono::seconds(0)));
  EXPECT_EQ(state(id_), "cancelled");
}

TEST_F(LiveRun, ASecondControllerIsToldWhoHoldsIt) {
  start(long_film());
  expect_refused({"resume", id_}, 1, "run.held");
  EXPECT_THAT(spool({"resume", id_}).err, HasSubstr(std::to_string(run_->pid())));
  EXPECT_EQ(state(id_), "running");
}

TEST_F(LiveRun, WhoFollowsSeesWhatTheRunItselfSaysToTheEnd) {
  start(long_film());
  Child follower(words({"status", id_, "--follow", "--json"}), here_);
  std::string line;
  ASSERT_TRUE(follower.read_line(line));
  std::vector<std::string> followed = {line};

  answer({"cancel", id_});
  while (follower.read_line(line)) followed.push_back(line);

  EXPECT_EQ(follower.wait().code, 0);
  ended();
  const std::set<std::string> all(said_.begin(), said_.end());
  for (const std::string& each : followed) EXPECT_TRUE(all.contains(each)) << each;
  EXPECT_EQ(events(followed.back(), "run.finished").size(), 1U) << followed.back();
}

TEST_F(LiveRun, WhoFollowsWithoutJsonReadsPlainLines) {
  start(short_film(), {"-j", "1"});
  answer({"pause", id_});
  Child follower(words({"status", id_, "--follow"}), here_);
  // It has come when it has said how the run stands: what the run does after that, it sees.
  std::string line;
  std::string text;
  answer({"release", id_});
  while (follower.read_line(line)) text += line + "\n";

  EXPECT_EQ(follower.wait().code, 0);
  EXPECT_EQ(ended().code, 0);
  EXPECT_THAT(text, HasSubstr(id_));
  EXPECT_THAT(text, Not(HasSubstr("{\"event\"")));
}

TEST_F(LiveRun, AFollowerThatIsKilledOrSleepsDoesNotHoldItUp) {
  start(short_film());
  Child killed(words({"status", id_, "--follow", "--json"}), here_);
  Child asleep(words({"status", id_, "--follow", "--json"}), here_);
  std::string line;
  ASSERT_TRUE(killed.read_line(line) && asleep.read_line(line));
  killed.signal(SIGKILL);
  asleep.signal(SIGSTOP);

  EXPECT_EQ(ended().code, 0);
  EXPECT_EQ(look_at(folder_ / "film.mp4").frames, 300);
}

TEST_F(LiveRun, GivenTwoWhoFollowBothSeeTheEnd) {
  start(long_film());
  Child one(words({"status", id_, "--follow", "--json"}), here_);
  Child other(words({"status", id_, "--follow", "--json"}), here_);
  std::string line;
  ASSERT_TRUE(one.read_line(line) && other.read_line(line));
  answer({"pause", id_});

  answer({"cancel", id_});
  for (Child* follower : {&one, &other}) {
    const Ended followed = follower->wait();
    EXPECT_EQ(followed.code, 0) << followed.err;
    EXPECT_EQ(events(followed.out, "run.paused").size(), 1U) << followed.out;
    EXPECT_EQ(events(followed.out, "run.finished").size(), 1U) << followed.out;
  }
  EXPECT_EQ(ended().code, 1);
}

TEST_F(LiveRun, GivenOneWhoPausesAndOneWhoReleasesAtOnceItDoesWhatItsStatusSays) {
  start(long_film(), {"-j", "1"});
  const auto children = descendants(run_->pid());
  ASSERT_FALSE(children.empty());
  for (int round = 0; round < 10; ++round) {
    EXPECT_THAT(at_once({{"release", id_}, {"pause", id_, "--now"}}), ::testing::Each(0));
    const bool paused = state(id_) == "paused";
    for (const pid_t child : children) EXPECT_TRUE(comes_to(child, paused)) << "round " << round;
  }
}

TEST_F(LiveRun, GivenManyTerminalsAtOnceEachGetsItsWord) {
  start(long_film(), {"-j", "1"});
  EXPECT_THAT(at_once({{"pause", id_}, {"status", id_}, {"pause", id_}, {"pause", id_, "--now"}, {"runs"}}),
              ::testing::Each(0));
  EXPECT_EQ(state(id_), "paused");
  EXPECT_THAT(at_once({{"release", id_}, {"status", id_}, {"release", id_}}), ::testing::Each(0));
  EXPECT_EQ(state(id_), "running");
  const auto codes = at_once({{"cancel", id_}, {"cancel", id_}});
  EXPECT_THAT(codes, Contains(0));
  EXPECT_THAT(codes, ::testing::Each(::testing::AnyOf(0, 2))) << "2: it had ended by then";
  EXPECT_EQ(ended().code, 1);
}

}  // namespace
}  // namespace spool::test
