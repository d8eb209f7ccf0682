// `format: {as: …}`: what the names stand for, and what goes before them.
#include "pipelines/document/named_formats.h"

#include "tests/document/told.h"

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>

namespace spool::pipelines {
namespace {

using ::testing::ElementsAre;

Format format_of(const std::string& text) {
  return good("inputs: {game: g.mp4}\nformat: {" + text + "}\noutput: {game: a.mp4}\n").format;
}

TEST(NamedFormats, GivenANameThenAllThatItStandsForIsRead) {
  const Format format = format_of("as: web_720p");
  EXPECT_EQ(format.size->value.short_side, 720);
  EXPECT_EQ(format.video->value, "h264");
  EXPECT_EQ(format.crf->value, Rational(21));
  EXPECT_EQ(format.audio->value, "aac");
  EXPECT_EQ(format.audio_bitrate->value, "160k");
  EXPECT_EQ(format.video->place.column, 14) << "faults are told where the name is";
}

TEST(NamedFormats, GivenKeysBesideTheNameThenTheyGoBeforeIt) {
  const Format format = format_of("bitrate: 4M, as: phone_vertical, fit: pad, fps: 25");
  EXPECT_EQ(format.bitrate->value, "4M");
  EXPECT_FALSE(format.crf) << "a bit rate puts the quality out";
  EXPECT_EQ(format.fit->value, FitMode::pad);
  EXPECT_EQ(format.size->value.height, 1920);
}

TEST(NamedFormats, GivenAnotherCodecThenWhatWasSaidOfTheFirstIsForgotten) {
  const Format format = format_of("as: web_720p, video: av1, audio: opus");
  EXPECT_EQ(format.size->value.short_side, 720);
  EXPECT_FALSE(format.crf || format.preset || format.profile || format.audio_bitrate);
}

TEST(NamedFormats, GivenANameForOneOutputThenItGoesBeforeTheDocumentsFormat) {
  const Document document = good(
      "inputs: {game: g.mp4}\nformat: {fps: 25, bitrate: 9M, preset: slow, video: h264}\n"
      "output: {game: {file: a.mov, format: {as: master_prores}}}\n");
  const Format format = merged(document.format, document.outputs.front().format);
  EXPECT_EQ(format.video->value, "prores");
  EXPECT_EQ(format.profile->value, "hq");
  EXPECT_FALSE(format.bitrate || format.crf || format.preset);
  EXPECT_EQ(format.fps->value, Rational(25)) << "what it does not speak of stays";
}

TEST(NamedFormats, GivenANameAloneThenItStandsForTheMapWithIt) {
  const Document alone = good("inputs: {game: g.mp4}\nformat: web_720p\noutput: {game: {file: a.mp4, format: source}}\n");
  ASSERT_TRUE(alone.format.as);
  EXPECT_EQ(alone.format.as->value, "web_720p");
  EXPECT_EQ(alone.format.crf->value, Rational(21));
  EXPECT_FALSE(alone.format.is_source());
  EXPECT_TRUE(alone.outputs.front().format.is_source());
}

TEST(NamedFormats, GivenANameThatIsNotKnownThenTheNearestIsTold) {
  EXPECT_THAT(told("inputs: {game: g.mp4}\nformat: {as: web_270p}\noutput: {game: a.mp4}\n"),
              ElementsAre("2:14 document.value: there is no format `web_270p` | did you mean `web_720p`?"));
}

TEST(NamedFormats, EachHasALineInTheReference) {
  std::ifstream file(SPOOL_SOURCE_DIR "/pipelines/reference/language.md");
  const std::string reference{std::istreambuf_iterator<char>(file), {}};
  for (const std::string& name : named_format_words()) {
    EXPECT_NE(reference.find("| `" + name + "` |"), std::string::npos) << name;
  }
}

}  // namespace
}  // namespace spool::pipelines
