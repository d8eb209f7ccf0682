#include "cli/plan_json.h"

#include "tests/cli/plan_made.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace spool::cli {
namespace {

std::vector<std::string> words_of(const pipelines::Job& job) {
  return {"/usr/bin/ffmpeg", "-i", "x", job.id};
}

TEST(PlanJson, given_a_plan_it_has_the_contracts_fields_and_absolute_paths) {
  pipelines::FilmPlan plan = plan_of("/games/a b.mp4", "/films/reel.mp4");
  plan.jobs[0].cached = true;
  plan.jobs[1].cached = false;  // of the others nobody knows
  const std::string json = plan_json(plan, words_of, "/state/work");
  EXPECT_EQ(
      json,
      R"({"spool":1,"pipeline":"highlights","jobs":[)"
      R"({"id":"titled-1","steps":["clips","titled"],"kind":"clip","argv":["/usr/bin/ffmpeg","-i","x","titled-1"],)"
      R"("needs":[],"inputs":["/games/a b.mp4"],"output":"/state/work/titled-1.mp4","cached":true},)"
      R"({"id":"titled-2","steps":["clips","titled"],"kind":"clip","argv":["/usr/bin/ffmpeg","-i","x","titled-2"],)"
      R"("needs":[],"inputs":["/games/a b.mp4"],"output":"/state/work/titled-2.mp4","cached":false},)"
      R"({"id":"reel-sound","steps":["reel"],"kind":"audio","argv":["/usr/bin/ffmpeg","-i","x","reel-sound"],)"
      R"("needs":[],"inputs":["/games/a b.mp4"],"output":"/state/work/reel.m4a","cached":null},)"
      R"({"id":"reel-join","steps":["reel"],"kind":"join","argv":["/usr/bin/ffmpeg","-i","x","reel-join"],)"
      R"("needs":["titled-1","titled-2","reel-sound"],)"
      R"("inputs":["/state/work/titled-1.mp4","/state/work/titled-2.mp4","/state/work/reel.m4a"],)"
      R"("output":"/state/work/reel.mp4","cached":null}],)"
      R"("outputs":[{"path":"/films/reel.mp4","frames":300,"samples":480480,"seconds":10.01,"width":1280,)"
      R"("height":720,"fps":"30000/1001"}],)"
      R"("sources":[{"input":"game","file":"/games/a b.mp4","decided":["24-31 fps, variable -> 29.97"]}],)"
      R"("estimate":{"seconds":42.5,"work_bytes":35000000}})");
}

TEST(PlanJson, given_an_item_of_a_batch_it_is_named) {
  const std::string json = plan_json(plan_of("/g.mp4", "/f.mp4"), words_of, "/w", "games/g.mp4");
  EXPECT_EQ(boost::json::parse(json).at("item").as_string(), "games/g.mp4");
}

TEST(PlanJson, given_names_of_any_bytes_it_stays_one_line) {
  const std::string json = plan_json(plan_of("/a\n\"\xff\\.mp4", "/f\r\n.mp4"), words_of, "/w");
  EXPECT_EQ(json.find('\n'), std::string::npos);
  EXPECT_NE(json.find(R"(/a\n\"\udcff\\.mp4)"), std::string::npos);
}

}  // namespace
}  // namespace spool::cli
