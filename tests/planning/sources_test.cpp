// What a film takes from its sources, and what is said about them.
#include "fixture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace spool::pipelines::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Films of a camera's file, changed.
template <class Change>
Planned planned_with(Change change, const std::string& format = "{}") {
  Media media = *camera("/v/game.mp4", 30, 10);
  change(media);
  std::map<std::string, MediaPtr> all = usual_media();
  all["game"] = std::make_shared<const Media>(std::move(media));
  return plan_text("inputs: {game: game.mp4}\nformat: " + format + "\noutput: {game: film.mp4}\n", {}, all);
}

template <class Change>
std::vector<std::string> said_of(Change change, const std::string& format = "{}") {
  const Planned film = planned_with(change, format);
  EXPECT_TRUE(film.plan);
  return film.plan->sources.front().decided;
}

TEST(Sources, GivenAPhoneThatPausesOnce_TheRateIsThatOfItsOtherPictures) {
  const Planned film = planned_with([](Media& media) {
    media.variable_rate = true;
    media.video[0].average_rate = 27;
  });
  ASSERT_TRUE(film.plan);
  EXPECT_EQ(film.plan->outputs.front().format.picture.rate, Rational(30));
}

TEST(Sources, GivenPixelsThatAreNotSquare_TheFilmIsOfTheNearestEvenSize) {
  const Planned film = planned_with([](Media& media) {
    media.video[0].width = 320;
    media.video[0].height = 240;
    media.video[0].sample_aspect = Rational(4, 3);
  });
  ASSERT_TRUE(film.plan);
  EXPECT_EQ(film.plan->outputs.front().format.picture.width, 426) << "of 426.67";
}

TEST(Sources, GivenNothingUnusual_NothingIsSaid) {
  EXPECT_THAT(said_of([](Media&) {}), IsEmpty());
}

TEST(Sources, GivenAnotherRateThanTheFilms_BothAreSaid) {
  EXPECT_THAT(said_of([](Media&) {}, "{fps: 25}"), ElementsAre("30 fps → 25"));
  const auto pauses = [](Media& media) {
    media.variable_rate = true;
    media.pictures.shown.erase(media.pictures.shown.begin() + 10, media.pictures.shown.begin() + 14);
  };
  EXPECT_THAT(said_of(pauses), ElementsAre("6-30 fps, variable → 30"));
}

TEST(Sources, GivenAPictureThatIsHeldAnotherWay_ItIsSaidHow) {
  const auto held = [](int rotation, bool mirrored) {
    return [=](Media& media) {
      media.video[0].rotation = rotation;
      media.video[0].mirrored = mirrored;
    };
  };
  EXPECT_THAT(said_of(held(90, false)), ElementsAre("rotated 90°"));
  EXPECT_THAT(said_of(held(180, true)), ElementsAre("mirrored")) << "as ffprobe tells a mirror";
  EXPECT_THAT(said_of(held(0, true)), ElementsAre("rotated 180°, mirrored"));
}

TEST(Sources, GivenSoundThatIsNotAsLongAsThePicture_ItIsSaidWhereItLies) {
  EXPECT_THAT(said_of([](Media& media) { media.sound[0] = {24000, 9 * 48000, 1024, true}; }),
              ElementsAre("sound begins late, at 0.5 s", "sound ends early, at 9 s", "gaps in the sound: silent there"));
}

TEST(Sources, GivenSeveralTracks_ItIsSaidWhichIsHeard) {
  EXPECT_THAT(said_of([](Media& media) {
                media.audio.push_back(media.audio[0]);
                media.audio[0].language = "deu";
                media.sound.push_back(media.sound[0]);
              }),
              ElementsAre("sound track 1 of 2 (deu)"));
}

TEST(Sources, GivenNoSoundInAFilmThatHasSome_ItIsSaid) {
  EXPECT_THAT(said_of([](Media& media) { media.audio.clear(); }, "{audio: aac}"), ElementsAre("no sound: silent"));
}

}  // namespace
}  // namespace spool::pipelines::testing
