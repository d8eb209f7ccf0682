// Films of sources with more than two channels: each is heard where its source has it.
#include "tests/integration/reel.h"
#include "tests/tones.h"

#include <boost/json/parse.hpp>
#include <gmock/gmock.h>

namespace spool::test {
namespace {

using ::testing::Contains;

struct Wanted {
  std::string name;
  std::string format, file;  ///< of the film
  std::string layout;        ///< as ffprobe tells it; empty: nothing is told
  std::string heard;         ///< of the four channels' tones
  std::string said;          ///< of the first source

  friend void PrintTo(const Wanted& wanted, std::ostream* out) { *out << wanted.name; }
};

class Channels : public Reel {
 protected:
  /// Two seconds of tones under a picture.
  void recording(const std::string& name, const std::string& layout, const std::string& speakers) const {
    const Ended made = run({"ffmpeg", "-nostdin", "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=128x96:r=25:d=2", "-f", "lavfi", "-i",
                            tone_source(layout, speakers, 2), "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "pcm_s16le", folder_ / name});
    ASSERT_EQ(made.code, 0) << made.err;
  }
  static std::string layout_of(const std::string& file) {
    const Ended told = run({"ffprobe", "-v", "error", "-select_streams", "a:0", "-show_entries", "stream=channel_layout", "-of", "json", file});
    const auto stream = boost::json::parse(told.out).as_object().at("streams").as_array().front().as_object();
    const auto* layout = stream.if_contains("channel_layout");
    return layout == nullptr ? "" : std::string(layout->as_string());
  }
  static Samples decoded(const std::string& file) {
    const Ended told = run({"ffmpeg", "-nostdin", "-v", "error", "-i", file, "-map", "0:a:0", "-f", "s16le", "-c:a", "pcm_s16le", "-"});
    EXPECT_EQ(told.code, 0) << told.err;
    return samples_in(told.out);
  }
};

class ChannelPlaces : public Channels, public ::testing::WithParamInterface<Wanted> {};

TEST_P(ChannelPlaces, given_quad_and_stereo_each_has_its_tones_where_they_were) {
  const Wanted& wanted = GetParam();
  recording("quad.mov", "quad", "FL FR BL BR");
  recording("two.mov", "stereo", "FL FR");
  const std::string film = folder_.write("film.yaml", "spool: 1\ninputs: {quad: quad.mov, two: two.mov}\nsteps: {film: {concat: [quad, two]}}\nformat: {preset: '" +
                                                          std::string(wanted.file.ends_with("webm") ? "8" : "ultrafast") + "', " + wanted.format +
                                                          "}\noutput: {film: " + wanted.file + "}\n");
  const auto plan = objects(spool({"run", film, "--dry-run", "--format", "json"}).out).front();
  std::vector<std::string> said;
  for (const auto& sentence : plan.at("sources").as_array().front().as_object().at("decided").as_array()) said.emplace_back(sentence.as_string());
  EXPECT_THAT(said, Contains(wanted.said));
  done({"run", film});
  EXPECT_EQ(layout_of(folder_ / wanted.file), wanted.layout);
  const Samples sound = decoded(folder_ / wanted.file);
  const std::size_t channels = speakers_in(wanted.heard).size();
  EXPECT_EQ(heard_in(sound, channels, 48000), wanted.heard);
  std::string of_two = "FL FR";
  for (std::size_t i = 2; i < channels; ++i) of_two += " -";
  if (channels > 1) {
    EXPECT_EQ(heard_in(sound, channels, 3 * 48000), of_two);
  }
  EXPECT_EQ(spool({"verify", folder_ / wanted.file}).code, 0);
}

INSTANTIATE_TEST_SUITE_P(
    In, ChannelPlaces,
    ::testing::Values(Wanted{"aac", "audio: aac", "film.mp4", "quad", "FL FR BL BR", "quad sound"},
                    Wanted{"pcm", "audio: pcm", "film.mov", "quad", "FL FR BL BR", "quad sound"},
                    Wanted{"pcm_mkv", "audio: pcm", "film.mkv", "", "FL FR - BL BR", "quad sound becomes 5.0, as PCM in Matroska has no quad"},
                    Wanted{"flac", "audio: flac", "film.mkv", "quad", "FL FR BL BR", "quad sound"},
                    Wanted{"opus", "audio: opus", "film.webm", "quad", "FL FR BL BR", "quad sound"},
                    Wanted{"opus_mkv", "audio: opus", "film.mkv", "quad", "FL FR BL BR", "quad sound"},
                    Wanted{"alac", "audio: alac", "film.mov", "5.0", "FL FR - BL BR", "quad sound becomes 5.0, as ALAC has no quad"},
                    Wanted{"mp3", "audio: mp3", "film.mp4", "stereo", "FL+BL FR+BR", "quad sound becomes stereo, as MP3 has no quad"},
                    Wanted{"as_many", "audio: alac, channels: 4", "film.mov", "4.0", "FL FR - BL+BR", "quad sound becomes 4.0, as ALAC has no quad"}),
    [](const auto& instance) { return instance.param.name; });

TEST_F(Channels, given_more_clips_than_one_pass_takes_they_are_put_together_in_their_places) {
  recording("quad.mov", "quad", "FL FR BL BR");
  std::string rows;
  for (int i = 0; i < 18; ++i) rows += "{start: 0." + std::to_string(i + 10) + ", duration: 0.2},";
  const std::string film = folder_.write("film.yaml", "spool: 1\ninputs: {quad: quad.mov}\nsteps: {film: {cut: quad, at: [" + rows +
                                                          "]}}\nformat: {preset: ultrafast}\noutput: {film: film.mp4}\n");
  EXPECT_NE(spool({"run", film, "--dry-run", "--format", "shell"}).out.find("'concat:"), std::string::npos) << "plain samples are put together";
  done({"run", film});
  EXPECT_EQ(layout_of(folder_ / "film.mp4"), "quad");
  const Samples sound = decoded(folder_ / "film.mp4");
  for (const std::size_t clip : {0, 9, 17}) EXPECT_EQ(heard_in(sound, 4, clip * 9600 + 2400), "FL FR BL BR") << clip;
}

TEST_F(Channels, given_an_untouched_clip_of_quad_its_packets_are_the_sources) {
  recording("quad.mov", "quad", "FL FR BL BR");
  const Ended made = run({"ffmpeg", "-nostdin", "-v", "error", "-i", folder_ / "quad.mov", "-c:v", "copy", "-c:a", "aac", folder_ / "own.mp4"});
  ASSERT_EQ(made.code, 0) << made.err;
  const std::string head = "spool: 1\ninputs: {game: own.mp4}\nsteps: {clip: {cut: game, at: [{start: 0.4, end: 1.6}]}}\nformat: {";
  const auto copies = [&](const std::string& format) {
    const std::string film = folder_.write("film.yaml", head + format + "}\noutput: {clip: film.mp4}\n");
    return spool({"run", film, "--dry-run", "--format", "shell"}).out.find("'-avoid_negative_ts'") != std::string::npos;
  };
  EXPECT_FALSE(copies("channels: 2"));
  ASSERT_TRUE(copies("fps: 25"));
  done({"run", folder_ / "film.yaml"});
  EXPECT_EQ(layout_of(folder_ / "film.mp4"), "quad");
  EXPECT_EQ(heard_in(decoded(folder_ / "film.mp4"), 4, 24000), "FL FR BL BR");
}

}  // namespace
}  // namespace spool::test
