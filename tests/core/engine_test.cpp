// The engine with scripted children: every order of events is the test's own.
#include "core/engine.h"

#include "tests/core/engine_fixture.h"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <gtest/gtest.h>

#include <gmock/gmock.h>

namespace spool::core {
namespace {

using test::NamedWork;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST_F(EngineTest, given_independent_jobs_then_as_many_run_as_there_are_slots_the_longest_first) {
  for (const double cost : {1.0, 3.0, 2.0}) a_.graph.add(Needs{}, cost);
  go(a_);
  EXPECT_THAT(runner_.started, ElementsAre("a1", "a2"));
  end("a2");
  EXPECT_THAT(runner_.started, ElementsAre("a1", "a2", "a0"));
  end("a0");
  EXPECT_FALSE(a_.report);
  end("a1");
  ASSERT_TRUE(a_.report);
  EXPECT_TRUE(a_.report->all_succeeded());
  EXPECT_EQ(a_.report->succeeded, 3U);
  EXPECT_EQ(slots_.free(), 2U);
}

TEST_F(EngineTest, given_a_chain_then_each_starts_when_the_one_before_has_been_judged) {
  a_.graph.add(Needs{}, 1);
  a_.graph.add(Needs{0}, 1);
  go(a_);
  end("a0");
  end("a1");
  EXPECT_THAT(a_.diary.lines, ElementsAre("start 0", "succeeded 0", "start 1", "succeeded 1"));
}

TEST_F(EngineTest, given_nothing_to_do_then_it_is_done_at_once) {
  go(a_);
  ASSERT_TRUE(a_.report);
  EXPECT_TRUE(a_.report->all_succeeded());
}

TEST_F(EngineTest, given_children_that_answer_at_once_then_no_completion_is_missed) {
  for (JobIndex job = 0; job < 100; ++job) {
    a_.graph.add(job == 0 ? Needs{} : Needs{job - 1}, 1);
    runner_.ends_at_once["a" + std::to_string(job)] = Exited();
  }
  go(a_);
  ASSERT_TRUE(a_.report);
  EXPECT_EQ(a_.report->succeeded, 100U);
}

TEST_F(EngineTest, given_a_failure_then_nothing_new_starts_and_what_runs_may_finish) {
  for (int job = 0; job < 3; ++job) a_.graph.add(Needs{}, 1);
  a_.graph.add(Needs{0}, 1);
  go(a_);
  end("a0", Exited{1});
  EXPECT_FALSE(a_.report);
  end("a1");
  ASSERT_TRUE(a_.report);
  EXPECT_THAT(runner_.started, ElementsAre("a0", "a1"));
  EXPECT_EQ(a_.report->failed, 1U);
  EXPECT_EQ(a_.report->succeeded, 1U);
  EXPECT_EQ(a_.report->skipped, 1U);
  EXPECT_EQ(a_.report->not_started, 1U);
  ASSERT_EQ(a_.report->failures.size(), 1U);
  EXPECT_EQ(a_.report->failures.front().job, 0U);
  EXPECT_THAT(a_.diary.lines, ElementsAre("start 0", "start 1", "failed 0: the child failed",
                                          "skipped 3 because of 0", "succeeded 1"));
}

TEST_F(EngineTest, given_keep_going_then_a_failure_costs_only_what_needs_it) {
  for (int job = 0; job < 3; ++job) a_.graph.add(Needs{}, 1);
  a_.graph.add(Needs{0}, 1);
  go(a_, true);
  end("a0", Signalled{11});
  end("a1");
  end("a2");
  ASSERT_TRUE(a_.report);
  EXPECT_EQ(a_.report->succeeded, 2U);
  EXPECT_EQ(a_.report->skipped, 1U);
}

TEST_F(EngineTest, given_a_failure_that_goes_on_then_it_costs_only_what_needs_it_and_another_one_all) {
  a_.work.goes_on[0] = true;
  for (int job = 0; job < 4; ++job) a_.graph.add(Needs{}, 4 - job);
  a_.graph.add(Needs{0}, 1);
  go(a_);
  end("a0", Exited{1});
  EXPECT_THAT(runner_.started, ElementsAre("a0", "a1", "a2"));
  end("a1", Exited{1});
  end("a2");
  ASSERT_TRUE(a_.report);
  EXPECT_EQ(a_.report->failed, 2U);
  EXPECT_EQ(a_.report->skipped, 1U);
  EXPECT_EQ(a_.report->not_started, 1U);
}

TEST_F(EngineTest, given_each_way_for_a_child_to_end_then_the_outcome_has_its_name) {
  for (int job = 0; job < 4; ++job) a_.graph.add(Needs{}, 4 - job);
  runner_.ends_at_once = {{"a0", TimedOut()}, {"a1", Stalled()}, {"a2", NotStarted{2}}, {"a3", Signalled{9}}};
  go(a_, true);
  ASSERT_TRUE(a_.report);
  ASSERT_EQ(a_.report->failures.size(), 4U);
  std::map<JobIndex, JobOutcome> outcomes;
  for (const JobFailure& failure : a_.report->failures) outcomes[failure.job] = failure.outcome;
  EXPECT_EQ(outcomes[0], JobOutcome::timed_out);
  EXPECT_EQ(outcomes[1], JobOutcome::stalled);
  EXPECT_EQ(outcomes[2], JobOutcome::failed);
  EXPECT_EQ(outcomes[3], JobOutcome::failed);
}

TEST_F(EngineTest, given_a_verdict_of_once_more_then_the_job_runs_again_in_its_slot) {
  a_.work.retries = 1;
  a_.graph.add(Needs{}, 1);
  go(a_);
  end("a0", Exited{1});
  EXPECT_EQ(slots_.free(), 1U);
  end("a0/2");
  EXPECT_THAT(a_.diary.lines, ElementsAre("start 0", "again 0 after 1", "start 0", "succeeded 0"));
  EXPECT_TRUE(a_.report->all_succeeded());
}

TEST_F(EngineTest, given_a_command_that_cannot_be_made_then_the_job_fails_without_a_child) {
  a_.work.refused[0] = true;
  a_.graph.add(Needs{}, 1);
  go(a_);
  EXPECT_THAT(runner_.started, IsEmpty());
  EXPECT_THAT(a_.diary.lines, ElementsAre("failed 0: no room for its list"));
  EXPECT_EQ(slots_.free(), 2U);
}

TEST_F(EngineTest, given_a_judge_that_throws_then_the_job_fails_and_the_run_goes_on) {
  a_.work.on_judge = [](JobIndex job) {
    if (job == 0) throw std::runtime_error("odd");
  };
  a_.graph.add(Needs{}, 1);
  a_.graph.add(Needs{}, 1);
  go(a_, true);
  end("a0");
  end("a1");
  ASSERT_TRUE(a_.report);
  EXPECT_EQ(a_.report->failures.front().error.code, "internal.exception");
  EXPECT_EQ(a_.report->succeeded, 1U);
}

TEST_F(EngineTest, when_asked_to_drain_then_nothing_new_starts_and_what_runs_finishes) {
  for (int job = 0; job < 4; ++job) a_.graph.add(Needs{}, 1);
  go(a_);
  control_.drain();
  settle();
  EXPECT_EQ(slots_.waiting(), 0U) << "it does not queue for a slot any more";
  end("a0");
  end("a1");
  ASSERT_TRUE(a_.report);
  EXPECT_EQ(a_.report->succeeded, 2U);
  EXPECT_EQ(a_.report->not_started, 2U);
  EXPECT_EQ(a_.report->stop, StopMode::drain);
}

TEST_F(EngineTest, when_asked_to_abort_then_children_end_and_their_jobs_can_run_again) {
  for (int job = 0; job < 3; ++job) a_.graph.add(Needs{}, 1);
  go(a_);
  control_.abort();
  settle();
  ASSERT_TRUE(a_.report);
  EXPECT_EQ(runner_.running(), 0U);
  EXPECT_EQ(a_.work.judged, 0);
  EXPECT_EQ(a_.report->cancelled, 2U);
  EXPECT_EQ(a_.report->not_started, 1U);
  EXPECT_EQ(a_.graph.count(Graph::State::ready), 3U);
  EXPECT_EQ(slots_.free(), 2U);
}

TEST_F(EngineTest, when_drained_then_aborted_then_it_ends) {
  a_.graph.add(Needs{}, 1);
  go(a_);
  control_.drain();
  settle();
  EXPECT_FALSE(a_.report);
  control_.abort();
  settle();
  ASSERT_TRUE(a_.report);
  EXPECT_EQ(a_.report->cancelled, 1U);
}

TEST_F(EngineTest, when_the_awaiting_step_is_cancelled_then_the_run_aborts_and_ends_properly) {
  a_.graph.add(Needs{}, 1);
  go(a_);
  a_.cancel.emit(boost::asio::cancellation_type::terminal);
  settle();
  EXPECT_EQ(runner_.running(), 0U);
  EXPECT_EQ(slots_.free(), 2U);
  EXPECT_THAT(a_.diary.lines, ElementsAre("start 0", "cancelled 0"));
}

TEST_F(EngineTest, given_a_control_that_has_stopped_already_then_nothing_starts) {
  control_.abort();
  a_.graph.add(Needs{}, 1);
  go(a_);
  ASSERT_TRUE(a_.report);
  EXPECT_EQ(a_.report->not_started, 1U);
}

TEST_F(EngineTest, given_two_runs_then_they_take_turns_at_the_slots) {
  Running b("b");
  for (int job = 0; job < 3; ++job) {
    a_.graph.add(Needs{}, 1);
    b.graph.add(Needs{}, 1);
  }
  go(a_);
  go(b);
  EXPECT_THAT(runner_.started, ElementsAre("a0", "a1")) << "b came later";
  end("a0");
  end("a1");
  EXPECT_THAT(runner_.started, ElementsAre("a0", "a1", "a2", "b0"));
  for (const char* child : {"a2", "b0", "b1", "b2"}) end(child);
  EXPECT_TRUE(a_.report->all_succeeded());
  EXPECT_TRUE(b.report->all_succeeded());
}

TEST_F(EngineTest, given_each_job_of_a_run_failing_in_turn_then_every_run_ends_with_all_slots_free) {
  constexpr JobIndex jobs = 6;  // two chains of three
  for (JobIndex bad = 0; bad <= jobs; ++bad) {
    Running run("r" + std::to_string(bad) + "-");
    for (JobIndex job = 0; job < jobs; ++job) {
      run.graph.add(job < 2 ? Needs{} : Needs{job - 2}, 1);
      const Ending ending = job == bad ? Ending(Exited{1}) : Ending(Exited{0});
      runner_.ends_at_once["r" + std::to_string(bad) + "-" + std::to_string(job)] = ending;
    }
    go(run, true);
    ASSERT_TRUE(run.report) << bad;
    EXPECT_EQ(run.report->failed, bad < jobs ? 1U : 0U) << bad;
    EXPECT_TRUE(run.graph.done()) << bad;
    EXPECT_EQ(slots_.free(), 2U) << bad;
  }
}

/// A judge that waits for ever, as one that awaits a child of its own may.
class PatientWork final : public NamedWork {
 public:
  PatientWork(const std::string& name, boost::asio::any_io_executor executor)
      : NamedWork(name), never_(executor) {}
  boost::asio::awaitable<Verdict> judge(JobIndex, int, Ending, Output&) override {
    ++judged;
    never_.expires_at(boost::asio::steady_timer::time_point::max());
    co_await never_.async_wait(boost::asio::use_awaitable);
    co_return Succeeded();
  }

 private:
  boost::asio::steady_timer never_;
};

TEST_F(EngineTest, when_aborted_while_a_job_is_judged_then_the_judging_ends_too) {
  PatientWork work("p", loop_.executor());
  a_.graph.add(Needs{}, 1);
  ASSERT_TRUE(a_.graph.check());
  boost::asio::co_spawn(
      loop_.context(), engine_.run(a_.graph, work, a_.diary, EngineSettings(), control_),
      [&](const std::exception_ptr&, GraphReport report) { a_.report = std::move(report); });
  settle();
  end("p0");
  EXPECT_EQ(work.judged, 1);
  EXPECT_FALSE(a_.report);
  control_.abort();
  settle();
  ASSERT_TRUE(a_.report);
  EXPECT_EQ(a_.report->cancelled, 1U);
}

}  // namespace
}  // namespace spool::core
