#include "cli/event_json.h"


#include <gtest/gtest.h>

#include <chrono>
#include <limits>

namespace spool::cli {
namespace {

using namespace std::chrono_literals;

std::string json_of(core::Happening what, std::string run = "R1", std::string item = "") {
  const core::Event event{std::chrono::system_clock::time_point(1795255530123456us), std::move(run),
                          std::move(item), std::move(what)};
  return event_json(event);
}

TEST(EventJson, given_a_start_of_a_run_it_has_the_contracts_fields) {
  EXPECT_EQ(
      json_of(core::RunStarted{"highlights", 14}),
      R"({"event":"run.started","at":"2026-11-21T10:05:30.123Z","run":"R1","pipeline":"highlights","jobs":14})");
}

TEST(EventJson, given_a_batch_its_own_start_has_no_jobs_and_items_are_named) {
  EXPECT_EQ(
      json_of(core::RunStarted{"previews", std::nullopt}),
      R"({"event":"run.started","at":"2026-11-21T10:05:30.123Z","run":"R1","pipeline":"previews","jobs":null})");
  EXPECT_EQ(
      json_of(core::RunPaused{1, 2}, "R1", "a b.mp4"),
      R"({"event":"run.paused","at":"2026-11-21T10:05:30.123Z","run":"R1","item":"a b.mp4","running":1,"waiting":2})");
}

TEST(EventJson, given_an_end_of_a_run_outputs_and_failures_are_lists) {
  core::RunFinished finished;
  finished.outcome = core::RunOutcome::partial;
  finished.seconds = 12.5;
  finished.outputs = {{"/films/reel.mp4", 1800, 2882880, 60.06, false}};
  finished.failed = {{"tall-join", "job.timed_out", "took too long"}};
  EXPECT_EQ(
      json_of(finished),
      R"({"event":"run.finished","at":"2026-11-21T10:05:30.123Z","run":"R1","outcome":"partial","seconds":12.5,)"
      R"("outputs":[{"path":"/films/reel.mp4","frames":1800,"samples":2882880,"seconds":60.06,"cached":false}],)"
      R"("failed":[{"job":"tall-join","code":"job.timed_out","reason":"took too long"}]})");
  EXPECT_EQ(
      json_of(core::RunFinished{}),
      R"({"event":"run.finished","at":"2026-11-21T10:05:30.123Z","run":"R1","outcome":"succeeded","seconds":0,)"
      R"("outputs":[],"failed":[]})");
}

TEST(EventJson, given_a_job_its_events_have_the_contracts_fields) {
  EXPECT_EQ(
      json_of(core::JobStarted{"titled-1", {"clips", "titled"}, "clip", {"ffmpeg", "-i", "a b"}, 1}),
      R"({"event":"job.started","at":"2026-11-21T10:05:30.123Z","run":"R1","job":"titled-1","steps":["clips","titled"],)"
      R"("kind":"clip","argv":["ffmpeg","-i","a b"],"attempt":1})");
  EXPECT_EQ(
      json_of(core::JobProgress{"titled-1", 0.25, 3.5, 37}),
      R"({"event":"job.progress","at":"2026-11-21T10:05:30.123Z","run":"R1","job":"titled-1","fraction":0.25,)"
      R"("speed":3.5,"frame":37})");
  core::JobFinished finished{"titled-1", {"clips"}, "clip", core::JobOutcome::timed_out, 1.25, false, ""};
  const std::string front =
      R"({"event":"job.finished","at":"2026-11-21T10:05:30.123Z","run":"R1","job":"titled-1","steps":["clips"],)"
      R"("kind":"clip","outcome":"timed_out","seconds":1.25,"cached":false)";
  EXPECT_EQ(json_of(finished), front + "}") << "no reason: the field is left out";
  finished.reason = "30 min are over";
  EXPECT_EQ(json_of(finished), front + R"(,"reason":"30 min are over"})");
}

TEST(EventJson, given_something_said_the_place_is_null_where_it_is_not_known) {
  core::Said said{core::Said::Weight::error,
                  {"document.unknown_key", "unknown key `of_`", "did you mean `of`?", {"a.yaml", 3, 5}}};
  EXPECT_EQ(
      json_of(said, ""),
      R"({"event":"error","at":"2026-11-21T10:05:30.123Z","code":"document.unknown_key","message":"unknown key `of_`",)"
      R"("file":"a.yaml","line":3,"column":5,"hint":"did you mean `of`?"})");
  said = {core::Said::Weight::warning, {"disk.small", "little room", "", {}}};
  EXPECT_EQ(
      json_of(said, ""),
      R"({"event":"warning","at":"2026-11-21T10:05:30.123Z","code":"disk.small","message":"little room",)"
      R"("file":null,"line":null,"column":null,"hint":""})");
  said.weight = core::Said::Weight::note;
  EXPECT_NE(json_of(said).find(R"("event":"note")"), std::string::npos);
}

TEST(EventJson, given_times_before_1970_or_after_they_are_utc_with_milliseconds) {
  EXPECT_EQ(utc_text(std::chrono::system_clock::time_point(0s)), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(utc_text(std::chrono::system_clock::time_point(-1ms)), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(utc_text(std::chrono::system_clock::time_point(951782400s)), "2000-02-29T00:00:00.000Z");
}

TEST(EventJson, given_numbers_that_are_none_the_line_stays_json) {
  EXPECT_NE(
      json_of(core::JobProgress{"j", 1.0 / 3, 0.0 / 1e300, 0}).find(R"("fraction":0.333333,"speed":0,)"),
      std::string::npos);
  EXPECT_NE(
      json_of(core::JobProgress{"j", 0, std::numeric_limits<double>::infinity(), 0}).find(R"("speed":0,)"),
      std::string::npos);
}

}  // namespace
}  // namespace spool::cli
