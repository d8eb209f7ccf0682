// Which codec goes into which file, and what an encoder takes: told at its place before anything is rendered.
#include "fixture.h"
#include "pipelines/planning/film_builder.h"

#include <gtest/gtest.h>

#include <gmock/gmock.h>

namespace spool::pipelines::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Planned planned(const std::string& format, const std::string& file) {
  return plan_text("inputs: {game: game.mp4}\nformat: {" + format + "}\noutput: {game: " + file + "}\n");
}

FilmFormat format_of(const std::string& format, const std::string& file) {
  const Planned film = planned(format, file);
  EXPECT_TRUE(film.plan) << core::to_line(film.plan.error().front());
  return film.plan ? film.plan->outputs.front().format : FilmFormat();
}

std::vector<std::string> faults_of(const std::string& format, const std::string& file) {
  const Planned film = planned(format, file);
  std::vector<std::string> lines;
  if (film.plan) return lines;
  for (const core::Error& error : film.plan.error()) {
    lines.push_back(std::to_string(error.place.line) + ":" + std::to_string(error.place.column) + " " +
                    error.code + ": " + error.message + " | " + error.hint);
  }
  return lines;
}

std::vector<std::string> files_of(const Planned& film) {
  std::vector<std::string> files;
  for (const Job& job : film.plan->jobs) files.push_back(output_of(job.spec));
  return files;
}

TEST(Formats, GivenAFileThenTheContainerBringsItsUsualCodecs) {
  EXPECT_EQ(format_of("fps: 30", "film.mkv").container, "matroska");
  const FilmFormat webm = format_of("fps: 30", "film.WebM");
  EXPECT_EQ(webm.container, "webm");
  EXPECT_EQ(webm.picture.encoder, "libvpx-vp9");
  EXPECT_EQ(webm.sound->encoder, "libopus");
  const FilmFormat ts = format_of("fps: 30", "film.m2ts");
  EXPECT_EQ(ts.container, "mpegts");
  EXPECT_EQ(ts.picture.encoder, "libx264");
}

TEST(Formats, GivenACodecForCuttingThenPixelsProfileAndPlainSoundGoWithIt) {
  const FilmFormat prores = format_of("video: prores", "film.mov");
  EXPECT_EQ(prores.picture.profile, "hq");
  EXPECT_EQ(prores.picture.pixel_format, "yuv422p10le");
  EXPECT_EQ(prores.sound->encoder, "pcm_s16le");
  EXPECT_EQ(format_of("video: prores, profile: '4444'", "film.mov").picture.pixel_format, "yuv444p10le");
  EXPECT_EQ(format_of("video: prores, pixel_format: yuv444p10le", "film.mov").picture.profile, "4444");
  EXPECT_EQ(format_of("video: dnxhr", "film.mkv").picture.pixel_format, "yuv422p");
  EXPECT_EQ(format_of("video: dnxhr, profile: dnxhr_hqx", "film.mov").picture.pixel_format, "yuv422p10le");
  EXPECT_EQ(format_of("video: dnxhr, pixel_format: yuv422p10le", "film.mov").picture.profile, "dnxhr_hqx");
}

TEST(Formats, GivenAv1WithoutAQualityThenItIsNotTheEncodersOwnWhichIsPoor) {
  EXPECT_EQ(format_of("video: av1", "film.mp4").picture.crf, Rational(35));
  EXPECT_EQ(format_of("video: av1, bitrate: 1M", "film.mp4").picture.crf, std::nullopt);
}

TEST(Formats, GivenOpusThenASourceOf44100IsMadeTo48000) {
  auto media = usual_media();
  auto cd = *media.at("game");
  cd.audio.front().sample_rate = 44100;
  media["game"] = std::make_shared<const Media>(cd);
  const Planned film = plan_text("inputs: {game: game.mp4}\noutput: {game: film.webm}\n", {}, media);
  ASSERT_TRUE(film.plan);
  EXPECT_EQ(film.plan->outputs.front().format.sound->sample_rate, 48000);
}

TEST(Formats, GivenWhatAnMp4DoesNotHoldThenPartsAreMovs) {
  EXPECT_THAT(files_of(planned("video: prores, audio: aac", "film.mkv")),
              ElementsAre("game.mov", "game-2.mov", "game-3.mov", "game-4.mov", "game-sound.m4a",
                          "game-join.mov", "game-mkv.mkv"));
  EXPECT_THAT(files_of(planned("fps: 30", "film.ts")),
              ElementsAre("game.mp4", "game-2.mp4", "game-3.mp4", "game-4.mp4", "game-sound.m4a",
                          "game-join.mp4", "game-ts.ts"));
}

TEST(Formats, GivenACodecThatTheContainerDoesNotTakeThenItIsToldWhereItStands) {
  EXPECT_THAT(faults_of("video: h264", "film.webm"),
              ElementsAre("2:17 document.unfit_codec: WebM does not take `h264` | write `vp9` or `av1`, or "
                          "end the file's name "
                          "with `.mp4`, `.mov`, `.mkv` or `.ts`"));
  EXPECT_THAT(faults_of("video: h264, audio: aac", "film.webm").size(), 2U) << "both are told at once";
  EXPECT_THAT(
      faults_of("audio: pcm", "film.mp4"),
      ElementsAre(
          "2:17 document.unfit_codec: MP4 does not take `pcm` | write `aac`, `opus`, `flac`, `mp3`, `ac3` or "
          "`alac`, or end the file's name with `.mov` or `.mkv`"));
  EXPECT_THAT(faults_of("video: prores", "film.ts"),
              ElementsAre("2:17 document.unfit_codec: MPEG-TS does not take `prores` | write `h264` or "
                          "`hevc`, or end the file's "
                          "name with `.mov` or `.mkv`"));
  EXPECT_THAT(faults_of("video: mjpeg", "film.mov"),
              ElementsAre("2:17 document.unfit_codec: MOV does not take `mjpeg` | write `h264`, `hevc`, "
                          "`prores` or `dnxhr`"));
}

TEST(Formats, GivenWhatAnEncoderDoesNotHaveThenItIsToldWhereItStands) {
  EXPECT_THAT(faults_of("video: av1, preset: veryfast", "film.mp4"),
              ElementsAre("2:30 document.encoder_option: the encoder libsvtav1 has no preset `veryfast` | it "
                          "has `0`, `1`, `2`, `3`, "
                          "`4`, `5`, `6`, `7`, `8`, `9`, `10`, `11`, `12` or `13`"));
  EXPECT_THAT(faults_of("video: vp9, preset: '9'", "film.mp4").size(), 1U);
  EXPECT_THAT(faults_of("video: vp9, preset: '8'", "film.mp4"), IsEmpty());
  EXPECT_THAT(
      faults_of("video: prores, crf: 20, preset: slow", "film.mov"),
      ElementsAre("2:30 document.encoder_option: the encoder prores_ks has no `crf` | choose its quality by "
                  "`profile`",
                  "2:42 document.encoder_option: the encoder prores_ks has no `preset` | leave it out"));
  EXPECT_THAT(faults_of("video: prores, profile: hqq", "film.mov"),
              ElementsAre("2:34 document.encoder_option: the encoder prores_ks has no profile `hqq` | did "
                          "you mean `hq`? it has "
                          "`proxy`, `lt`, `standard`, `hq`, `4444` or `4444xq`"));
  EXPECT_THAT(faults_of("video: dnxhr, size: 160x90", "film.mov"),
              ElementsAre("2:30 document.encoder_option: the encoder dnxhd makes no pictures of 160x90 | "
                          "write a `size` of at least "
                          "256x120, or another codec"));
  EXPECT_THAT(faults_of("audio: opus, sample_rate: 44100", "film.mkv"),
              ElementsAre("2:36 document.encoder_option: Opus has no sample rate of 44100 | leave "
                          "`sample_rate` out, or write 48000"));
  EXPECT_THAT(
      faults_of("video: h264_nvenc, crf: 20", "film.mp4"),
      ElementsAre("2:34 document.encoder_option: the encoder h264_nvenc has no `crf` | write `bitrate`"));
}

TEST(Formats, GivenAValueThatItsEncoderDoesNotHaveThenNothingIsRendered) {
  EXPECT_THAT(faults_of("pixel_format: yuv420", "film.mp4"),
              ElementsAre(HasSubstr("2:24 document.encoder_option: the encoder libx264 has no pixel format `yuv420` | did you "
                                    "mean `yuv420p`?")));
  EXPECT_THAT(faults_of("pixel_format: yy", "film.mp4").size(), 1U);
  EXPECT_THAT(faults_of("video: prores, pixel_format: yuv420p", "film.mov").size(), 1U);
  EXPECT_THAT(faults_of("video: hevc, profile: zz", "film.mp4").size(), 1U);
  EXPECT_THAT(faults_of("video: av1, profile: zz", "film.mp4").size(), 1U);
  EXPECT_THAT(faults_of("video: hevc, profile: main10, pixel_format: yuv420p10le", "film.mp4"), IsEmpty());
  EXPECT_THAT(faults_of("video: hevc, crf: 60", "film.mp4"),
              ElementsAre("2:28 document.encoder_option: the encoder libx265 takes a `crf` from 0 to 51 | usual are 18 to 28"));
  EXPECT_THAT(faults_of("crf: 60", "film.mp4").size(), 1U);
  EXPECT_THAT(faults_of("crf: 51", "film.mp4"), IsEmpty());
  EXPECT_THAT(faults_of("video: av1, crf: 60", "film.mp4"), IsEmpty());
}

TEST(Formats, GivenAProfileWithoutThePixelsOfTheFilmThenItIsToldWithPixelsThatItHas) {
  EXPECT_THAT(faults_of("pixel_format: yuv420p10le, profile: high", "film.mp4"),
              ElementsAre("2:46 document.encoder_option: the profile `high` of libx264 has no pixels of yuv420p10le | leave "
                          "`profile` out, or write `pixel_format: yuv420p`"));
  EXPECT_THAT(faults_of("pixel_format: yuv420p10le, profile: high10", "film.mp4"), IsEmpty());
  EXPECT_THAT(faults_of("pixel_format: nv12, profile: high", "film.mp4"), IsEmpty());
  EXPECT_THAT(faults_of("video: hevc, pixel_format: yuv420p10le, profile: main", "film.mp4").size(), 1U);
  EXPECT_THAT(faults_of("video: vp9, profile: '2'", "film.mp4"),
              ElementsAre(HasSubstr("or write `pixel_format: yuv420p10le`")));
  EXPECT_THAT(faults_of("video: dnxhr, profile: dnxhr_hq, pixel_format: yuv422p10le", "film.mov").size(), 1U);
}

TEST(Formats, GivenSoundThatItsEncoderDoesNotHaveThenItIsToldAndWhatIsLeftOpenFits) {
  EXPECT_THAT(faults_of("audio: mp3, channels: 6", "film.mp4"),
              ElementsAre("2:32 document.encoder_option: MP3 has no more than 2 channels | leave `channels` out, or write "
                          "another codec"));
  EXPECT_THAT(faults_of("audio: ac3, sample_rate: 8000", "film.mp4"),
              ElementsAre("2:35 document.encoder_option: AC-3 has no sample rate of 8000 | leave `sample_rate` out, or "
                          "write 48000"));
  EXPECT_THAT(faults_of("audio: aac, sample_rate: 192000", "film.mp4").size(), 1U);
  EXPECT_THAT(faults_of("audio: flac, sample_rate: 192000", "film.mkv"), IsEmpty());
  const Planned film = plan_text("inputs: {other: o.mp4}\nformat: {audio: mp3}\noutput: {other: film.mp4}\n");
  ASSERT_TRUE(film.plan);
  EXPECT_EQ(film.plan->outputs.front().format.sound->layout, "stereo") << "the source has six";
}

TEST(Formats, GivenEveryNamedFormatThenItsCodecsGoIntoSomeFile) {
  for (const char* film :
       {"as: web_720p }mp4", "as: web_1080p }mp4", "as: web_2160p }mp4", "as: webm_720p }webm",
        "as: webm_1080p }webm", "as: small_720p }webm", "as: phone_vertical }mp4", "as: phone_square }mp4",
        "as: preview_360p }mp4", "as: archive }mkv", "as: master_prores }mov", "as: master_dnxhr }mov"}) {
    const std::string text = film;
    const std::size_t cut = text.find('}');
    EXPECT_THAT(faults_of(text.substr(0, cut), "film." + text.substr(cut + 1)), IsEmpty()) << film;
  }
}

}  // namespace
}  // namespace spool::pipelines::testing
