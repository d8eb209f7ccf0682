// What the engine's tests share: an engine with two slots, children and a clock that do what the test says.
#pragma once

#include "core/engine.h"
#include "tests/core/scripted.h"
#include "tests/core/support.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace spool::core {

using Needs = std::vector<JobIndex>;

/// A graph being run.
struct Running {
  explicit Running(const std::string& name) : work(name) {}
  Graph graph;
  test::NamedWork work;
  test::Diary diary;
  std::optional<GraphReport> report;
  boost::asio::cancellation_signal cancel;  // of the step that awaits it
};

class EngineTest : public ::testing::Test {
 protected:
  void go(Running& run, bool keep_going = false) {
    EngineSettings settings;
    settings.keep_going = keep_going;
    go(run, settings);
  }
  void go(Running& run, const EngineSettings& settings) {
    ASSERT_TRUE(run.graph.check());
    boost::asio::co_spawn(loop_.context(), engine_.run(run.graph, run.work, run.diary, settings, control_),
                          boost::asio::bind_cancellation_slot(
                              run.cancel.slot(), [&](const std::exception_ptr& thrown, GraphReport report) {
                                EXPECT_FALSE(thrown);
                                run.report = std::move(report);
                              }));
    settle();
  }
  void settle() { loop_.run_ready(); }
  void pass(Clock::Steady::duration time) {
    clock_.pass(time);
    settle();
  }
  void end(const std::string& child, Ending ending = Exited()) {
    runner_.end(child, ending);
    settle();
  }

  test::Loop loop_;
  test::ScriptedRunner runner_{loop_.executor()};
  Slots slots_{loop_.executor(), 2};
  test::ScriptedClock clock_{loop_.executor()};
  Engine engine_{loop_.executor(), runner_, slots_, clock_};
  RunControl control_;
  Running a_{"a"};
};

}  // namespace spool::core
