// Runs that wait for their time: by one timer, across a kill, and all that are due by `resume --due`. Source:
// the "Waiting that is durable".
#include "tests/integration/reel.h"
#include "tests/patience.h"

#include <gmock/gmock.h>

#include <csignal>
#include <ctime>
#include <filesystem>

namespace spool::test {
namespace {

using std::chrono::seconds;
using std::chrono::system_clock;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Due : public Reel {
 protected:
  /// The document waits until then, in whole seconds.
  std::string film_at(system_clock::time_point time) const {
    const std::time_t whole = system_clock::to_time_t(time);
    char text[40];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", std::gmtime(&whole));
    ReelOf reel;
    reel.clips = 1;
    reel.policy = "{not_before: " + std::string(text) + "}";
    return document(reel);
  }
  static system_clock::time_point whole_seconds_from_now(int count) {
    return std::chrono::ceil<seconds>(system_clock::now()) + seconds(count);
  }
  static void until_it_waits(Running& running) {
    while (text_of(running.until("note"), "code") != "note.waiting") ASSERT_FALSE(::testing::Test::HasFailure());
  }
  /// It waits, and dies.
  std::string killed_while_waiting(system_clock::time_point until, const std::string& output) const {
    Running running(folder_, {"run", film_at(until), "-o", folder_ / output}, here_);
    until_it_waits(running);
    running.kill();
    EXPECT_THAT(events(running.said(), "job.started"), IsEmpty());
    return run_in(running.said());
  }
  std::string state(const std::string& run) const {
    return text_of(objects(done({"status", run})).front(), "state");
  }
  bool is_there(const std::string& name) const { return std::filesystem::exists(folder_ / name); }
};

TEST_F(Due, given_a_time_to_come_nothing_starts_before_it) {
  const auto time = whole_seconds_from_now(5);
  const std::string lines = done({"run", film_at(time)});
  EXPECT_THAT(messages(lines, "note"), Contains(HasSubstr("nothing is rendered before ")));
  for (const auto& started : events(lines, "job.started")) EXPECT_GE(time_of(started), time);
  EXPECT_TRUE(is_there("film.mp4"));
}

TEST_F(Due, given_a_kill_while_it_waits_a_resume_takes_up_what_is_left_of_the_wait) {
  const auto time = whole_seconds_from_now(12);
  const std::string run = killed_while_waiting(time, "film.mp4");
  EXPECT_EQ(state(run), "waiting");
  let_pass(time - seconds(1));  // a wait begun anew would take ten seconds more
  const std::string lines = done({"resume"});
  EXPECT_EQ(run_in(lines), run);
  for (const auto& started : events(lines, "job.started")) {
    EXPECT_GE(time_of(started), time);
    EXPECT_LE(time_of(started), time + seconds(7));
  }
  EXPECT_EQ(state(run), "succeeded");
}

TEST_F(Due, given_runs_that_wait_resume_due_starts_those_whose_time_has_come_and_no_other) {
  // Five programs start and end before it, on a busy machine under a sanitizer too.
  const auto soon = whole_seconds_from_now(12);
  const std::string one = killed_while_waiting(soon, "one.mp4");
  const std::string late = killed_while_waiting(soon + std::chrono::hours(24), "late.mp4");
  Running interrupted(folder_, {"run", document(), "-o", folder_ / "other.mp4"}, here_);
  interrupted.until("job.started");
  interrupted.kill();
  EXPECT_THAT(messages(done({"resume", "--due"}), "note"), ElementsAre("no run is due"))
      << "it is not yet time";
  let_pass(soon);
  // The document has changed since: each of these runs has its own.
  const std::string lines = done({"resume", "--due", "--anyway"});
  EXPECT_EQ(run_in(lines), one);
  EXPECT_EQ(events(lines, "run.started").size(), 1U);
  EXPECT_TRUE(is_there("one.mp4"));
  EXPECT_FALSE(is_there("late.mp4"));
  EXPECT_FALSE(is_there("other.mp4"));
  EXPECT_EQ(state(late), "waiting");
}

TEST_F(Due, given_a_run_that_waits_an_interrupt_ends_the_wait_at_once) {
  Running running(folder_, {"run", film_at(system_clock::now() + std::chrono::hours(24))}, here_);
  until_it_waits(running);
  const auto start = system_clock::now();
  running.signal(SIGINT);
  EXPECT_EQ(running.ended().signal, SIGINT);
  EXPECT_LE(system_clock::now() - start, patience(seconds(2)));
}

}  // namespace
}  // namespace spool::test
