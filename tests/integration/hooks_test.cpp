// Commands after a run: what they are given, and that they run at least once under one id. Source: the
// reference, "Policy".
#include "tests/integration/reel.h"

#include <gmock/gmock.h>

#include <csignal>

namespace spool::test {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class HooksOfRuns : public Reel {
 protected:
  /// Writes down its words, variables and input, a file for each call's first word.
  HooksOfRuns() {
    script("hook",
           "echo \"$SPOOL_HOOK_ID\" >> ids\nenv | grep ^SPOOL_ > \"env-$1\"\ncat > \"in-$1\"\necho \"$2\" > "
           "\"word-$1\"");
  }
  std::string film(const std::string& policy) const {
    ReelOf reel;
    reel.clips = 1;
    reel.policy = policy;
    return document(reel);
  }
  std::string failing_ffmpeg() const {
    return script("ffmpeg", "case \"$*\" in *libx264*-progress*|*-progress*libx264*) exit 1;; esac\nexec " +
                                real_ffmpeg() + " \"$@\"");
  }
  std::vector<std::string> lines(const std::string& name) const {
    return lines_of(read_file(folder_ / name));
  }
};

TEST_F(HooksOfRuns, given_success_its_commands_run_in_order_with_the_runs_facts) {
  const std::string said = done(
      {"run",
       film("{on_success: [[./hook, one, \"a b; $$HOME\"], [./hook, two]], on_failure: [./hook, bad]}")});
  const std::string run = run_in(said);
  EXPECT_THAT(lines("ids"), ElementsAre(run + "-success-1", run + "-success-2"));
  EXPECT_THAT(lines("env-one"), Contains("SPOOL_OUTCOME=succeeded"));
  EXPECT_THAT(lines("env-one"), Contains("SPOOL_OUTPUT=" + (folder_ / "film.mp4")));
  EXPECT_EQ(lines("word-one"), std::vector<std::string>{"a b; $HOME"}) << "no shell takes words apart";
  const auto facts = objects(read_file(folder_ / "in-one"));
  ASSERT_THAT(facts, SizeIs(1));
  EXPECT_EQ(text_of(facts[0], "run"), run);
  EXPECT_EQ(facts[0].at("outputs").as_array()[0].as_object().at("frames").as_int64(), 25);
  EXPECT_EQ(read_file(folder_ / "env-bad"), "");
}

TEST_F(HooksOfRuns, given_failure_the_compensation_runs_and_hears_what_failed) {
  const Ended ended =
      spool({"run", film("{tries: 1, on_failure: [./hook, bad]}"), "--json", "--ffmpeg", failing_ffmpeg()});
  EXPECT_EQ(ended.code, 1);
  EXPECT_THAT(lines("ids"), ElementsAre(run_in(ended.out) + "-failure-1"));
  const auto facts = objects(read_file(folder_ / "in-bad"));
  ASSERT_THAT(facts, SizeIs(1));
  EXPECT_EQ(text_of(facts[0], "outcome"), "failed");
  EXPECT_EQ(text_of(facts[0].at("failed").as_array()[0].as_object(), "code"), "render.failed");
}

TEST_F(HooksOfRuns, given_a_kill_in_the_middle_of_a_command_a_resume_runs_it_again_under_the_same_id) {
  script("killer", "echo \"$SPOOL_HOOK_ID\" >> ids\nif [ $(wc -l < ids) -eq 2 ]; then kill -9 $PPID; fi");
  Running running(folder_, {"run", film("{on_success: [[./hook, one], [./killer], [./hook, two]]}")}, here_);
  EXPECT_EQ(running.ended().signal, SIGKILL);
  const std::string run = run_in(running.said());
  EXPECT_THAT(lines("ids"), ElementsAre(run + "-success-1", run + "-success-2"));
  const std::string resumed = done({"resume"});
  EXPECT_EQ(run_in(resumed), run);
  EXPECT_THAT(rendered(resumed), IsEmpty());
  EXPECT_THAT(lines("ids"),
              ElementsAre(run + "-success-1", run + "-success-2", run + "-success-2", run + "-success-3"));
}

TEST_F(HooksOfRuns, given_a_command_that_fails_it_is_told_and_the_run_has_still_succeeded) {
  script("bad-hook", "echo 'no network' >&2; exit 7");
  const std::string said = done({"run", film("{on_success: [./bad-hook]}")});
  EXPECT_THAT(messages(said, "warning"), Contains(HasSubstr("it ended with 7: no network")));
  EXPECT_EQ(text_of(events(said, "run.finished").front(), "outcome"), "succeeded");
}

}  // namespace
}  // namespace spool::test
