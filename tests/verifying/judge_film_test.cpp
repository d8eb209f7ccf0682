// Given facts about a decoded film, what holds and where it does not: pure, nothing is decoded.
#include "pipelines/verifying/judge_film.h"

#include "pipelines/verifying/verify_report.h"

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include <algorithm>

namespace spool::pipelines {
namespace {

using ::testing::HasSubstr;

/// Ten seconds at 25 fps with AAC, as an mp4 has them.
FilmFacts whole_film() {
  FilmFacts film;
  film.pictures.emplace();
  film.pictures->time_base = Rational(1, 12800);
  film.pictures->rate = 25;
  film.pictures->last_duration = 512;
  for (std::int64_t frame = 0; frame < 250; ++frame) film.pictures->stamps.push_back(frame * 512);
  DecodedSound sound;
  sound.codec = "aac";
  for (std::int64_t frame = 0; frame < 469; ++frame) sound.frames.push_back({frame * 1024, 1024});
  film.sound.push_back(sound);
  return film;
}

/// The same as an mkv has them: everything in milliseconds.
FilmFacts film_in_milliseconds(Rational rate) {
  FilmFacts film = whole_film();
  film.coarse = true;
  film.pictures->time_base = Rational(1, 1000);
  film.pictures->rate = rate;
  film.pictures->last_duration = 0;
  for (std::size_t i = 0; i < film.pictures->stamps.size(); ++i) {
    film.pictures->stamps[i] = (Rational(static_cast<std::int64_t>(i) * 1000) / rate).round_half_up();
  }
  film.sound.front().time_base = Rational(1, 1000);
  for (DecodedSound::Frame& frame : film.sound.front().frames) {
    frame.stamp = Rational(frame.stamp * 1000, 48000).round_half_up();
  }
  return film;
}

FilmCheck check_of(const FilmFacts& film, FilmProperty property) {
  const FilmVerdict verdict = judge_film(film);
  const auto found = std::ranges::find(verdict.checks, property, &FilmCheck::property);
  if (found != verdict.checks.end()) return *found;
  ADD_FAILURE() << "this was not asked";
  return {};
}

TEST(JudgeFilm, GivenAFilmAsItShouldBe_EverythingHolds) {
  const FilmVerdict verdict = judge_film(whole_film());
  EXPECT_TRUE(verdict.ok()) << verify_text("film.mp4", verdict);
  EXPECT_EQ(verdict.frames, 250);
  EXPECT_EQ(verdict.samples, 469 * 1024);
  EXPECT_EQ(verdict.checks.size(), 6U);
}

TEST(JudgeFilm, GivenAFilmWithoutSound_NothingIsAskedAboutIt) {
  FilmFacts film = whole_film();
  film.sound.clear();
  const FilmVerdict verdict = judge_film(film);
  EXPECT_TRUE(verdict.ok());
  EXPECT_EQ(verdict.checks.size(), 3U);
  EXPECT_EQ(verdict.seconds, Rational(10));
}

TEST(JudgeFilm, GivenOneStampThatIsATickOff_AnMp4IsUnevenThere) {
  FilmFacts film = whole_film();
  ++film.pictures->stamps[100];
  const FilmCheck check = check_of(film, FilmProperty::evenly_spaced);
  EXPECT_FALSE(check.ok);
  EXPECT_EQ(check.at, Rational(99, 25));
  EXPECT_EQ(check.reason, "2 of 249 steps uneven, first at 3.960 s: 40.078 ms instead of 40 ms");
}

TEST(JudgeFilm, GivenMillisecondsAt2997_AnMkvIsEven) {
  FilmFacts film = film_in_milliseconds(Rational(30000, 1001));
  EXPECT_TRUE(check_of(film, FilmProperty::evenly_spaced).ok);
  EXPECT_TRUE(check_of(film, FilmProperty::without_gap).ok);

  film.pictures->stamps[40] += 2;

  EXPECT_FALSE(check_of(film, FilmProperty::evenly_spaced).ok) << "two ticks are more than rounding";
}

TEST(JudgeFilm, GivenAWrongClaimOfTheRate_GoesByTheStamps) {
  FilmFacts film = whole_film();
  film.pictures->rate = 50;  // of its fields
  EXPECT_TRUE(check_of(film, FilmProperty::evenly_spaced).ok);
}

TEST(JudgeFilm, GivenARateThatNoWholeTicksHold_AllowsTheirRounding) {
  FilmFacts film = whole_film();
  film.pictures->time_base = Rational(1, 90000);
  film.pictures->rate = Rational(24000, 1001);
  for (std::size_t i = 0; i < film.pictures->stamps.size(); ++i)
    film.pictures->stamps[i] = (Rational(static_cast<std::int64_t>(i) * 15015, 4)).round_half_up();
  EXPECT_TRUE(check_of(film, FilmProperty::evenly_spaced).ok);
}

TEST(JudgeFilm, GivenStampsThatGoBack_IsUneven) {
  FilmFacts film = whole_film();
  std::swap(film.pictures->stamps[20], film.pictures->stamps[21]);
  EXPECT_FALSE(check_of(film, FilmProperty::evenly_spaced).ok);
}

TEST(JudgeFilm, GivenOneSampleTooFewAtAJoin_SaysWhere) {
  FilmFacts film = whole_film();
  film.sound.front().frames[200].samples = 1023;
  const FilmCheck check = check_of(film, FilmProperty::without_gap);
  EXPECT_FALSE(check.ok);
  EXPECT_EQ(check.at, Rational(201 * 1024 - 1, 48000));
  EXPECT_EQ(check.reason, "1 gap, first at 4.288 s: 1 sample missing");
}

TEST(JudgeFilm, GivenGapsBelowTheirRounding_TheySumUp) {
  FilmFacts film = film_in_milliseconds(25);
  for (std::size_t i = 0; i < film.sound.front().frames.size(); ++i)
    film.sound.front().frames[i].stamp += static_cast<std::int64_t>(i) / 50;
  EXPECT_FALSE(check_of(film, FilmProperty::without_gap).ok);
}

TEST(JudgeFilm, GivenASecondTrackThatIsShort_NamesIt) {
  FilmFacts film = whole_film();
  film.sound.push_back(film.sound.front());
  film.sound.back().track = 2;
  film.sound.back().frames.resize(400);
  const FilmCheck check = check_of(film, FilmProperty::ends_together);
  EXPECT_EQ(check.reason, "track 2: the picture ends at 10.000 s, the sound at 8.533 s");
  EXPECT_EQ(check.at, Rational(400 * 1024, 48000));
}

TEST(JudgeFilm, GivenSoundThatEndsWithinAFrame_EndsTogether) {
  FilmFacts film = whole_film();
  film.sound.front().frames.resize(467);  // 9.963 s
  EXPECT_TRUE(check_of(film, FilmProperty::ends_together).ok);
  film.sound.front().frames.resize(466);  // 9.941 s
  EXPECT_FALSE(check_of(film, FilmProperty::ends_together).ok);
}

TEST(JudgeFilm, GivenALastPictureThatStandsForLong_DoesNotEndTogether) {
  FilmFacts film = whole_film();
  film.pictures->last_duration = 12800;
  EXPECT_EQ(check_of(film, FilmProperty::ends_together).reason,
            "the picture ends at 10.960 s, the sound at 10.005 s");
}

TEST(JudgeFilm, GivenPictureAndSoundOutOfWhichNothingCame_SaysSo) {
  FilmFacts film = whole_film();
  film.pictures->stamps.clear();
  film.sound.front().frames.clear();
  EXPECT_THAT(check_of(film, FilmProperty::evenly_spaced).reason, HasSubstr("no picture"));
  EXPECT_THAT(check_of(film, FilmProperty::without_gap).reason, HasSubstr("no sound"));
}

TEST(JudgeFilm, GivenASinglePicture_ThereIsNoStepToBeUneven) {
  FilmFacts film = whole_film();
  film.pictures->stamps.resize(1);
  film.sound.clear();
  EXPECT_TRUE(judge_film(film).ok());
}

TEST(VerifyReport, GivenAVerdict_TellsAProgramWhatHoldsAndWhatNot) {
  FilmVerdict verdict;
  verdict.frames = 250;
  verdict.samples = 480000;
  verdict.seconds = 10;
  verdict.checks = {
      {FilmProperty::decodes, true, std::nullopt, ""},
      {FilmProperty::ends_together, false, Rational(19, 2), "the picture ends at 10 s, the \"sound\" not"}};
  EXPECT_EQ(verify_json("/films/a\xff.mp4", verdict),
            R"({"path":"/films/a\udcff.mp4","ok":false,"frames":250,"samples":480000,"seconds":10.000000,)"
            R"("checks":[{"name":"decodes","ok":true},{"name":"ends_together","ok":false,"at":9.500000,)"
            R"("reason":"the picture ends at 10 s, the \"sound\" not"}]})");
}

}  // namespace
}  // namespace spool::pipelines
