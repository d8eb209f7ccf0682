// What an engine waits for besides children: the time of another try, a release, a record.
#include "tests/core/engine_fixture.h"

#include <gmock/gmock.h>

namespace spool::core {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// ---- another try, later ----

TEST_F(EngineTest, given_a_job_to_be_tried_later_then_its_slot_is_free_until_then_and_it_starts_on_time) {
  a_.work.later_tries = 1;
  for (const double cost : {3.0, 2.0, 1.0}) a_.graph.add(Needs{}, cost);
  go(a_, true);
  end("a0", Exited{1});
  EXPECT_THAT(runner_.started, ElementsAre("a0", "a1", "a2")) << "another has its slot";
  end("a1");
  end("a2");
  EXPECT_EQ(slots_.free(), 2U);
  EXPECT_FALSE(a_.report) << "something is still to be done";
  pass(999ms);
  EXPECT_EQ(runner_.running(), 0U);
  pass(1ms);
  end("a0/2");
  ASSERT_TRUE(a_.report);
  EXPECT_TRUE(a_.report->all_succeeded());
  EXPECT_THAT(a_.work.recorded, ElementsAre("1/1", "2/1", "0/2"));
  EXPECT_THAT(a_.diary.lines, ElementsAre("start 0", "start 1", "later 0 after 1", "start 2", "succeeded 1",
                                          "succeeded 2", "start 0", "succeeded 0"));
}

TEST_F(EngineTest, given_many_that_wait_then_one_timer_serves_them_and_each_starts_on_its_own_time) {
  a_.work.later_tries = 1;
  for (JobIndex job = 0; job < 3; ++job) a_.graph.add(Needs{}, 3 - job);
  go(a_, true);
  a_.work.delay = 3s;
  end("a0", Exited{1});
  a_.work.delay = 1s;
  end("a1", Exited{1});
  a_.work.delay = 2s;
  end("a2", Exited{1});
  EXPECT_EQ(clock_.waiting(), 1U);
  pass(1s);
  EXPECT_EQ(runner_.started.back(), "a1/2");
  pass(1s);
  EXPECT_EQ(runner_.started.back(), "a2/2");
  end("a1/2");
  pass(1s);
  end("a2/2");
  end("a0/2");
  ASSERT_TRUE(a_.report);
  EXPECT_EQ(a_.report->succeeded, 3U);
  EXPECT_EQ(clock_.waiting(), 0U);
}

TEST_F(EngineTest, when_asked_to_stop_while_a_job_waits_then_the_run_ends_and_the_job_can_be_run_again) {
  for (const StopMode how : {StopMode::drain, StopMode::abort}) {
    RunControl control;
    Running run("r");
    run.work.later_tries = 1;
    run.graph.add(Needs{}, 1);
    ASSERT_TRUE(run.graph.check());
    boost::asio::co_spawn(
        loop_.context(), engine_.run(run.graph, run.work, run.diary, EngineSettings(), control),
        [&](const std::exception_ptr&, GraphReport report) { run.report = std::move(report); });
    settle();
    end("r0", Exited{1});
    how == StopMode::drain ? control.drain() : control.abort();
    settle();
    ASSERT_TRUE(run.report);
    EXPECT_EQ(run.report->not_started, 1U);
    EXPECT_EQ(run.report->failed, 0U);
    EXPECT_EQ(run.graph.state(0), Graph::State::ready);
    EXPECT_THAT(run.work.recorded, IsEmpty());
    EXPECT_EQ(clock_.waiting(), 0U);
  }
}

TEST_F(EngineTest, given_a_failure_while_another_job_waits_then_that_one_is_not_started_again) {
  a_.work.later_tries = 1;
  a_.graph.add(Needs{}, 2);
  a_.graph.add(Needs{}, 1);
  go(a_);
  end("a0", Exited{1});
  a_.work.later_tries = 0;
  end("a1", Exited{1});
  ASSERT_TRUE(a_.report);
  EXPECT_EQ(a_.report->failed, 1U);
  EXPECT_EQ(a_.report->not_started, 1U);
}

TEST_F(EngineTest, given_tries_of_an_earlier_session_then_numbers_go_on_and_the_rest_of_a_wait_is_waited) {
  for (JobIndex job = 0; job < 3; ++job) a_.graph.add(Needs{}, 3 - job);
  EngineSettings settings;
  settings.earlier = {{0, 2, 5000ms}, {1, 1, 0ms}};
  go(a_, settings);
  EXPECT_THAT(runner_.started, ElementsAre("a1/2", "a2"));
  end("a1/2");
  end("a2");
  pass(4999ms);
  EXPECT_EQ(runner_.running(), 0U);
  EXPECT_FALSE(a_.report);
  pass(1ms);
  end("a0/3");
  ASSERT_TRUE(a_.report);
  EXPECT_EQ(a_.report->succeeded, 3U);
}

TEST_F(EngineTest, given_jobs_that_had_succeeded_before_then_they_count_and_are_not_run) {
  a_.graph.add(Needs{}, 1);
  a_.graph.add(Needs{0}, 1);
  a_.graph.add(Needs{0, 1}, 1);
  a_.graph.assume_succeeded(0);
  go(a_);
  EXPECT_THAT(runner_.started, ElementsAre("a1"));
  end("a1");
  end("a2");
  ASSERT_TRUE(a_.report);
  EXPECT_EQ(a_.report->succeeded, 3U);
  EXPECT_THAT(a_.work.recorded, ElementsAre("1/1", "2/1"));
}

// ---- a release ----

TEST_F(EngineTest, when_paused_then_what_runs_goes_on_what_becomes_ready_waits_and_release_starts_it) {
  a_.graph.add(Needs{}, 1);
  a_.graph.add(Needs{0}, 1);
  go(a_);
  control_.pause();
  settle();
  EXPECT_EQ(slots_.waiting(), 0U);
  end("a0");
  EXPECT_THAT(runner_.started, ElementsAre("a0"));
  EXPECT_EQ(a_.graph.state(1), Graph::State::ready);
  EXPECT_FALSE(a_.report);
  control_.release();
  settle();
  end("a1");
  ASSERT_TRUE(a_.report);
  EXPECT_TRUE(a_.report->all_succeeded());
}

TEST_F(EngineTest, when_paused_while_it_queues_for_a_slot_then_it_queues_no_more_until_released) {
  for (int job = 0; job < 3; ++job) a_.graph.add(Needs{}, 1);
  go(a_);
  EXPECT_EQ(slots_.waiting(), 1U);
  control_.pause();
  settle();
  EXPECT_EQ(slots_.waiting(), 0U);
  end("a0");
  EXPECT_EQ(slots_.free(), 1U) << "others may have it";
  control_.release();
  settle();
  EXPECT_EQ(runner_.started.back(), "a2");
  end("a1");
  end("a2");
  EXPECT_TRUE(a_.report->all_succeeded());
}

TEST_F(EngineTest, when_paused_while_a_slot_is_on_its_way_then_the_slot_goes_back) {
  a_.graph.add(Needs{}, 1);
  std::vector<Slots::Lease> others;
  for (int i = 0; i < 2; ++i) {
    slots_.acquire([&](Waited<Slots::Lease> lease) { others.push_back(std::move(*lease)); });
  }
  settle();
  go(a_);
  EXPECT_EQ(slots_.waiting(), 1U);
  others.pop_back();
  control_.pause();
  settle();
  EXPECT_THAT(runner_.started, IsEmpty());
  EXPECT_EQ(slots_.free(), 1U);
  control_.release();
  settle();
  end("a0");
  EXPECT_TRUE(a_.report->all_succeeded());
}

TEST_F(EngineTest, when_stopped_while_paused_then_the_run_ends_without_a_release) {
  a_.graph.add(Needs{}, 1);
  control_.pause();
  go(a_);
  EXPECT_THAT(runner_.started, IsEmpty());
  EXPECT_FALSE(a_.report);
  control_.drain();
  settle();
  ASSERT_TRUE(a_.report);
  EXPECT_EQ(a_.report->not_started, 1U);
}

TEST_F(EngineTest, given_nothing_left_to_start_then_a_paused_run_ends) {
  a_.graph.add(Needs{}, 1);
  go(a_);
  control_.pause();
  end("a0");
  ASSERT_TRUE(a_.report);
  EXPECT_TRUE(a_.report->all_succeeded());
}

TEST_F(EngineTest, given_a_try_that_is_due_or_wanted_at_once_while_paused_then_it_waits_as_ready) {
  a_.work.later_tries = 1;
  a_.graph.add(Needs{}, 2);
  go(a_);
  end("a0", Exited{1});
  control_.pause();
  pass(1s);
  EXPECT_EQ(a_.graph.state(0), Graph::State::ready);
  control_.release();
  settle();
  EXPECT_EQ(runner_.started.back(), "a0/2");
  a_.work.later_tries = 0;
  a_.work.retries = 2;
  control_.pause();
  end("a0/2", Exited{1});
  EXPECT_EQ(slots_.free(), 2U);
  control_.release();
  settle();
  end("a0/3");
  ASSERT_TRUE(a_.report);
  EXPECT_TRUE(a_.report->all_succeeded());
}

TEST_F(EngineTest, given_a_try_that_is_wanted_at_once_when_the_run_is_to_stop_then_it_is_left_for_the_next) {
  a_.work.retries = 1;
  a_.graph.add(Needs{}, 1);
  go(a_);
  control_.drain();
  end("a0", Exited{1});
  ASSERT_TRUE(a_.report);
  EXPECT_THAT(runner_.started, ElementsAre("a0"));
  EXPECT_EQ(a_.graph.state(0), Graph::State::ready);
  EXPECT_EQ(a_.report->not_started, 1U);
  EXPECT_EQ(slots_.free(), 2U);
}

TEST_F(EngineTest, given_a_try_that_is_wanted_at_once_when_another_job_has_failed_then_it_is_not_made) {
  a_.graph.add(Needs{}, 1);
  a_.graph.add(Needs{}, 1);
  go(a_);
  end("a0", Exited{1});
  a_.work.retries = 1;
  end("a1", Exited{1});
  ASSERT_TRUE(a_.report);
  EXPECT_THAT(runner_.started, ElementsAre("a0", "a1"));
  EXPECT_EQ(a_.report->failed, 1U);
  EXPECT_EQ(a_.report->not_started, 1U);
}

// ---- a record ----

TEST_F(EngineTest, given_a_record_that_takes_its_time_then_dependants_start_but_nothing_is_told_before) {
  test::NamedWork::Records records(loop_.executor());
  a_.work.records = &records;
  a_.graph.add(Needs{}, 1);
  a_.graph.add(Needs{0}, 1);
  go(a_);
  end("a0");
  EXPECT_EQ(slots_.free(), 1U);
  EXPECT_THAT(a_.diary.lines, ElementsAre("start 0", "start 1"));
  end("a1");
  EXPECT_FALSE(a_.report) << "two records are under way";
  records.open.at(0)->set(Result<void>());
  settle();
  EXPECT_THAT(a_.diary.lines, ElementsAre("start 0", "start 1", "succeeded 0"));
  EXPECT_FALSE(a_.report);
  records.open.at(1)->set(Result<void>());
  settle();
  ASSERT_TRUE(a_.report);
  EXPECT_EQ(a_.diary.lines.back(), "succeeded 1");
}

TEST_F(EngineTest, given_a_record_that_fails_then_the_run_ends_as_by_abort_and_says_what_was_lost) {
  test::NamedWork::Records records(loop_.executor());
  a_.work.records = &records;
  for (int job = 0; job < 3; ++job) a_.graph.add(Needs{}, 1);
  a_.graph.add(Needs{0}, 1);
  go(a_, true);
  end("a0");
  records.open.at(0)->set(Error{"disk.full", "no room", "", {}});
  settle();
  ASSERT_TRUE(a_.report);
  ASSERT_TRUE(a_.report->lost);
  EXPECT_EQ(a_.report->lost->code, "disk.full");
  EXPECT_EQ(a_.report->stop, StopMode::abort);
  EXPECT_EQ(control_.mode(), StopMode::go_on) << "other runs of the control are not concerned";
  EXPECT_EQ(runner_.running(), 0U);
  EXPECT_EQ(slots_.free(), 2U);
  EXPECT_THAT(a_.diary.lines, ::testing::Contains("cancelled 0"));
  EXPECT_THAT(a_.diary.lines, ::testing::Not(::testing::Contains("succeeded 0")));
}

TEST_F(EngineTest, given_failed_and_cancelled_jobs_then_only_the_failed_one_is_put_on_record) {
  for (int job = 0; job < 2; ++job) a_.graph.add(Needs{}, 1);
  a_.graph.add(Needs{0}, 1);
  go(a_, true);
  end("a0", Exited{1});
  control_.abort();
  settle();
  EXPECT_THAT(a_.work.recorded, ElementsAre("0/1 failed"));
  EXPECT_EQ(a_.report->skipped, 1U);
  EXPECT_EQ(a_.report->cancelled, 1U);
}

TEST_F(EngineTest, given_a_failure_whose_record_is_lost_then_the_job_is_not_counted_as_failed) {
  test::NamedWork::Records records(loop_.executor());
  a_.work.records = &records;
  a_.graph.add(Needs{}, 1);
  a_.graph.add(Needs{0}, 1);
  go(a_);
  end("a0", Exited{1});
  EXPECT_FALSE(a_.report);
  records.open.at(0)->set(Error{"journal.failed", "gone", "", {}});
  settle();
  ASSERT_TRUE(a_.report);
  EXPECT_EQ(a_.report->failed, 0U);
  EXPECT_EQ(a_.report->skipped, 0U);
  EXPECT_EQ(a_.report->cancelled, 1U);
  EXPECT_EQ(a_.report->not_started, 1U);
}

// ---- a huge fan-out ----

TEST_F(EngineTest, given_more_dependants_than_one_turn_looks_at_then_all_are_skipped_or_started) {
  constexpr JobIndex many = 20'000;
  for (const bool ok : {true, false}) {
    Running run(ok ? "g" : "b");
    run.graph.add(Needs{}, 1);
    for (JobIndex job = 1; job <= many; ++job) {
      run.graph.add(Needs{0}, 1);
      runner_.ends_at_once[(ok ? "g" : "b") + std::to_string(job)] = Exited();
    }
    go(run, true);
    end(ok ? "g0" : "b0", Exited{ok ? 0 : 1});
    ASSERT_TRUE(run.report);
    EXPECT_EQ(run.report->succeeded, ok ? many + 1U : 0U);
    EXPECT_EQ(run.report->skipped, ok ? 0U : many);
    EXPECT_TRUE(run.graph.done());
  }
}

}  // namespace
}  // namespace spool::core
