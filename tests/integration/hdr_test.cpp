// HDR on its way into films: tone-mapped, or kept with its tags, and what is laid over it as bright as it should be.
#include "tests/integration/reel.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>

namespace spool::test {
namespace {

using ::testing::HasSubstr;

constexpr int side = 256;

/// Nits to a level of PQ.
double pq(double nits) {
  const double y = std::pow(nits / 10000, .1593017578125);
  return std::pow((.8359375 + 18.8515625 * y) / (1 + 18.6875 * y), 78.84375);
}

double code_of(double nits) { return 64 + 876 * pq(nits); }

class Hdr : public Reel {
 protected:
  /// A grey of so many nits for a second, tagged `transfer`; `more`: of x265's own.
  void record(const std::string& name, double nits, const std::string& transfer, const std::string& more = "") {
    std::string bytes;
    const auto put = [&](long code, int times) {
      for (int i = 0; i < times; ++i) {
        bytes += static_cast<char>(static_cast<unsigned char>(static_cast<unsigned long>(code) & 255U));
        bytes += static_cast<char>(static_cast<unsigned char>(static_cast<unsigned long>(code) >> 8U));
      }
    };
    put(std::lround(code_of(nits)), side * side);
    put(512, side * side / 2);
    const Ended made = run({real_ffmpeg(), "-nostdin", "-v", "error", "-stream_loop", "-1", "-f", "rawvideo", "-pix_fmt", "yuv420p10le", "-r", "25", "-s", "256x256",
                            "-i", folder_.write("grey.raw", bytes), "-frames:v", "25", "-vf",
                            "setparams=range=tv:color_primaries=bt2020:color_trc=" + transfer + ":colorspace=bt2020nc", "-color_range", "tv",
                            "-color_primaries", "bt2020", "-color_trc", transfer, "-colorspace", "bt2020nc", "-c:v", "libx265", "-preset",
                            "ultrafast", "-x265-params", "lossless=1:log-level=none" + more, folder_ / name});
    ASSERT_EQ(made.code, 0) << made.err;
  }

  void render(const std::string& document) {
    folder_.write("film.yaml", document);
    const Ended made = spool({"run", folder_ / "film.yaml", "-y"});
    ASSERT_EQ(made.code, 0) << made.err;
    const Ended decoded = run({real_ffmpeg(), "-nostdin", "-v", "error", "-y", "-i", folder_ / "film.mp4", "-pix_fmt", "yuv420p10le", "-f",
                               "rawvideo", folder_ / "film.raw"});
    ASSERT_EQ(decoded.code, 0) << decoded.err;
    pictures_ = read_file(folder_ / "film.raw");
  }

  /// Range, matrix, transfer, primaries, pixels.
  [[nodiscard]] std::string tags() const {
    return run({"ffprobe", "-v", "error", "-select_streams", "v", "-show_entries",
                "stream=pix_fmt,color_range,color_space,color_transfer,color_primaries", "-of", "csv=p=0", folder_ / "film.mp4"})
        .out;
  }

  /// What the film says of its light in the picture that is shown `at` so many seconds.
  [[nodiscard]] std::string told_light(const std::string& film, const std::string& at) const {
    return run({"ffprobe", "-v", "error", "-select_streams", "v", "-read_intervals", at + "%+#1", "-show_entries",
                "frame=:frame_side_data=red_x,white_point_y,min_luminance,max_luminance,max_content,max_average", "-of", "compact=nk=1", folder_ / film})
        .out;
  }

  /// Luma of one place in one picture, in levels of 10 bits.
  [[nodiscard]] double luma_at(int frame, int x, int y) const {
    const std::size_t at = static_cast<std::size_t>(frame) * side * side * 3 + static_cast<std::size_t>(y * side + x) * 2;
    return static_cast<unsigned char>(pictures_.at(at)) + 256. * static_cast<unsigned char>(pictures_.at(at + 1));
  }

 private:
  std::string pictures_;  ///< of the film
};

constexpr const char* kept = "format: {video: hevc, pixel_format: yuv420p10le, crf: 4, preset: ultrafast}\n";

TEST_F(Hdr, GivenAnSdrFilmItIsToneMappedAndTaggedSo) {
  record("a.mp4", 203, "smpte2084");
  render("spool: 1\ninputs: {a: a.mp4}\nsteps: {s: {cut: a, at: [{start: 0, end: 0.4}]}}\nformat: {crf: 4, preset: ultrafast}\noutput: {s: film.mp4}\n");
  EXPECT_EQ(tags(), "yuv420p,tv,bt709,bt709,bt709\n");
  EXPECT_NEAR(luma_at(3, 100, 100) / 4, 202, 3) << "85 % of the film's white";
  const Ended planned = spool({"run", folder_ / "film.yaml", "-n"});
  EXPECT_THAT(planned.out, HasSubstr("HDR (PQ) tone-mapped to BT.709"));
}

TEST_F(Hdr, GivenAFilmThatCanHoldItItIsKeptAndWhatIsLaidOverItIsAsBrightAsPaper) {
  record("a.mp4", 100, "smpte2084");
  record("b.mp4", 600, "smpte2084", ":max-cll=600,90");
  const Ended white = run({real_ffmpeg(), "-v", "error", "-f", "lavfi", "-i", "color=white:s=64x64,format=rgba", "-frames:v", "1", folder_ / "white.png"});
  ASSERT_EQ(white.code, 0) << white.err;
  render(std::string("spool: 1\ninputs: {a: a.mp4, b: b.mp4, white: white.png}\nsteps:\n"
                     "  s: {cut: a, at: [{start: 0, end: 0.4}]}\n"
                     "  t: {effect: s, apply: [{overlay: {image: white, position: center}}, {title: {text: \"████\", position: top, size: 40}}]}\n"
                     "  u: {cut: b, at: [{start: 0, end: 0.4}]}\n"
                     "  w: {effect: white, apply: [{trim: {first: 0.4s}}]}\n"
                     "  film: {concat: [t, u, w], transition: {crossfade: 0.08s}}\n") + kept + "output: {film: film.mp4}\n");
  EXPECT_EQ(tags(), "yuv420p10le,tv,bt2020nc,smpte2084,bt2020\n");
  EXPECT_NEAR(luma_at(3, 10, 200), code_of(100), 3) << "untouched";
  EXPECT_NEAR(luma_at(3, side / 2, side / 2), code_of(203), 4) << "an image's white";
  EXPECT_NEAR(luma_at(13, 100, 100), code_of(600), 3) << "untouched";
  EXPECT_NEAR(luma_at(21, 100, 100), code_of(203), 4) << "a still's white";
  double brightest = 0;
  for (int y = 0; y < 80; ++y) brightest = std::max(brightest, luma_at(3, side / 2, y));
  EXPECT_NEAR(brightest, code_of(203), 8) << "a title's white";
  const Ended planned = spool({"run", folder_ / "film.yaml", "-n"});
  EXPECT_THAT(planned.out, HasSubstr("HDR (PQ) kept"));
  EXPECT_THAT(planned.out, HasSubstr("its white at 203 nits"));
}

constexpr const char* display = ":master-display=G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,1)";
constexpr const char* display_told = "34000/50000|16450/50000|1/10000|10000000/10000";

TEST_F(Hdr, GivenRecordingsThatSayTheSameOfTheirLightTheFilmSaysItToo) {
  record("a.mp4", 100, "smpte2084", std::string(display) + ":max-cll=1000,400");
  record("b.mp4", 600, "smpte2084", std::string(display) + ":max-cll=1000,400");
  const std::string two = "spool: 1\ninputs: {a: a.mp4, b: b.mp4}\nsteps: {faded: {effect: a, apply: [{fade: {in: 0.2s}}]}, film: {concat: [faded, b], transition: {crossfade: 0.2s}}, again: {concat: [film]}}\n";
  render(two + kept + "output: {film: film.mp4, again: film.mkv}\n");
  for (const char* film : {"film.mp4", "film.mkv"}) {
    for (const char* at : {"", "0.9", "1.5"}) {
      EXPECT_THAT(told_light(film, at), HasSubstr(display_told)) << film << at;
      EXPECT_THAT(told_light(film, at), HasSubstr("1000|400")) << film << at;
    }
  }
  const Ended planned = spool({"run", folder_ / "film.yaml", "-n"});
  EXPECT_THAT(planned.out, ::testing::Not(HasSubstr("of its light")));
  render(two + "format: {video: av1, pixel_format: yuv420p10le, crf: 40, preset: \"12\"}\noutput: {film: film.mp4}\n");
  EXPECT_THAT(told_light("film.mp4", ""), HasSubstr("256000/256")) << "1000 nits as AV1 writes them";
  EXPECT_THAT(told_light("film.mp4", ""), HasSubstr("1000|400"));
}

TEST_F(Hdr, GivenRecordingsThatDoNotAgreeOnTheirLightTheFilmSaysWhatTheyAgreeOn) {
  record("a.mp4", 100, "smpte2084", std::string(display) + ":max-cll=1000,400");
  record("b.mp4", 600, "smpte2084", std::string(display) + ":max-cll=600,90");
  render(std::string("spool: 1\ninputs: {a: a.mp4, b: b.mp4}\nsteps: {film: {concat: [a, b]}}\n") + kept + "output: {film: film.mp4}\n");
  EXPECT_THAT(told_light("film.mp4", ""), HasSubstr(display_told));
  EXPECT_THAT(told_light("film.mp4", ""), ::testing::Not(HasSubstr("|400")));
  const Ended planned = spool({"run", folder_ / "film.yaml", "-n"});
  EXPECT_THAT(planned.out, HasSubstr("HDR (PQ) kept, without all it tells of its light"));
}

TEST_F(Hdr, GivenTwoKindsOfItBothAreToneMapped) {
  record("a.mp4", 100, "smpte2084");
  record("b.mp4", 100, "arib-std-b67");
  render(std::string("spool: 1\ninputs: {a: a.mp4, b: b.mp4}\nsteps: {film: {concat: [a, b]}}\n") + kept + "output: {film: film.mp4}\n");
  EXPECT_EQ(tags(), "yuv420p10le,tv,bt709,bt709,bt709\n");
}

TEST_F(Hdr, GivenADipToWhiteInAnHdrFilmItIsRefusedBeforeAnythingIsRendered) {
  record("a.mp4", 100, "smpte2084");
  folder_.write("film.yaml", std::string("spool: 1\ninputs: {a: a.mp4}\nsteps: {film: {concat: [a, a], transition: {dip: {color: white, for: 0.2s}}}}\n") + kept + "output: {film: film.mp4}\n");
  const Ended refused = spool({"run", folder_ / "film.yaml", "-y"});
  EXPECT_NE(refused.code, 0);
  EXPECT_THAT(refused.err, HasSubstr("an HDR film has no transition through `white`"));
}

}  // namespace
}  // namespace spool::test
