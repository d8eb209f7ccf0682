// What a plan refuses and warns of, of that which the document's reader cannot know or does not tell.
#include "fixture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace spool::pipelines::testing {
namespace {

using ::testing::UnorderedElementsAre;

TEST(Telling, RefusesAnOverlayThatIsAFilm) {
  const Planned planned = plan_text(R"(inputs: {game: game.mp4, other: other.mp4}
steps: {a: {effect: game, apply: [{overlay: {image: other}}]}}
output: {a: film.mp4}
)");
  ASSERT_FALSE(planned.plan);
  EXPECT_EQ(planned.plan.error().front().code, "document.not_a_picture");
  EXPECT_EQ(planned.plan.error().front().place.line, 2);
}

TEST(Telling, WarnsOfWhatNoOutputUses) {
  const Planned planned = plan_text(R"(inputs: {game: game.mp4}
moments: {of: game, list: [{start: 5, end: 8}]}
steps: {idle: {cut: game, at: [{start: 1, end: 2}]}}
output: {game: film.mp4}
)");
  ASSERT_TRUE(planned.plan) << core::to_line(planned.plan.error().front());
  std::vector<std::string> codes;
  for (const core::Error& warning : planned.plan->warnings) codes.push_back(warning.code);
  EXPECT_THAT(codes, UnorderedElementsAre("document.unused_moments", "document.unused_step"));
}

}  // namespace
}  // namespace spool::pipelines::testing
