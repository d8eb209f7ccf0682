// Is a film as planned? In containers whose clock is coarse, or which have no edit list, as well as in an
// mp4.
#include "pipelines/running/film_check.h"

#include <gtest/gtest.h>

#include <gmock/gmock.h>

namespace spool::pipelines {
namespace {

using ::testing::HasSubstr;

/// One second at 25, as a probe finds it: `picture` and `sound` are when the two begin, in ticks and samples.
struct Film {
  std::string container;
  int ticks = 0;  ///< a second
  std::int64_t picture = 0, sound = 0, samples = 48000, frame_size = 1024;

  [[nodiscard]] core::Result<void> check() const {
    Media media;
    media.video.emplace_back();
    media.pictures.time_base = Rational(1, ticks);
    for (int frame = 0; frame < 25; ++frame) media.pictures.shown.push_back(picture + frame * ticks / 25);
    media.audio.emplace_back();
    media.audio.front().sample_rate = 48000;
    media.sound.push_back({sound, sound + samples, frame_size, false});
    PlannedOutput planned;
    planned.frames = 25;
    planned.samples = 48000;
    planned.format.picture.rate = 25;
    planned.format.container = container;
    return check_film(media, planned);
  }
};

std::string fault_of(const Film& film) {
  const auto checked = film.check();
  return checked ? "none" : checked.error().message;
}

TEST(FilmCheck, GivenPrimingThatIsHeardThenThePictureMayBeginLaterByAsMuch) {
  EXPECT_EQ(fault_of({"matroska", 1000, 21, 0, 49024 + 512}), "none");
  EXPECT_EQ(fault_of({"mpegts", 90000, 132006, 69380, 49024 + 512}), "none");
  EXPECT_EQ(fault_of({"webm", 1000, 0, -24, 48312, 960}), "none")
      << "Opus is stamped early, and heard on time";
}

TEST(FilmCheck, GivenAPictureThatBeginsApartFromTheSoundThenItSaysHowMuch) {
  EXPECT_THAT(fault_of({"matroska", 1000, 80, 0, 49024}),
              HasSubstr("its picture starts 0.080 s after its sound"));
  EXPECT_THAT(fault_of({"webm", 1000, 0, 480}), HasSubstr("its picture starts -0.010 s after its sound"));
  EXPECT_THAT(fault_of({"mp4", 12800, 512}), HasSubstr("its picture starts at 0.040 s"));
}

TEST(FilmCheck, GivenStampsOfMillisecondsThenTheLengthIsKnownToThemAlone) {
  EXPECT_EQ(fault_of({"matroska", 1000, 0, 0, 48000 - 44, 1}), "none");
  EXPECT_THAT(fault_of({"matroska", 1000, 0, 0, 48000 - 100, 1}),
              HasSubstr("47900 samples instead of 48000"));
  EXPECT_THAT(fault_of({"mp4", 12800, 0, 0, 48000 - 1}), HasSubstr("47999 samples instead of 48000"));
}

}  // namespace
}  // namespace spool::pipelines
