// A film whose clips cross into each other: as long as planned, exact, and rendered anew only where it
// changed. Source: EXACT, "Transitions"; the Must show 4.
#include "tests/integration/reel.h"

#include <boost/json/parse.hpp>

#include <gmock/gmock.h>

#include <algorithm>

namespace spool::test {
namespace {

using ::testing::Contains;
using ::testing::UnorderedElementsAre;

class Crossing : public Reel {
 protected:
  /// More clips than one pass of sound takes.
  static ReelOf seventeen() {
    ReelOf reel;
    reel.clips = 17;
    reel.transition = "{crossfade: 0.3s}";
    return reel;
  }
  [[nodiscard]] boost::json::array planned(const std::string& film) const {
    const Ended plan = spool({"run", film, "--dry-run", "--format", "json", "-y"});
    EXPECT_EQ(plan.code, 0) << plan.err;
    return boost::json::parse(plan.out).as_object().at("outputs").as_array();
  }
};

class LongCrossing : public Crossing {};

TEST_F(LongCrossing, given_seventeen_clips_the_film_is_as_planned_and_the_dry_run_s_script_makes_the_same) {
  const std::string film = document(seventeen());
  const auto outputs = planned(film);
  EXPECT_EQ(outputs[0].as_object().at("frames").as_int64(), 17 * 25 - 16 * 8)
      << "0.3 s at 25 are 8 frames, half up";
  done({"run", film});
  expect_as_planned(outputs);
  const std::string rendered_film = fingerprint(folder_ / "film.mp4");

  const Ended script = spool({"run", film, "--dry-run", "--format", "shell", "-y"});
  ASSERT_EQ(script.code, 0) << script.err;
  const Ended made = run({"bash", folder_.write("film.sh", script.out)}, here_);
  ASSERT_EQ(made.code, 0) << made.err;
  EXPECT_EQ(fingerprint(folder_ / "film.mp4"), rendered_film);
}

TEST_F(Crossing, given_one_title_changed_its_clip_and_its_overlaps_are_rendered_and_nothing_else) {
  ReelOf reel;
  reel.clips = 12;
  reel.transition = "{wipeleft: 0.4s}";
  done({"run", document(reel)});
  reel.third_title = "Late winner";
  const std::string lines = done({"run", document(reel), "-y"});
  EXPECT_THAT(rendered(lines),
              UnorderedElementsAre("titled-3", "titled-transition-2", "titled-transition-3", "film-join"));
  EXPECT_THAT(messages(lines, "note"),
              Contains("titled-transition-2, titled-3, titled-transition-3: its title changed"));
}

TEST_F(Crossing, given_one_long_clip_the_film_is_the_same_whatever_the_slots) {
  const std::string film = folder_.write(
      "long.yaml",
      "spool: 1\ninputs: {game: game.mp4}\nsteps:\n  clip: {cut: game, at: [{start: 10, end: 55}]}\n"
      "  titled: {effect: clip, apply: [{title: {text: Long}}, {fade: {in: 1s, out: 1s}}]}\n"
      "format: {size: 160x90, fps: 25, preset: ultrafast}\noutput: {titled: film.mp4}\n");
  const std::string alone = done({"run", film, "-j", "1", "--no-cache"});
  const auto made = rendered(alone);
  EXPECT_EQ(std::ranges::count_if(made, [](const std::string& id) { return id.starts_with("titled"); }),
            3 + 2)
      << "three chunks, the sound and the join";
  expect_as_planned(planned(film));
  const std::string one_slot = fingerprint(folder_ / "film.mp4");
  done({"run", film, "-j", "2", "--no-cache", "-y"});
  EXPECT_EQ(fingerprint(folder_ / "film.mp4"), one_slot);
}

}  // namespace
}  // namespace spool::test
