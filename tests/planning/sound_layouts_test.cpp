// Where a film's channels are: as the first source has them where the codec can hold that, else as near to it as can be, and told.
#include "fixture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace spool::pipelines::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

MediaPtr with_sound(const std::string& path, int channels, const std::string& layout) {
  Media media = *camera(path, 30, 20, 1280, 720, channels);
  media.audio.front().layout = layout;
  return std::make_shared<const Media>(std::move(media));
}

/// A film of `game`, and of `other` behind it.
Planned film_of(const std::string& format, const std::string& file, MediaPtr game, MediaPtr other = nullptr) {
  std::map<std::string, MediaPtr> media = {{"game", std::move(game)}};
  if (other) media.emplace("other", std::move(other));
  const std::string inputs = media.size() == 1 ? "game" : "game, other";
  return plan_text("inputs: {game: game.mp4" + std::string(media.size() == 1 ? "" : ", other: other.mp4") + "}\nsteps: {reel: {concat: [" + inputs +
                       "]}}\nformat: {" + format + "}\noutput: {reel: " + file + "}\n",
                   {}, media);
}

struct Heard {
  std::string layout;
  std::vector<std::string> said;  ///< of `game`
};

Heard heard(const Planned& film) {
  EXPECT_TRUE(film.plan) << core::to_line(film.plan.error().front());
  if (!film.plan) return {};
  return {film.plan->outputs.front().format.sound->layout, film.plan->sources.front().decided};
}

/// What becomes of a source of this layout.
Heard heard(int channels, const std::string& layout, const std::string& format, const std::string& file) {
  return heard(film_of(format, file, with_sound("/v/game.mp4", channels, layout)));
}

TEST(SoundLayouts, GivenASourceInALayoutThatTheCodecHas_TheFilmIsInIt) {
  for (const auto& [format, file] : {std::pair("audio: aac", "film.mp4"), std::pair("audio: pcm", "film.mov"), std::pair("audio: flac", "film.mkv"),
                                     std::pair("audio: opus", "film.webm"), std::pair("audio: ac3", "film.ts")}) {
    const Heard film = heard(4, "quad", format, file);
    EXPECT_EQ(film.layout, "quad") << format;
    EXPECT_THAT(film.said, ElementsAre("quad sound")) << format;
  }
  EXPECT_EQ(heard(4, "4.0", "audio: aac", "film.mp4").layout, "4.0");
  EXPECT_EQ(heard(3, "3.0", "audio: aac", "film.mp4").layout, "3.0");
  EXPECT_EQ(heard(8, "7.1(wide)", "audio: pcm", "film.mov").layout, "7.1(wide)");
}

TEST(SoundLayouts, GivenASourceThatDoesNotSayIt_ItIsWhereFfmpegTakesAsManyToBe) {
  EXPECT_EQ(heard(4, "", "audio: aac", "film.mp4").layout, "4.0");
  EXPECT_EQ(heard(6, "", "audio: aac", "film.mp4").layout, "5.1");
  EXPECT_EQ(heard(7, "", "audio: aac", "film.mp4").layout, "6.1");
}

TEST(SoundLayouts, GivenAPairAtTheSides_ItIsHeardFromThePairBehindAndNothingIsSaid) {
  const Heard film = heard(6, "5.1(side)", "audio: aac", "film.mp4");
  EXPECT_EQ(film.layout, "5.1");
  EXPECT_THAT(film.said, ElementsAre("5.1 sound"));
  EXPECT_EQ(heard(6, "5.1(side)", "audio: pcm", "film.mov").layout, "5.1(side)");
  EXPECT_EQ(heard(7, "6.1", "audio: alac", "film.mov").layout, "6.1(back)");
}

TEST(SoundLayouts, GivenALayoutThatTheCodecHasNot_TheNearestOneHasPlacesForAllAndIsTold) {
  const auto expect = [](int channels, const std::string& layout, const std::string& codec, const std::string& file, const std::string& sentence) {
    const Heard film = heard(channels, layout, "audio: " + codec, file);
    EXPECT_THAT(film.said, ElementsAre(sentence));
    EXPECT_THAT(sentence, HasSubstr(" becomes " + film.layout + ","));
  };
  expect(4, "quad", "alac", "film.mov", "quad sound becomes 5.0, as ALAC has no quad");
  expect(4, "quad", "pcm", "film.mkv", "quad sound becomes 5.0, as PCM in Matroska has no quad");
  expect(5, "5.0", "opus", "film.mkv", "5.0 sound becomes 5.1, as Opus has no 5.0");
  expect(3, "2.1", "opus", "film.mkv", "2.1 sound becomes 5.1, as Opus has no 2.1");
  expect(3, "3.0(back)", "alac", "film.mov", "3.0(back) sound becomes 4.0, as ALAC has no 3.0(back)");
  expect(4, "3.1", "aac", "film.mp4", "3.1 sound becomes 5.1, as AAC has no 3.1");
  expect(4, "", "flac", "film.mkv", "4-channel sound becomes 5.0, as FLAC has no 4.0");
}

TEST(SoundLayouts, GivenNoPlaceForAll_WhatIsFoldedIsHeardFromNearbyAndTold) {
  EXPECT_THAT(heard(7, "6.1", "audio: opus", "film.mkv").said, ElementsAre("6.1 sound becomes 5.1, as Opus has no 6.1"));
  EXPECT_THAT(heard(8, "7.1", "audio: ac3", "film.mp4").said, ElementsAre("7.1 sound becomes 5.1, as AC-3 has no 7.1"));
  EXPECT_THAT(heard(8, "7.1(wide)", "audio: aac", "film.mp4").said, ElementsAre("7.1(wide) sound becomes 5.1, as AAC has no 7.1(wide)"));
  EXPECT_THAT(heard(6, "5.1(side)", "audio: mp3", "film.mp4").said, ElementsAre("5.1 sound becomes stereo, as MP3 has no 5.1"));
  EXPECT_THAT(heard(4, "quad", "audio: mp3", "film.mp4").said, ElementsAre("quad sound becomes stereo, as MP3 has no quad"));
}

TEST(SoundLayouts, GivenANumberOfChannels_ItIsTheSourcesLayoutOrTheUsualOneOfSoMany) {
  EXPECT_EQ(heard(4, "quad", "channels: 4", "film.mp4").layout, "quad");
  EXPECT_EQ(heard(2, "stereo", "channels: 4", "film.mp4").layout, "4.0");
  EXPECT_EQ(heard(2, "stereo", "channels: 4, audio: opus", "film.mkv").layout, "quad") << "Opus has no other of four";
  EXPECT_EQ(heard(2, "stereo", "channels: 3, audio: flac", "film.mkv").layout, "3.0");
  const Heard alac = heard(4, "quad", "channels: 4, audio: alac", "film.mov");
  EXPECT_EQ(alac.layout, "4.0") << "not more than asked for";
  EXPECT_THAT(alac.said, ElementsAre("quad sound becomes 4.0, as ALAC has no quad"));
  const Heard folded = heard(6, "5.1", "channels: 2", "film.mp4");
  EXPECT_EQ(folded.layout, "stereo");
  EXPECT_THAT(folded.said, ElementsAre("5.1 sound becomes stereo")) << "not for want of the codec";
  EXPECT_THAT(heard(2, "stereo", "channels: 1", "film.mp4").said, ElementsAre("stereo sound becomes mono"));
  EXPECT_THAT(heard(1, "mono", "channels: 2", "film.mp4").said, IsEmpty());
}

TEST(SoundLayouts, GivenANumberThatTheEncoderCannotPlace_ItIsRefused) {
  const Planned film = film_of("audio: opus, channels: 5", "film.mkv", with_sound("/v/game.mp4", 2, "stereo"));
  ASSERT_FALSE(film.plan);
  EXPECT_EQ(core::to_line(film.plan.error().front()), "reel.yaml:3:33: Opus has no 5 channels that ffmpeg puts in their places");
}

TEST(SoundLayouts, GivenOthersBehindTheFirst_TheFilmIsAsTheFirstAndWhatIsFoldedIsTold) {
  const auto said_of_other = [](MediaPtr first, MediaPtr other) {
    const Planned film = film_of("audio: aac", "film.mp4", std::move(first), std::move(other));
    EXPECT_TRUE(film.plan);
    return film.plan->sources.back().decided;
  };
  const auto quad = [] { return with_sound("/v/game.mp4", 4, "quad"); };
  EXPECT_THAT(said_of_other(quad(), with_sound("/v/other.mp4", 2, "stereo")), IsEmpty());
  EXPECT_THAT(said_of_other(quad(), with_sound("/v/other.mp4", 6, "5.1(side)")), ElementsAre("5.1 sound becomes quad"));
  EXPECT_THAT(said_of_other(with_sound("/v/game.mp4", 2, "stereo"), quad()), ElementsAre("quad sound becomes stereo"));
}

}  // namespace
}  // namespace spool::pipelines::testing
