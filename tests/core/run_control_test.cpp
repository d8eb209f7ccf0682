#include "core/run_control.h"

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace spool::core {
namespace {

using ::testing::ElementsAre;

/// Writes down what it is told, and may do something then.
class Told final : public RunControl::Listener {
 public:
  explicit Told(
      RunControl& control, std::function<void()> then = [] {})
      : Listener(control), then_(std::move(then)) {}
  void on_stop(StopMode mode) override { note(mode == StopMode::drain ? "drain" : "abort"); }
  void on_pause(bool paused) override { note(paused ? "paused" : "released"); }

  std::vector<std::string> heard;

 private:
  void note(std::string word) {
    heard.push_back(std::move(word));
    then_();
  }
  std::function<void()> then_;
};

TEST(RunControl, given_listeners_then_each_is_told_of_each_change_once) {
  RunControl control;
  Told one(control);
  Told other(control);
  control.pause();
  control.pause();
  control.release();
  control.drain();
  control.drain();
  control.abort();
  control.drain();
  EXPECT_THAT(one.heard, ElementsAre("paused", "released", "drain", "abort"));
  EXPECT_EQ(other.heard, one.heard);
  EXPECT_EQ(control.mode(), StopMode::abort);
  EXPECT_FALSE(control.paused());
}

TEST(RunControl, given_a_listener_that_asks_for_more_while_it_is_told_then_all_others_hear_of_that_too) {
  RunControl control;
  Told eager(control, [&] { control.abort(); });
  Told other(control);
  control.drain();
  EXPECT_EQ(other.heard.back(), "abort");
}

TEST(RunControl, given_a_listener_that_ends_another_while_it_is_told_then_that_one_is_left_out) {
  RunControl control;
  std::unique_ptr<Told> other;
  Told first(control, [&] { other.reset(); });
  other = std::make_unique<Told>(control);
  control.drain();
  EXPECT_EQ(other, nullptr);
  EXPECT_THAT(first.heard, ElementsAre("drain"));
}

}  // namespace
}  // namespace spool::core
