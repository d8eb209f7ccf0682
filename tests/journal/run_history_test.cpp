// A run as its events say: each test is a history, told as it happened.
#include "core/journal/run_history.h"

#include "tests/journal/state_folder.h"

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace spool::core {
namespace {

using ::testing::SizeIs;

const RunSubmitted submitted{"reel.yaml", "request"};
const RunTaken taken{1, 10, "host"};
const RunTaken retaken{2, 20, "host"};

FilmPlanned planned(std::vector<std::string> jobs, const std::string& item = "",
                    const std::string& recipe = "r") {
  FilmPlanned film;
  film.item = item;
  for (const std::string& job : jobs) film.jobs.push_back({job, "clip", recipe});
  return film;
}

JobDone done(const std::string& job, JobOutcome outcome = JobOutcome::succeeded, int attempt = 1) {
  JobDone event;
  event.job = job;
  event.outcome = outcome;
  event.attempt = attempt;
  if (outcome == JobOutcome::succeeded) event.made = {{job + ".mp4", 100, "digest"}};
  return event;
}

JobRetried retried(const std::string& job, int attempt) {
  return {job, attempt, test::at_second(60), "render.killed", ""};
}

OutputPlaced placed(const std::string& path, const std::string& item = "", std::int64_t frames = 10) {
  OutputPlaced event;
  event.item = item;
  event.film.path = path;
  event.film.frames = frames;
  return event;
}

RunEnded ended(RunOutcome outcome) {
  RunEnded event;
  event.outcome = outcome;
  event.exit_code = 1;
  event.jobs.total = 99;
  event.reason = "why";
  return event;
}

RunHistory after(const std::vector<RunEvent>& events) {
  RunHistory history;
  std::int64_t now = 0;
  for (const RunEvent& event : events) history.apply(test::at_second(now++), event);
  return history;
}

struct StateCase {
  std::string when;
  std::vector<RunEvent> events;
  RunState held, alone;
  bool can_be_resumed;
};

std::vector<StateCase> state_cases() {
  using S = RunState;
  const RunWaiting later{test::at_second(86400)};
  const RunPauseAsked pause;
  const RunReleaseAsked release;
  const RunCancelAsked cancel;
  const JobBegan began{"a", 1};
  const RunEnded interrupted = ended(RunOutcome::interrupted);
  return {
      {"submitted", {submitted}, S::running, S::interrupted, true},
      {"taken", {submitted, taken}, S::running, S::interrupted, true},
      {"at work", {submitted, taken, planned({"a"}), began}, S::running, S::interrupted, true},
      {"waiting for a time", {submitted, taken, later}, S::waiting, S::waiting, true},
      {"interrupted while it waited",
       {submitted, taken, later, interrupted},
       S::interrupted,
       S::waiting,
       true},
      {"taken again while it waits",
       {submitted, taken, later, interrupted, retaken},
       S::waiting,
       S::waiting,
       true},
      {"at work after the wait", {submitted, taken, later, began}, S::running, S::interrupted, true},
      {"paused", {submitted, taken, began, pause}, S::paused, S::paused, true},
      {"paused, its jobs end", {submitted, taken, began, pause, done("a")}, S::paused, S::paused, true},
      {"paused and interrupted", {submitted, taken, pause, interrupted}, S::interrupted, S::paused, true},
      {"released by its controller",
       {submitted, taken, pause, release, began},
       S::running,
       S::interrupted,
       true},
      {"released alone", {submitted, taken, pause, interrupted, release}, S::interrupted, S::waiting, true},
      {"released alone after a kill", {submitted, taken, pause, release}, S::running, S::waiting, true},
      {"taken after it was released",
       {submitted, taken, pause, release, retaken},
       S::running,
       S::interrupted,
       true},
      {"paused alone", {submitted, taken, interrupted, pause}, S::interrupted, S::paused, true},
      {"taken while paused", {submitted, taken, interrupted, pause, retaken}, S::paused, S::paused, true},
      {"cancel asked", {submitted, taken, began, cancel}, S::running, S::cancelled, false},
      {"cancelled while paused", {submitted, taken, pause, cancel}, S::paused, S::cancelled, false},
      {"cancelled",
       {submitted, taken, cancel, ended(RunOutcome::cancelled)},
       S::cancelled,
       S::cancelled,
       false},
      {"cancelled alone", {submitted, taken, interrupted, cancel}, S::interrupted, S::cancelled, false},
      {"succeeded", {submitted, taken, ended(RunOutcome::succeeded)}, S::succeeded, S::succeeded, false},
      {"partial", {submitted, taken, ended(RunOutcome::partial)}, S::partial, S::partial, true},
      {"failed", {submitted, taken, ended(RunOutcome::failed)}, S::failed, S::failed, true},
      {"interrupted", {submitted, taken, interrupted}, S::interrupted, S::interrupted, true},
      {"failed, and taken again",
       {submitted, taken, ended(RunOutcome::failed), retaken},
       S::running,
       S::interrupted,
       true},
      {"nothing", {}, S::running, S::interrupted, false},
  };
}

TEST(RunHistoryState, given_each_history_then_the_run_is_in_the_state_that_its_events_say) {
  for (const StateCase& each : state_cases()) {
    const RunHistory history = after(each.events);
    EXPECT_EQ(to_string(history.state(true)), to_string(each.held)) << each.when << ", held";
    EXPECT_EQ(to_string(history.state(false)), to_string(each.alone)) << each.when << ", alone";
    EXPECT_EQ(history.can_be_resumed(), each.can_be_resumed) << each.when;
  }
}

TEST(RunHistory, given_a_submitted_run_then_it_keeps_what_was_asked_and_when) {
  const RunHistory history = after({submitted, taken, retaken});
  EXPECT_EQ(history.submitted()->request, "request");
  EXPECT_EQ(history.submitted_at(), test::at_second(0));
  EXPECT_EQ(history.sessions(), 2);
  EXPECT_EQ(history.holder()->pid, 20);
}

TEST(RunHistory, given_jobs_in_every_state_then_they_are_counted) {
  const RunHistory history =
      after({submitted, taken, planned({"a", "b", "c", "d", "e", "f"}), JobBegan{"a", 1}, done("a"),
             JobBegan{"b", 1}, done("b", JobOutcome::stalled), done("c", JobOutcome::skipped),
             JobBegan{"d", 1}, JobBegan{"e", 1}, done("e", JobOutcome::cancelled)});
  const JobCounts held = history.counts(true);
  EXPECT_EQ(held.total, 6);
  EXPECT_EQ(held.succeeded, 1);
  EXPECT_EQ(held.failed, 1);
  EXPECT_EQ(held.skipped, 1);
  EXPECT_EQ(held.running, 1);
  EXPECT_EQ(held.waiting, 2);
  EXPECT_EQ(history.counts(false).running, 0) << "nobody is there to run it";
  EXPECT_EQ(history.counts(false).waiting, 3);
}

TEST(RunHistory, given_an_end_then_its_own_counts_and_outputs_are_told_so_that_a_list_needs_no_more) {
  RunEnded end = ended(RunOutcome::failed);
  end.outputs = {placed("/a").film};
  const RunHistory head = after({submitted, end});
  EXPECT_EQ(head.counts(false).total, 99);
  EXPECT_THAT(head.outputs(), SizeIs(1));
  EXPECT_EQ(head.ended()->reason, "why");
}

TEST(RunHistory, when_a_new_session_takes_it_then_running_failed_and_skipped_jobs_wait_and_done_ones_stay) {
  const RunHistory history =
      after({submitted, taken, planned({"done", "failed", "skipped", "running", "tried"}),
             done("done", JobOutcome::succeeded, 2), done("failed", JobOutcome::failed, 3),
             done("skipped", JobOutcome::skipped), JobBegan{"running", 1}, retried("tried", 3),
             FilmEnded{"", RunOutcome::failed, 1}, ended(RunOutcome::failed), retaken});
  const auto job = [&](const std::string& id) { return history.jobs().at(id); };
  EXPECT_EQ(job("done").state, JobPast::State::succeeded);
  EXPECT_EQ(job("done").made.at(0).name, "done.mp4");
  EXPECT_EQ(job("failed").state, JobPast::State::waiting);
  EXPECT_EQ(job("failed").attempts, 0) << "its tries were used up: it is tried afresh";
  EXPECT_EQ(job("skipped").state, JobPast::State::waiting);
  EXPECT_EQ(job("running").state, JobPast::State::waiting);
  EXPECT_EQ(job("running").attempts, 0) << "that try had not ended";
  EXPECT_EQ(job("tried").attempts, 2) << "no try is forgotten";
  EXPECT_EQ(job("tried").due, test::at_second(60)) << "and no delay starts anew";
  EXPECT_FALSE(history.ended());
  EXPECT_FALSE(history.films().at("").ended);
}

TEST(RunHistory, given_a_job_killed_in_its_second_try_then_the_next_session_makes_that_try_without_delay) {
  const RunHistory history =
      after({submitted, taken, planned({"a"}), JobBegan{"a", 1}, retried("a", 2), JobBegan{"a", 2}, retaken});
  EXPECT_EQ(history.jobs().at("a").attempts, 1);
  EXPECT_FALSE(history.jobs().at("a").due);
}

TEST(RunHistory, when_a_finished_job_is_begun_again_then_its_old_files_no_longer_count) {
  const RunHistory history = after({submitted, taken, planned({"a"}), done("a"), retaken, JobBegan{"a", 1}});
  EXPECT_EQ(history.jobs().at("a").state, JobPast::State::running);
  EXPECT_TRUE(history.jobs().at("a").made.empty());
}

TEST(RunHistory, given_a_key_that_is_known_late_then_it_stays_with_its_job) {
  const RunHistory history =
      after({submitted, taken, planned({"a"}), done("a"), JobKeyed{"a", "key"}, retaken});
  EXPECT_EQ(history.jobs().at("a").key, "key");
  EXPECT_EQ(history.jobs().at("a").state, JobPast::State::succeeded);
}

TEST(RunHistory,
     when_a_film_is_planned_anew_then_jobs_made_in_the_same_way_keep_their_past_and_others_begin) {
  FilmPlanned anew = planned({"same", "changed"});
  anew.jobs[1].recipe = "another";
  const RunHistory history =
      after({submitted, taken, planned({"same", "changed", "gone"}), done("same"), done("changed"),
             done("gone"), planned({"x"}, "other item"), retaken, anew});
  EXPECT_EQ(history.jobs().at("same").state, JobPast::State::succeeded);
  EXPECT_EQ(history.jobs().at("changed").state, JobPast::State::waiting);
  EXPECT_FALSE(history.jobs().contains("gone"));
  EXPECT_TRUE(history.jobs().contains("x"));
  EXPECT_EQ(history.counts(true).total, 3);
}

TEST(RunHistory, given_a_batch_then_each_item_has_its_film_its_jobs_and_its_end) {
  const RunHistory history =
      after({submitted, taken, planned({"a-1", "a-2"}, "a.mp4"), planned({"b-1"}, "b.mp4"), done("a-1"),
             placed("/out/a.mp4", "a.mp4"), FilmEnded{"a.mp4", RunOutcome::succeeded, 0},
             FilmEnded{"bad.mp4", RunOutcome::failed, 3}});
  EXPECT_EQ(history.jobs().at("b-1").film, "b.mp4");
  EXPECT_THAT(history.films().at("a.mp4").outputs, SizeIs(1));
  EXPECT_EQ(history.films().at("a.mp4").ended->exit_code, 0);
  EXPECT_FALSE(history.films().at("b.mp4").ended);
  EXPECT_FALSE(history.films().at("bad.mp4").planned) << "an item may end before it has a plan";
  EXPECT_EQ(history.films().at("bad.mp4").ended->exit_code, 3);
}

TEST(RunHistory, given_an_output_that_is_placed_again_then_the_last_one_counts) {
  const RunHistory history =
      after({submitted, taken, placed("/a", "", 1), placed("/b", "", 2), retaken, placed("/a", "", 3)});
  ASSERT_THAT(history.outputs(), SizeIs(2));
  EXPECT_EQ(history.outputs()[1].frames, 3);
}

TEST(RunHistory, given_hooks_then_it_is_known_which_began_and_which_ended) {
  const RunHistory history = after({submitted, taken, HookBegan{"h0", "on_failure"},
                                    HookEnded{"h0", true, ""}, HookBegan{"h1", "on_failure"}, retaken});
  EXPECT_TRUE(history.hooks().at("h0"));
  EXPECT_TRUE(history.hooks().contains("h1"));
  EXPECT_FALSE(history.hooks().at("h1")) << "it may have run: it is run again";
}

TEST(RunHistory, given_an_entry_that_cannot_be_read_then_the_fold_says_so) {
  const std::vector<Entry> entries = {test::entry("run", submitted), {{}, "run", "job.done", "{}"}};
  const auto history = RunHistory::fold(entries);
  ASSERT_FALSE(history);
  EXPECT_EQ(history.error().code, "state.damaged");
}

}  // namespace
}  // namespace spool::core
