#include "cli/plan_text.h"

#include "cli/plan_dot.h"
#include "cli/quote.h"
#include "tests/cli/plan_made.h"

#include <gmock/gmock.h>

namespace spool::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(PlanText, given_a_plan_a_person_reads_what_was_decided_and_what_comes_out) {
  pipelines::FilmPlan plan = plan_of("/games/match.mp4", "/films/reel.mp4");
  plan.jobs[1].cached = true;
  EXPECT_EQ(plan_text(plan),
            "highlights: 1 film, 4 jobs\n"
            "\n"
            "Sources\n"
            "  game  /games/match.mp4\n"
            "      24-31 fps, variable -> 29.97\n"
            "\n"
            "Films\n"
            "  /films/reel.mp4\n"
            "      1280x720, 29.97 fps, 0:10 (300 frames), libx264\n"
            "      aac 48000 Hz stereo\n"
            "\n"
            "Work\n"
            "  2 clip\n"
            "    titled-1  \"Late winner\"  150 frames  5.00 s\n"
            "    titled-2  150 frames  5.00 s  in the cache\n"
            "  1 audio\n"
            "    reel-sound\n"
            "  1 join\n"
            "    reel-join\n"
            "\n"
            "about 0:43 of rendering, 35 MB of work space, 9 MB of films\n"
            "1 of 4 jobs in the cache: rendering takes less than this\n");
}

TEST(PlanText, given_all_is_in_the_cache_it_says_that_nothing_is_rendered) {
  pipelines::FilmPlan plan = plan_of("/games/match.mp4", "/films/reel.mp4");
  for (pipelines::Job& job : plan.jobs) job.cached = true;
  EXPECT_THAT(plan_text(plan), HasSubstr("nothing is rendered: all of it is in the cache\n"));
  for (pipelines::Job& job : plan.jobs) job.cached = false;
  EXPECT_THAT(plan_text(plan), Not(HasSubstr("cache")));
}

TEST(PlanText, given_hundreds_of_clips_the_first_are_listed_and_the_rest_counted) {
  pipelines::FilmPlan plan = plan_of("/g.mp4", "/f.mp4");
  plan.jobs.clear();
  for (int i = 0; i < 500; ++i) plan.jobs.push_back(clip_job("clip-" + std::to_string(i), "/g.mp4", ""));
  plan.outputs.clear();
  const std::string text = plan_text(plan);
  EXPECT_THAT(text, HasSubstr("  500 clip\n    clip-0 "));
  EXPECT_THAT(text, HasSubstr("    and 488 more\n"));
  EXPECT_THAT(text, Not(HasSubstr("clip-12 ")));
}

TEST(PlanText, given_a_film_without_sound_or_an_item_of_a_batch_it_says_so) {
  pipelines::FilmPlan plan = plan_of("/g.mp4", "/f.mp4");
  plan.outputs[0].format.sound.reset();
  EXPECT_THAT(plan_text(plan), HasSubstr("no sound"));
  EXPECT_THAT(plan_text(plan, "games/g.mp4"), HasSubstr("highlights of games/g.mp4: 1 film"));
}

TEST(PlanText, given_names_that_would_move_the_cursor_they_are_escaped) {
  pipelines::FilmPlan plan = plan_of("/g\x1b[2J\n.mp4", "/f\xff.mp4");
  plan.jobs[0].label = "\x1b]0;title\x07";
  const std::string text = plan_text(plan);
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(text, HasSubstr("\\xff"));
}

TEST(PlanDot, given_a_plan_jobs_sources_and_films_are_nodes_and_needs_are_edges) {
  const std::string dot = plan_dot(plan_of("/games/match.mp4", "/films/reel.mp4"));
  EXPECT_THAT(dot, HasSubstr("digraph \"highlights\" {"));
  EXPECT_THAT(dot, HasSubstr("  \"titled-1\" [label=\"titled-1\\nclip: Late winner\"];\n"));
  EXPECT_THAT(dot, HasSubstr("  \"source /games/match.mp4\" -> \"titled-1\";\n"));
  EXPECT_THAT(dot, HasSubstr("  \"titled-2\" -> \"reel-join\";\n"));
  EXPECT_THAT(dot, HasSubstr("  \"reel-join\" -> \"film /films/reel.mp4\";\n"));
}

TEST(PlanDot, given_quotes_and_newlines_in_names_the_strings_stay_closed) {
  EXPECT_EQ(dot_quoted("a\"b\\c\nd"), "\"a\\\"b\\\\c\\\\nd\"");
}

}  // namespace
}  // namespace spool::cli
