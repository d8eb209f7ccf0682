// Films whose colours take the whole range of numbers: black is 0, not 16. Source: EXACT, "Colour".
#include "marked_sources.h"
#include "pipelines/ffmpeg/argv.h"
#include "pipelines/ffmpeg/timing.h"
#include "pipelines/ffmpeg/title_layout.h"
#include "real_ffmpeg.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

namespace spool::test {
namespace {

using pipelines::ClipJob;
using pipelines::FadeOn;
using pipelines::TransitionJob;

constexpr int width = 320, height = 180, frames = 10;
constexpr int grey = 100;

/// Ten pictures of one grey, narrower than the film, its number as it stands in the full range: said in the graph,
/// as ffmpeg 7 converts what only the encoder is told of.
pipelines::MediaPtr recording_in(const WorkFolder& folder, const std::string& pixels) {
  const bool deep = pixels.ends_with("le");
  must_run({tools().ffmpeg, "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", "color=r=25:d=0.4:s=160x180",
            "-vf", "format=" + pixels + ",lutyuv=y=" + std::to_string(deep ? grey * 4 : grey) + ":u=" + (deep ? "512:v=512" : "128:v=128") + ",setparams=range=pc", "-c:v",
            "libx264", "-crf", "1", "-color_range", "pc", "-colorspace", "bt709", "grey.mp4"},
           folder.path());
  return media_of(folder / "grey.mp4");
}

ClipJob clip_of(const pipelines::MediaPtr& media, const std::string& pixels) {
  ClipJob job;
  job.source = media;
  job.file = media->path;
  job.cut = pipelines::cut_pictures(media->pictures, media->kind, 0, core::Rational(frames, 25), 25, 1).value();
  job.format.width = width;
  job.format.height = height;
  job.format.rate = 25;
  job.format.crf = 1;
  job.format.preset = "ultrafast";
  job.format.pixel_format = pixels;
  job.format.colour.range = "pc";
  job.output = "film.mp4";
  return job;
}

/// A film's numbers as they stand in it, in levels of 8 bits.
class Numbers {
 public:
  Numbers(const WorkFolder& folder, const pipelines::JobSpec& job, const std::string& pixels) : deep_(pixels.ends_with("le")) {
    must_run(pipelines::argv_of(job, tools()), folder.path());
    // Not converted on the way: both ends are the same to ffmpeg.
    bytes_ = must_run({tools().ffmpeg, "-nostdin", "-v", "error", "-i", "film.mp4", "-pix_fmt", deep_ ? pixels : "yuvj420p", "-f", "rawvideo", "-"}, folder.path());
  }
  [[nodiscard]] double luma(int frame, int x, int y) const { return at(frame, y * width + x); }
  [[nodiscard]] std::array<double, 2> chroma(int frame) const {
    return {at(frame, width * height + 100), at(frame, width * height * 5 / 4 + 100)};
  }

 private:
  [[nodiscard]] double at(int frame, int position) const {
    const auto number = static_cast<std::size_t>(frame) * width * height * 3 / 2 + static_cast<std::size_t>(position);
    if (!deep_) return static_cast<unsigned char>(bytes_.at(number));
    return (static_cast<unsigned char>(bytes_.at(number * 2)) + 256. * static_cast<unsigned char>(bytes_.at(number * 2 + 1))) / 4;
  }
  bool deep_;
  std::string bytes_;
};

class FullRange : public ::testing::TestWithParam<const char*> {
 protected:
  WorkFolder folder_;
};

TEST_P(FullRange, has_its_own_black_beside_a_picture_and_at_the_end_of_a_fade) {
  ClipJob job = clip_of(recording_in(folder_, GetParam()), GetParam());
  job.effects = {FadeOn{false, 5, 4}};
  const Numbers made(folder_, job, GetParam());
  EXPECT_NEAR(made.luma(0, 20, 90), 0, .5) << "padded";
  EXPECT_NEAR(made.luma(0, 160, 90), grey, .5) << "the picture itself";
  EXPECT_NEAR(made.luma(7, 160, 90), grey / 2., 2) << "half faded";
  EXPECT_NEAR(made.luma(9, 160, 90), 0, .5) << "faded";
}

TEST_P(FullRange, has_its_own_black_and_white_in_a_title) {
  ClipJob job = clip_of(recording_in(folder_, GetParam()), GetParam());
  pipelines::TitleLayout layout;
  pipelines::TitleOn title;
  title.text = "████";
  title.position = pipelines::Position::center;
  title.font_file = layout.find_font("").value();
  title.shown = {0, frames};
  title.size = 40;
  title.box = "black";
  job.effects = {layout.lay_out(title, width, height).value()};
  const Numbers made(folder_, job, GetParam());
  double darkest = 255, brightest = 0;
  for (int y = 40; y < height - 40; ++y) {
    for (int x = 90; x < width - 90; ++x) {
      darkest = std::min(darkest, made.luma(3, x, y));
      brightest = std::max(brightest, made.luma(3, x, y));
    }
  }
  EXPECT_NEAR(brightest, 255, .5);
  EXPECT_NEAR(darkest, 0, .5);
}

TEST_P(FullRange, has_its_own_black_where_nothing_is_shown) {
  ClipJob job = clip_of(recording_in(folder_, GetParam()), GetParam());
  job.source = nullptr;
  EXPECT_NEAR(Numbers(folder_, job, GetParam()).luma(0, 160, 90), 0, .5);
}

TransitionJob dip(const pipelines::MediaPtr& media, const std::string& pixels, const std::string& color) {
  TransitionJob job{clip_of(media, pixels), clip_of(media, pixels), {"", color}, "film.mp4"};
  const auto whole = job.before.cut;
  const auto part = [&](std::int64_t first) { return pipelines::part_of(whole, media->pictures, media->kind, 25, {first, first + 5}); };
  job.before.cut = part(0);
  job.after.cut = part(5);
  return job;
}

TEST_P(FullRange, dips_to_its_own_black_white_and_red) {
  const pipelines::MediaPtr media = recording_in(folder_, GetParam());
  EXPECT_NEAR(Numbers(folder_, dip(media, GetParam(), "black"), GetParam()).luma(5, 160, 90), 0, .5);
  const Numbers white(folder_, dip(media, GetParam(), "white"), GetParam());
  EXPECT_NEAR(white.luma(5, 160, 90), 255, .5);
  EXPECT_NEAR(white.luma(0, 160, 90), grey, 1) << "before it";
  const Numbers red(folder_, dip(media, GetParam(), "red"), GetParam());
  EXPECT_NEAR(red.luma(5, 160, 90), .2126 * 255, 1) << "BT.709's, as the film is";
  EXPECT_NEAR(red.chroma(5)[1], 255, 1);
}

INSTANTIATE_TEST_SUITE_P(of_8_and_10_bits, FullRange, ::testing::Values("yuv420p", "yuv420p10le"),
                         [](const auto& made) { return std::string(made.param); });

TEST(LimitedRange, dips_to_the_red_of_its_own_matrix) {
  const WorkFolder folder;
  TransitionJob job = dip(recording_in(folder, "yuv420p"), "yuv420p", "red");
  job.before.format.colour.range = job.after.format.colour.range = "tv";
  EXPECT_NEAR(Numbers(folder, job, "yuv420p").luma(5, 160, 90), 255 * .2126, 1.5);
}

}  // namespace
}  // namespace spool::test
