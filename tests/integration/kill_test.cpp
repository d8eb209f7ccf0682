// Killed anywhere, a run is taken up again, and it is the same film. $SPOOL_KILLS=all kills at every call.
#include "tests/integration/kill_fixture.h"

#include <csignal>

namespace spool::test {
namespace {

/// At every commit of the journal, until a run comes to its end.
void kill_at_each_event(const std::string& when) {
  Toll toll;
  for (long n = 1; !::testing::Test::HasFatalFailure(); ++n) {
    SCOPED_TRACE("killed " + when + " commit " + std::to_string(n));
    if (!survives({"journal", n, when}, toll)) break;
  }
  toll.tell(when + " each commit of the journal");
  EXPECT_GE(toll.kills, 17) << "a submission, twelve clips, the sound, the join, the film, its end";
}

TEST(LongKill, RightBeforeEachEventIsOnTheDisk) { kill_at_each_event("before"); }

TEST(LongKill, RightAfterEachEventIsOnTheDisk) { kill_at_each_event("after"); }

TEST(LongKill, AtAnyCallThatChangesAFile) {
  Toll toll;
  for (const long n : some_of(calls_of_a_run("files"), 40, 2026)) {
    const std::string when = n % 2 == 0 ? "before" : "after";
    SCOPED_TRACE("killed " + when + " call " + std::to_string(n));
    survives({"files", n, when}, toll);
  }
  toll.tell("calls that change a file");
  EXPECT_GT(toll.kills, 20);
}

TEST(LongKill, AgainWhileItIsTakenUp) {
  Toll toll;
  for (const long n : some_of(60, 12, 7)) {
    SCOPED_TRACE("killed at commit 9, then at call " + std::to_string(3 * n) + " of resume");
    const TwelveClips clips;
    ASSERT_EQ(clips.run(environment_of({"journal", 9, "after"})).signal, SIGKILL);
    if (clips.resume(environment_of({"files", 3 * n, "before"})).signal == SIGKILL) ++toll.kills;
    expect_completed(clips, on_record(clips.state()), toll);
  }
  toll.tell("a second kill, while resuming");
  EXPECT_GT(toll.kills, 6);
}

}  // namespace
}  // namespace spool::test
