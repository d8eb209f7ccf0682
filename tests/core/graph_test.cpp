#include "core/graph.h"

#include "tests/core/support.h"

#include <gtest/gtest.h>

#include <gmock/gmock.h>

namespace spool::core {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using State = Graph::State;

JobIndex add(Graph& graph, std::vector<JobIndex> needs, double cost = 1) { return graph.add(needs, cost); }

TEST(Graph, given_a_diamond_then_the_join_waits_for_both) {
  Graph graph;
  const JobIndex top = add(graph, {});
  const JobIndex left = add(graph, {top});
  const JobIndex right = add(graph, {top});
  const JobIndex join = add(graph, {left, right});
  ASSERT_TRUE(graph.check());

  EXPECT_EQ(graph.pop(), top);
  EXPECT_EQ(graph.state(top), State::running);
  EXPECT_FALSE(graph.has_ready());
  EXPECT_THAT(graph.finish(top, true).ready, ::testing::UnorderedElementsAre(left, right));
  EXPECT_EQ(graph.pop(), left);
  EXPECT_EQ(graph.pop(), right);
  EXPECT_THAT(graph.finish(right, true).ready, IsEmpty());
  EXPECT_EQ(graph.state(join), State::waiting);
  EXPECT_THAT(graph.finish(left, true).ready, ElementsAre(join));
  graph.pop();
  graph.finish(join, true);
  EXPECT_TRUE(graph.done());
  EXPECT_EQ(graph.count(State::succeeded), 4U);
}

TEST(Graph, given_several_ready_then_the_dearest_comes_first_and_of_equals_the_first_added) {
  Graph graph;
  for (const double cost : {1.0, 5.0, 3.0, 5.0}) add(graph, {}, cost);
  ASSERT_TRUE(graph.check());
  std::vector<JobIndex> order;
  while (graph.has_ready()) order.push_back(graph.pop());
  EXPECT_THAT(order, ElementsAre(1, 3, 2, 0));
}

TEST(Graph, given_a_failure_then_all_that_needs_it_is_skipped_because_of_it_and_nothing_else) {
  Graph graph;
  const JobIndex bad = add(graph, {}, 2);
  const JobIndex good = add(graph, {});
  const JobIndex child = add(graph, {bad, good});
  const JobIndex grandchild = add(graph, {child});
  const JobIndex other = add(graph, {good});
  ASSERT_TRUE(graph.check());
  ASSERT_EQ(graph.pop(), bad);
  EXPECT_THAT(graph.finish(bad, false).skipped, ElementsAre(child, grandchild));
  EXPECT_EQ(graph.because_of(grandchild), bad);
  EXPECT_EQ(graph.because_of(other), other);
  ASSERT_EQ(graph.pop(), good);
  EXPECT_THAT(graph.finish(good, true).ready, ElementsAre(other));
  EXPECT_EQ(graph.state(child), State::skipped);
  graph.pop();
  graph.finish(other, true);
  EXPECT_TRUE(graph.done());
}

TEST(Graph, given_two_failures_that_one_job_needs_then_it_is_skipped_once) {
  Graph graph;
  const JobIndex a = add(graph, {});
  const JobIndex b = add(graph, {});
  const JobIndex both = add(graph, {a, b});
  ASSERT_TRUE(graph.check());
  graph.pop();
  graph.pop();
  EXPECT_THAT(graph.finish(a, false).skipped, ElementsAre(both));
  EXPECT_THAT(graph.finish(b, false).skipped, IsEmpty());
  EXPECT_EQ(graph.because_of(both), a);
}

TEST(Graph, when_a_running_job_is_put_back_then_it_is_ready_as_before) {
  Graph graph;
  const JobIndex job = add(graph, {});
  ASSERT_TRUE(graph.check());
  graph.pop();
  graph.put_back(job);
  EXPECT_EQ(graph.state(job), State::ready);
  EXPECT_EQ(graph.pop(), job);
}

TEST(Graph, given_jobs_that_wait_for_each_other_then_the_error_prints_the_path) {
  Graph graph;
  add(graph, {});
  add(graph, {3});
  add(graph, {1});
  add(graph, {2});
  add(graph, {3});  // behind the cycle, not on it
  const auto checked = graph.check([](JobIndex job) { return "clip-" + std::to_string(job); });
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().code, "plan.cycle");
  EXPECT_EQ(checked.error().message, "jobs wait for each other: clip-1 -> clip-3 -> clip-2 -> clip-1");
  EXPECT_FALSE(graph.has_ready());
}

TEST(Graph, given_a_job_that_needs_itself_or_none_that_exists_then_it_is_an_error) {
  Graph self;
  add(self, {0});
  EXPECT_EQ(self.check().error().message, "jobs wait for each other: job 0 -> job 0");
  Graph unknown;
  add(unknown, {9});
  EXPECT_EQ(unknown.check().error().code, "plan.unknown_job");
}

TEST(Graph, given_the_same_need_twice_then_it_counts_once_done) {
  Graph graph;
  const JobIndex a = add(graph, {});
  const JobIndex b = add(graph, {a, a});
  ASSERT_TRUE(graph.check());
  graph.pop();
  EXPECT_THAT(graph.finish(a, true).ready, ElementsAre(b));
}

TEST(Graph, given_jobs_that_had_succeeded_before_then_they_are_not_popped_and_what_needs_them_is_ready) {
  Graph graph;
  const JobIndex a = add(graph, {});
  const JobIndex b = add(graph, {a});
  const JobIndex c = add(graph, {a, b});
  graph.assume_succeeded(a);
  ASSERT_TRUE(graph.check());
  EXPECT_EQ(graph.count(Graph::State::succeeded), 1U);
  EXPECT_EQ(graph.pop(), b);
  EXPECT_FALSE(graph.has_ready());
  EXPECT_THAT(graph.finish(b, true).ready, ElementsAre(c));
}

TEST(Graph, given_a_limit_then_what_a_job_changes_comes_bit_by_bit_and_in_all_is_the_same) {
  Graph graph;
  const JobIndex good = add(graph, {});
  const JobIndex bad = add(graph, {});
  for (int i = 0; i < 5; ++i) add(graph, {good});
  for (int i = 0; i < 5; ++i) add(graph, {bad});
  add(graph, {good, bad});
  ASSERT_TRUE(graph.check());
  graph.pop();
  graph.pop();
  graph.finish(good, true, 2);
  EXPECT_LE(graph.count(Graph::State::ready), 2U);
  EXPECT_TRUE(graph.spreading());
  graph.finish(bad, false, 2);
  std::size_t turns = 0;
  for (; graph.spreading(); ++turns) graph.spread(2);
  EXPECT_GT(turns, 2U);
  EXPECT_EQ(graph.count(Graph::State::ready), 5U);
  EXPECT_EQ(graph.count(Graph::State::skipped), 6U);
  EXPECT_EQ(graph.because_of(12), bad);
}

TEST(Graph, given_nothing_then_it_is_done) {
  Graph graph;
  ASSERT_TRUE(graph.check());
  EXPECT_TRUE(graph.done());
}

TEST(Graph, given_very_many_jobs_then_all_of_it_takes_seconds_at_most) {
  constexpr JobIndex many = 200'000;
  const test::Since since;
  Graph graph;
  for (JobIndex job = 0; job < many; ++job) {
    const std::array<JobIndex, 1> before = {job - 1};
    graph.add(job % 4 == 0 ? std::span<const JobIndex>() : std::span<const JobIndex>(before), job % 1000);
  }
  ASSERT_TRUE(graph.check());
  while (graph.has_ready()) graph.finish(graph.pop(), true);
  EXPECT_TRUE(graph.done());
  EXPECT_LT(since.seconds(), 10);
}

}  // namespace
}  // namespace spool::core
